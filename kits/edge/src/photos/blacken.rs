//! Faces, plates and house numbers burnt black: what lay under the box is in no pixel of the new picture.

use super::clean::jpeg;
use image::Rgb;
use kernel::Problem;

/// A box on a picture, in its pixels from the upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Area {
    pub x: u32,
    pub y: u32,
    pub w: u32,
    pub h: u32,
}

/// JPEG spreads each pixel over its block of 8 × 8 pixels, or 16 × 16 for colour.
const BLOCK: u32 = 16;
/// Colour is smoothed across the edge of a block when it is drawn.
const SMOOTHED: u32 = 4;

/// Draws the areas black and writes the picture anew. Each box grows to the blocks it touches: the compression of the
/// picture before had spread its pixels that far.
pub fn blacken(picture: &[u8], areas: &[Area]) -> Result<Vec<u8>, Problem> {
    let unreadable = |_| Problem::at("photos", "photo_unreadable");
    let mut picture = image::load_from_memory(picture).map_err(unreadable)?.to_rgb8();
    for area in areas {
        let (left, right) = grown(area.x, area.w, picture.width());
        let (top, bottom) = grown(area.y, area.h, picture.height());
        for y in top..bottom {
            for x in left..right {
                picture.put_pixel(x, y, Rgb([0, 0, 0]));
            }
        }
    }
    jpeg(picture).map_err(unreadable)
}

/// From and to along one side.
fn grown(start: u32, length: u32, side: u32) -> (u32, u32) {
    let end = start.saturating_add(length).min(side);
    let (from, to) = (start / BLOCK * BLOCK, end.div_ceil(BLOCK) * BLOCK);
    (from.saturating_sub(SMOOTHED), to.saturating_add(SMOOTHED).min(side))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photos::clean;
    use image::{DynamicImage, RgbImage};
    use proptest::prelude::*;

    fn png(picture: &RgbImage) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(vec![]);
        DynamicImage::ImageRgb8(picture.clone()).write_to(&mut bytes, image::ImageFormat::Png).expect("an image");
        bytes.into_inner()
    }

    fn inside(a: Area, x: u32, y: u32) -> bool {
        (a.x..a.x + a.w).contains(&x) && (a.y..a.y + a.h).contains(&y)
    }

    fn noise(seed: u32, x: u32, y: u32) -> Rgb<u8> {
        let mut n = seed.wrapping_mul(0x9e37_79b9) ^ x.wrapping_mul(0x85eb_ca6b) ^ y.wrapping_mul(0xc2b2_ae35);
        n = (n ^ (n >> 15)).wrapping_mul(0x2c1b_3c6d);
        Rgb([n as u8, (n >> 8) as u8, (n >> 16) as u8])
    }

    /// An application segment or a comment in a JPEG: all but the JFIF head carry something about the picture.
    fn notes(jpeg: &[u8]) -> usize {
        let mut at = 2;
        let mut found = 0;
        while at + 4 <= jpeg.len() && jpeg[at] == 0xff && jpeg[at + 1] != 0xda {
            let marker = jpeg[at + 1];
            found += usize::from(matches!(marker, 0xe1..=0xef | 0xfe));
            at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        }
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// I18. Two pictures that differ only under the boxes become the same bytes: nothing of what lay there is left.
        /// What lay there is black, and no metadata is written.
        #[test]
        fn nothing_under_a_box_is_left(
            seed: u32, other: u32, width in 40_u32..200, height in 40_u32..200,
            boxes in prop::collection::vec((0_u32..180, 0_u32..180, 1_u32..90, 1_u32..90), 1..4),
        ) {
            let areas: Vec<Area> = boxes
                .into_iter()
                .map(|(x, y, w, h)| Area { x: x.min(width - 1), y: y.min(height - 1), w, h })
                .collect();
            let picture = RgbImage::from_fn(width, height, |x, y| noise(seed, x, y));
            let changed = RgbImage::from_fn(width, height, |x, y| {
                let hidden = areas.iter().any(|a| inside(*a, x, y));
                if hidden { noise(other, y, x) } else { *picture.get_pixel(x, y) }
            });
            let shown = |p: &RgbImage| {
                let clean = clean(&png(p)).expect("a photo");
                blacken(&clean.derivative, &areas).expect("a picture")
            };
            let (one, two) = (shown(&picture), shown(&changed));
            prop_assert_eq!(&one, &two);
            prop_assert_eq!(notes(&one), 0);
            let drawn = image::load_from_memory(&one).expect("a picture").to_rgb8();
            for (x, y, pixel) in drawn.enumerate_pixels() {
                if areas.iter().any(|a| inside(*a, x, y)) {
                    prop_assert!(pixel.0.iter().all(|c| *c < 24), "{x} {y} {pixel:?}");
                }
            }
        }
    }
}
