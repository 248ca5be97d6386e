//! A photo made harmless: judged by its content, decoded within limits, drawn again without metadata.

use image::{DynamicImage, ImageDecoder, ImageReader, Limits, RgbImage, metadata::Orientation};
use kernel::{Moment, Problem};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// What is known of a photo and what of it may be shown. No `Debug`: where it was taken is nobody's to print.
#[derive(Clone)]
pub struct CleanPhoto {
    /// JPEG, longest side 1,600 px, no metadata at all.
    pub derivative: Vec<u8>,
    /// Hex SHA-256 of the original.
    pub sha256: String,
    /// Capture time by the camera, in street time.
    pub taken_at: Option<Moment>,
    /// Latitude and longitude, WGS-84 degrees.
    pub point: Option<(f64, f64)>,
    pub width: u32,
    pub height: u32,
}

const LONGEST_SIDE: u32 = 1_600;
const MOST_PIXELS_A_SIDE: u32 = 12_000;
const MOST_MEMORY: u64 = 256 << 20;

/// Cleans an original. Refusals are Problems beside `photos`.
pub fn clean(original: &[u8]) -> Result<CleanPhoto, Problem> {
    let format = match infer::get(original).map(|t| t.mime_type()) {
        Some("image/jpeg") => image::ImageFormat::Jpeg,
        Some("image/png") => image::ImageFormat::Png,
        Some("image/webp") => image::ImageFormat::WebP,
        _ => return Err(Problem::at("photos", "not_a_photo")),
    };
    let unreadable = |_| Problem::at("photos", "photo_unreadable");
    let mut reader = ImageReader::with_format(Cursor::new(original), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS_A_SIDE);
    limits.max_image_height = Some(MOST_PIXELS_A_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > LONGEST_SIDE {
        picture = picture.thumbnail(LONGEST_SIDE, LONGEST_SIDE);
    }
    let (width, height) = (picture.width(), picture.height());
    let derivative = jpeg(picture.to_rgb8()).map_err(unreadable)?;
    let (taken_at, point) = camera_notes(original);
    Ok(CleanPhoto { derivative, sha256: hex::encode(Sha256::digest(original)), taken_at, point, width, height })
}

/// A picture and nothing beside it.
pub(super) fn jpeg(picture: RgbImage) -> image::ImageResult<Vec<u8>> {
    let mut bytes = vec![];
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 82);
    DynamicImage::ImageRgb8(picture).write_with_encoder(encoder)?;
    Ok(bytes)
}

/// Capture time and position, read before they are dropped.
fn camera_notes(original: &[u8]) -> (Option<Moment>, Option<(f64, f64)>) {
    let Ok(notes) = exif::Reader::new().read_from_container(&mut Cursor::new(original)) else { return (None, None) };
    let text = |tag| notes.get_field(tag, exif::In::PRIMARY).map(|f| f.display_value().to_string());
    let taken = text(exif::Tag::DateTimeOriginal).and_then(|t| Moment::parse(&t.replacen(' ', "T", 1)));
    let degrees = |tag, reference, negative: &str| {
        let field = notes.get_field(tag, exif::In::PRIMARY)?;
        let exif::Value::Rational(parts) = &field.value else { return None };
        let [d, m, s] = parts.get(..3)? else { return None };
        let size = d.to_f64() + m.to_f64() / 60.0 + s.to_f64() / 3600.0;
        Some(if text(reference).is_some_and(|r| r.contains(negative)) { -size } else { size })
    };
    let latitude = degrees(exif::Tag::GPSLatitude, exif::Tag::GPSLatitudeRef, "S");
    let longitude = degrees(exif::Tag::GPSLongitude, exif::Tag::GPSLongitudeRef, "W");
    (taken, latitude.zip(longitude))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = vec![];
        DynamicImage::new_rgb8(width, height)
            .write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png)
            .expect("an image");
        bytes
    }

    #[test]
    fn a_large_photo_shrinks_and_a_text_is_refused() {
        let clean = clean(&picture(3_200, 800)).expect("a photo");
        assert_eq!((clean.width, clean.height), (1_600, 400));
        assert!(exif::Reader::new().read_from_container(&mut Cursor::new(&clean.derivative)).is_err());
        assert_eq!(super::clean(b"<svg onload=x>").map(|_| ()), Err(Problem::at("photos", "not_a_photo")));
    }

    #[test]
    fn a_picture_that_claims_too_much_is_refused_before_decoding() {
        assert_eq!(clean(&picture(12_001, 1)).map(|_| ()), Err(Problem::at("photos", "photo_unreadable")));
    }
}
