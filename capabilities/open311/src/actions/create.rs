//! A program brings a voice: judged here, then received as everybody's.

use crate::rules::*;
use crate::views::Service;
use appeals::actions::{self, Received, Whereabouts};
use appeals::rules::Reception;
use auth::{Level, Viewer};
use db::{Reader, Result, Tx};
use edge::photos::KeptPhoto;
use kernel::{Moment, Outcome, PlaceId, Problem, StreetId, uuid::Uuid};

/// What a program sent, with its key already known. No `Debug`: it holds what a person said.
#[derive(Clone)]
pub struct Creation {
    pub client: Uuid,
    /// How the program names this request, so that sending it again is harmless.
    pub name: Option<String>,
    pub params: Params,
    /// Pictures whose files are written.
    pub photos: Vec<KeptPhoto>,
    /// Addresses from which no picture could be fetched: told to staff.
    pub unfetched: Vec<String>,
}

/// What the standard asks of a new request, found in order.
struct Judged {
    service: Service,
    location: Location,
    place: Option<PlaceId>,
    /// The point, where it is this street's.
    point: Option<(f64, f64)>,
    answers: Vec<Answered>,
}

type Errors = Vec<GeoError>;

/// One voice, or what is wrong with it; sent again within ten minutes, or under the same name, the first answer. `at` is
/// when it was brought: the promise counts from there.
pub fn create(tx: &mut Tx<'_>, viewer: &Viewer, sent: &Creation, at: Moment) -> Result<std::result::Result<Received, Errors>> {
    let (street, now) = (tx.street(), at);
    let judged = match judge(tx, street, &sent.params, now)? {
        Ok(judged) => judged,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let keys = repeat_keys(sent.client, sent.name.as_deref(), &sent.params, now);
    if let Some(first) = received(tx, street, &keys, now)? {
        return Ok(Ok(first));
    }
    let (words, place) = told(tx, street, &judged, &sent.params, keys.own, now)?;
    let aside = aside(sent, &judged);
    Ok(match actions::receive_through(tx, viewer, "open311", &words, place, &sent.photos, &aside, at)? {
        Outcome::Done(Some(got)) => Ok(got),
        refused => Err(refused.problems().iter().map(problem).collect()),
    })
}

/// What is known before anything is fetched or written: what is wrong, or the first answer to the same words.
pub fn look(r: &mut Reader<'_>, street: StreetId, sent: &Creation, now: Moment) -> Result<std::result::Result<Option<Received>, Errors>> {
    if let Err(wrong) = judge(r, street, &sent.params, now)? {
        return Ok(Err(wrong));
    }
    let keys = repeat_keys(sent.client, sent.name.as_deref(), &sent.params, now);
    received(r, street, &keys, now).map(Ok)
}

/// A name of the program's own is judged by the reception, which knows the words it stood for.
fn received(r: &mut Reader<'_>, street: StreetId, keys: &RepeatKeys, now: Moment) -> Result<Option<Received>> {
    for key in [Some(&keys.own), keys.before.as_ref()].into_iter().flatten().filter(|_| !keys.named) {
        if let Some(first) = actions::received_before(r, street, key, now.plus(-REPEAT))? {
            return Ok(Some(first));
        }
    }
    Ok(None)
}

/// Judges what the standard asks; all that is wrong is told at once.
fn judge(r: &mut Reader<'_>, street: StreetId, params: &Params, now: Moment) -> Result<std::result::Result<Judged, Errors>> {
    let mut wrong = vec![];
    let service = match params.get("service_code") {
        None => Err(GeoError::service_missing()),
        Some(code) => super::service(r, street, code)?,
    };
    let answers = service.as_ref().map_or(Ok(vec![]), |s| answers(&s.attributes, params));
    let place = match location(params) {
        Ok(location) => place_of(r, street, &location, now)?.map(|place| (location, place)),
        Err(error) => Err(error),
    };
    if params.text("description").chars().count() > MOST_DESCRIPTION {
        wrong.push(GeoError::too_long(MOST_DESCRIPTION));
    }
    match (service, place, answers) {
        (Ok(service), Ok((location, (place, point))), Ok(answers)) if wrong.is_empty() => {
            Ok(Ok(Judged { service, location, place, point, answers }))
        }
        (service, place, answers) => {
            wrong.extend(service.err());
            wrong.extend(place.err());
            wrong.extend(answers.err().unwrap_or_default());
            Ok(Err(wrong))
        }
    }
}

type Placed = (Option<PlaceId>, Option<(f64, f64)>);

/// The place of a code, if one was given, and the point, if it is this street's. Refused is a code that is no place's
/// and a point elsewhere, unless the code or the address says where it is.
fn place_of(r: &mut Reader<'_>, street: StreetId, location: &Location, now: Moment) -> Result<std::result::Result<Placed, GeoError>> {
    let place = location.place_code.as_deref().map(|code| by_code(r, street, code, now)).transpose()?.flatten();
    let Some(point) = location.point else {
        let known = place.is_some() || !location.address.is_empty();
        let unknown = || GeoError::location("address_id is not known here.", "没有这个 address_id。");
        return Ok(if known { Ok((place, None)) } else { Err(unknown()) });
    };
    let shapes = places::shapes(r, street, Level::Street, now)?;
    let rings: Vec<_> = shapes.iter().flat_map(|s| s.rings.clone()).collect();
    if reaches(&rings, point, BESIDE_M) {
        return Ok(Ok((place, Some(point))));
    }
    let mut said = Reception { address_note: location.address.clone(), ..Reception::default() };
    if place.is_some() || actions::whereabouts(r, street, &mut said, now)?.path.community.is_some() {
        return Ok(Ok((place, None)));
    }
    let name = shapes.first().map_or("", |s| s.name.as_str());
    Ok(Err(GeoError::location(&format!("the point lies outside {name}."), &format!("这个位置不在{name}范围内。"))))
}

fn by_code(r: &mut Reader<'_>, street: StreetId, code: &str, now: Moment) -> Result<Option<PlaceId>> {
    for scheme in places::rules::codes::SCHEMES {
        if let Some(place) = places::place_by_code(r, street, scheme.name, code, now.day())? {
            return Ok(Some(place));
        }
    }
    Ok(places::tree(r, street)?.by_code(code).map(|p| p.id))
}

/// The words of the reception, and where it is: a point decides, else the code, else the address.
fn told(r: &mut Reader<'_>, street: StreetId, judged: &Judged, params: &Params, key: String, now: Moment) -> Result<(Reception, Whereabouts)> {
    let description = params.text("description");
    let mut words = Reception {
        client_key: key,
        // Who says no more than the service has said that much.
        text: if description.is_empty() { judged.service.name.clone() } else { description },
        category: judged.service.code.clone(),
        name: name_of(params),
        phone: params.text("phone"),
        lat: judged.point.map(|p| p.0),
        lon: judged.point.map(|p| p.1),
        ..Reception::default()
    };
    let mut place = actions::whereabouts(r, street, &mut words, now)?;
    if place.path.community.is_none() {
        words.place = judged.place;
        words.address_note = judged.location.address.clone();
        place = actions::whereabouts(r, street, &mut words, now)?;
    }
    words.address_note = judged.location.address.clone();
    if let (true, Some((lat, lon))) = (words.address_note.is_empty() && place.path.community.is_none(), words.lat.zip(words.lon)) {
        words.address_note = format!("WGS-84 {lat:.5}, {lon:.5}");
    }
    Ok((words, place))
}

/// Family name and given name; with a blank between them only where neither is written in Han characters.
fn name_of(params: &Params) -> String {
    let (first, last) = (params.text("first_name"), params.text("last_name"));
    let han = |text: &str| text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}'));
    if han(&first) || han(&last) { format!("{last}{first}") } else { format!("{first} {last}").trim().to_owned() }
}

/// What else was sent, line by line; kept sealed beside the words.
fn aside(sent: &Creation, judged: &Judged) -> String {
    let mut lines: Vec<String> = judged.answers.iter().map(|(asked, said)| format!("{asked}：{said}")).collect();
    let params = &sent.params;
    for (name, label) in [("email", "电子邮件"), ("account_id", "账号"), ("device_id", "设备"), ("address_id", "地址编码")] {
        lines.extend(params.get(name).map(|value| format!("{label}：{}", clean(value))));
    }
    if let (Some((lat, lon)), false) = (judged.location.point, judged.location.address.is_empty()) {
        lines.push(format!("位置：WGS-84 {lat:.5}, {lon:.5}"));
    }
    lines.extend(sent.unfetched.iter().map(|url| format!("照片没有取到：{}", clean(url))));
    lines.join("\n")
}

/// What the reception itself found wrong, by the name of the parameter it came in.
fn problem(problem: &Problem) -> GeoError {
    match (problem.field, problem.code) {
        (Some("phone"), _) => GeoError::parameter("phone", "it is a telephone number of 7 to 12 digits.", "应为7到12位的电话号码。"),
        (Some("place"), _) => GeoError::location("it is not clear where this is.", "看不出是哪里。"),
        (Some("client_key"), "key-reused") => {
            GeoError::parameter("Idempotency-Key", "it has sent other words already; use a new one.", "已经提交过别的内容，请换一个。")
        }
        (_, code) => GeoError::parameter(problem.field.unwrap_or("request"), code, "这一项不能受理。"),
    }
}
