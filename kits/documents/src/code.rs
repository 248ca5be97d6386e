//! Codes to scan, as pictures that a document carries.

use crate::Picture;
use base64::Engine as _;
use image::{GrayImage, ImageFormat, Luma};
use std::io::Cursor;

/// The white around a code and the side of one of its squares, in squares and pixels.
const QUIET: usize = 4;
const SQUARE: usize = 4;

/// A QR code that leads to `link`, `side_mm` wide; none where the link is longer than a code can hold.
pub fn qr_code(link: &str, says: &str, side_mm: u16) -> Option<Picture> {
    let code = fast_qr::QRBuilder::new(link).build().ok()?;
    let side = u32::try_from((code.size + 2 * QUIET) * SQUARE).ok()?;
    let drawn = GrayImage::from_fn(side, side, |x, y| {
        let at = |p: u32| (p as usize / SQUARE).checked_sub(QUIET).filter(|i| *i < code.size);
        let dark = at(y).zip(at(x)).is_some_and(|(row, column)| code[row][column].value());
        Luma([if dark { 0 } else { 255 }])
    });
    let mut png = Cursor::new(vec![]);
    drawn.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(Picture {
        png: base64::engine::general_purpose::STANDARD.encode(png.into_inner()),
        width_mm: side_mm,
        height_mm: side_mm,
        says: says.to_owned(),
        caption: Some(says.to_owned()),
    })
}
