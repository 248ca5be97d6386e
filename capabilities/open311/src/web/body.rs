//! What a form brings: urlencoded, or multipart with pictures.

use crate::rules::{GeoError, Params};
use axum::body::to_bytes;
use axum::extract::{FromRequest, Multipart, Request};
use edge::App;
use http::header;

/// A picture as it came, by the name it came under.
pub struct Picture {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Parameters and pictures of a body.
#[derive(Default)]
pub struct Sent {
    pub params: Params,
    pub pictures: Vec<Picture>,
}

/// Words alone are never longer.
const MOST_FORM: usize = 1 << 20;
pub const MOST_PICTURES: usize = 6;
const MOST_PICTURE: usize = 10 << 20;

/// Reads the body; anything else than a form has no parameters in it.
pub async fn sent(request: Request, app: &App) -> Result<Sent, GeoError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("").to_ascii_lowercase();
    if kind.starts_with("multipart/form-data") {
        let form = Multipart::from_request(request, app).await.map_err(|_| GeoError::unreadable())?;
        return parts(form).await;
    }
    let bytes = to_bytes(request.into_body(), MOST_FORM).await.map_err(|_| GeoError::unreadable())?;
    let form = kind.is_empty() || kind.starts_with("application/x-www-form-urlencoded");
    let pairs = if form { serde_urlencoded::from_bytes(&bytes).map_err(|_| GeoError::unreadable())? } else { vec![] };
    Ok(Sent { params: Params(pairs), pictures: vec![] })
}

async fn parts(mut form: Multipart) -> Result<Sent, GeoError> {
    let mut sent = Sent::default();
    while let Some(part) = form.next_field().await.map_err(|_| GeoError::unreadable())? {
        let field = part.name().unwrap_or("").to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| GeoError::unreadable())?;
        let is_picture = field == "media" && (file.is_some() || !bytes.is_empty());
        if !is_picture {
            sent.params.0.push((field, String::from_utf8_lossy(&bytes).into_owned()));
            continue;
        }
        let name = file.filter(|n| !n.is_empty()).unwrap_or_else(|| format!("media {}", sent.pictures.len() + 1));
        match bytes.len() {
            0 => {}
            n if n > MOST_PICTURE => return Err(refused(&name, "it is larger than 10 MB.", "超过10 MB。")),
            _ if sent.pictures.len() == MOST_PICTURES => return Err(refused(&name, "at most 6 pictures.", "最多6张。")),
            _ => sent.pictures.push(Picture { name, bytes: bytes.to_vec() }),
        }
    }
    Ok(sent)
}

/// A bad picture is named; nothing is swallowed.
pub fn refused(name: &str, en: &str, zh: &str) -> GeoError {
    let name: String = crate::rules::clean(name).chars().take(80).collect();
    GeoError::parameter(&format!("media `{name}`"), en, zh)
}
