//! Addresses: their form, what is shown of them, and the codes that verify them.

use kernel::Moment;

/// How long a code is good, and how often it may be tried.
pub const CODE_LASTS: i64 = 15 * Moment::MINUTE;
pub const CODE_TRIES: i64 = 5;
const MOST: usize = 120;

/// The address in its one form; `None` where it is none. Only what every mail server takes: no quotes, no other scripts.
pub fn email(typed: &str) -> Option<String> {
    let text = typed.trim();
    let (name, host) = text.split_once('@')?;
    let plain = |part: &str, more: &[u8]| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
    };
    let fits = text.len() <= MOST && plain(name, b".!#$%&'*+/=?^_`{|}~-") && plain(host, b".-") && host.contains('.');
    fits.then(|| format!("{name}@{}", host.to_ascii_lowercase()))
}

/// `l***@example.com`.
pub fn masked(email: &str) -> String {
    let (name, host) = email.split_once('@').unwrap_or((email, ""));
    format!("{}***@{host}", name.chars().take(1).collect::<String>())
}

/// Codes already sent within a day: one a minute, five an hour, ten a day.
pub fn may_send(earlier: &[Moment], now: Moment) -> bool {
    let within = |span: i64| earlier.iter().filter(|at| now.since(**at) < span).count();
    within(Moment::MINUTE) < 1 && within(Moment::HOUR) < 5 && within(Moment::DAY) < 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_form_and_shows_little() {
        assert_eq!(email(" Lin.Wu+a@Example.COM ").as_deref(), Some("Lin.Wu+a@example.com"));
        for bad in ["", "lin", "lin@", "@a.cn", "lin@localhost", "a b@c.cn", "a@b@c.cn", "林@a.cn", "a..b@c.cn", "a@c.cn\r\nbcc: x@y.z", "<a@c.cn>"] {
            assert_eq!(email(bad), None, "{bad}");
        }
        assert_eq!(masked("lin@example.com"), "l***@example.com");
    }

    #[test]
    fn codes_are_not_showered() {
        let now = Moment(10 * Moment::DAY);
        assert!(may_send(&[], now) && !may_send(&[now], now));
        assert!(!may_send(&[now.plus(-10 * Moment::MINUTE); 5], now));
        assert!(!may_send(&[now.plus(-10 * Moment::HOUR); 10], now));
    }
}
