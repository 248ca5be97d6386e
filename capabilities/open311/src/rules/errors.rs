//! What can be wrong with a request, in the codes of the interface, said in English and then in Chinese.

/// One thing that is wrong. `code` is the HTTP status or, after it, one digit more about what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeoError {
    pub code: u16,
    pub description: String,
}

pub type Judged<T> = Result<T, GeoError>;

impl GeoError {
    fn new(code: u16, en: impl AsRef<str>, zh: impl AsRef<str>) -> Self {
        Self { code, description: format!("{} {}", en.as_ref(), zh.as_ref()) }
    }
    /// 404 something unknown, 403 the key, 400 everything else the caller can mend.
    pub fn status(&self) -> u16 {
        match self.code {
            403 | 404 | 429 | 500 | 503 => self.code,
            4041..=4044 => 404,
            _ => 400,
        }
    }

    pub fn no_such_address() -> Self {
        Self::new(404, "There is nothing at this address; a call ends in .xml or .json.", "没有这个地址，接口地址以 .xml 或 .json 结尾。")
    }
    pub fn jurisdiction() -> Self {
        Self::new(4041, "jurisdiction_id is not known here; leave it out or give this street's domain name.", "没有这个 jurisdiction_id，可以不填，或填本街道的域名。")
    }
    pub fn service() -> Self {
        Self::new(4042, "service_code is not known; the service list has those on offer.", "没有这个 service_code，请从服务列表里选。")
    }
    pub fn request() -> Self {
        Self::new(4043, "service_request_id is not known.", "没有这个 service_request_id。")
    }
    pub fn token() -> Self {
        Self::new(4044, "token is not known or has expired.", "没有这个 token，或已过期。")
    }
    /// What was kept during maintenance and could not be received afterwards.
    pub fn refused(why: &str) -> Self {
        Self { code: 400, description: why.to_owned() }
    }
    pub fn key() -> Self {
        Self::new(403, "api_key is missing or not valid.", "api_key 缺失或无效。")
    }
    pub fn service_missing() -> Self {
        Self::new(4002, "service_code is missing.", "缺少 service_code。")
    }
    pub fn location(en: &str, zh: &str) -> Self {
        Self::new(4003, en, zh)
    }
    pub fn attribute(code: &str, en: &str, zh: &str) -> Self {
        Self::new(4004, format!("attribute[{code}]: {en}"), format!("attribute[{code}]：{zh}"))
    }
    pub fn dates(name: &str, en: &str, zh: &str) -> Self {
        Self::new(4005, format!("{name}: {en}"), format!("{name}：{zh}"))
    }
    pub fn too_long(most: usize) -> Self {
        Self::new(4006, format!("description has more than {most} characters."), format!("description 超过 {most} 字。"))
    }
    /// Anything else about one parameter.
    pub fn parameter(name: &str, en: &str, zh: &str) -> Self {
        Self::new(400, format!("{name}: {en}"), format!("{name}：{zh}"))
    }
    pub fn unreadable() -> Self {
        Self::new(400, "The body could not be read: send a form, urlencoded or multipart, of at most 64 MB.", "内容读不出来，请用表单方式提交，不超过 64 MB。")
    }
    pub fn too_many() -> Self {
        Self::new(429, "Too many requests; wait as long as Retry-After says.", "请求太多，请按 Retry-After 稍候再试。")
    }
    pub fn busy() -> Self {
        Self::new(503, "No writing right now; send the same again a little later, nothing is done twice.", "暂时不能提交，请稍后原样重发，不会重复受理。")
    }
    pub fn fault(incident: &str) -> Self {
        Self::new(500, format!("Something broke on our side; the incident is {incident}."), format!("我们这边出了问题，编号 {incident}。"))
    }
}

/// The status of an answer that tells several errors: the key first, then what is unknown.
pub fn status_of(errors: &[GeoError]) -> u16 {
    let weight = |status: &u16| match status {
        500 | 503 | 429 => 0,
        403 => 1,
        404 => 2,
        _ => 3,
    };
    errors.iter().map(GeoError::status).min_by_key(weight).unwrap_or(400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_outranks_what_is_unknown_and_that_the_rest() {
        let all = [GeoError::service_missing(), GeoError::service(), GeoError::key()];
        assert_eq!(status_of(&all), 403);
        assert_eq!(status_of(&all[..2]), 404);
        assert_eq!(status_of(&all[..1]), 400);
    }
}
