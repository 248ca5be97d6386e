//! Who says what, where and when: everything of one voice that is drawn before it is said.

use super::cast::Cast;
use super::luck::Luck;
use super::rhythm::{Door, Year};
use super::words::{Blanks, Words};
use appeals::rules::{CallbackWish, Channel, Reception, Speaker};
use auth::{Level, PlacePath};
use db::{Fault, Reader, Result};
use kernel::{Moment, PlaceId, StreetId};
use places::Wgs84;
use serde::Deserialize;
use std::sync::Arc;

pub struct Plan {
    pub at: Moment,
    pub door: Door,
    /// The category, whether or not the speaker names it.
    pub leaf: String,
    /// What a clerk calls it.
    pub title: String,
    pub words: Reception,
    pub path: PlacePath,
    /// Which of the residents with an account speaks.
    pub resident: Option<usize>,
    pub blanks: Blanks,
    pub luck: Luck,
}

/// The buildings of the street, some of which speak more than others.
pub struct Site {
    buildings: Vec<Building>,
    weights: Vec<f64>,
    locator: Arc<places::Locator>,
}

struct Building {
    id: PlaceId,
    path: PlacePath,
    name: String,
    point: Option<Wgs84>,
}

#[derive(Deserialize)]
struct Names {
    surnames: Vec<String>,
    given: Vec<String>,
    phone_prefix: String,
}

/// What plans are drawn from.
pub struct Drawing<'a> {
    pub seed: u64,
    pub words: &'a Words,
    pub site: &'a Site,
    pub year: &'a Year<'a>,
    pub cast: &'a Cast,
    names: Names,
    leaves: Vec<(&'a str, f64)>,
}

impl Site {
    pub fn read(r: &mut Reader<'_>, street: StreetId, seed: u64) -> Result<Self> {
        let (tree, locator) = (places::tree(r, street)?, places::locator(r, street)?);
        let building = |p: &places::Place| Building {
            id: p.id,
            path: tree.path_of(p.id),
            name: p.short_name.clone(),
            point: p.point,
        };
        let buildings: Vec<_> = tree.level(Level::Building).into_iter().map(building).collect();
        let weights = (0..buildings.len()).map(|n| Luck::of_one(seed, 1 << 40 | n as u64).around(1.0)).collect();
        Ok(Self { buildings, weights, locator })
    }

    fn of(&self, id: PlaceId) -> Option<usize> {
        self.buildings.iter().position(|b| b.id == id)
    }

    /// A point a few steps from the door, in the building's own grid.
    fn near(&self, building: &Building, at: Moment, luck: &mut Luck) -> Option<Wgs84> {
        let door = building.point?;
        let step = |luck: &mut Luck| (luck.share() - 0.5) * 0.000_3;
        let point = Wgs84 { lon: door.lon + step(luck), lat: door.lat + step(luck) };
        let same = |p: &Wgs84| self.locator.locate(*p, at).is_some_and(|l| Some(l.place) == building.path.grid && !l.near);
        [point, door].into_iter().find(same)
    }
}

impl<'a> Drawing<'a> {
    pub fn new(seed: u64, words: &'a Words, site: &'a Site, year: &'a Year<'a>, cast: &'a Cast) -> Result<Self> {
        let names = toml::from_str(include_str!("../../../demo/names.toml")).map_err(Fault::other)?;
        Ok(Self { seed, words, site, year, cast, names, leaves: words.often().collect() })
    }

    /// The voice numbered `n`; said at `at` if that is fixed, else when the rhythm of the year has it.
    pub fn plan(&self, n: usize, at: Option<Moment>) -> Result<Plan> {
        let mut luck = Luck::of_one(self.seed, n as u64);
        let (door, drawn) = self.year.draw(&mut luck);
        let at = at.unwrap_or(drawn);
        let weights: Vec<f64> = self.leaves.iter().map(|(code, often)| often * self.year.season(code, at.day())).collect();
        let leaf = self.leaves[luck.weighed(&weights)].0;
        let speaks_signed_in = matches!(door, Door::Web | Door::Mini | Door::Mailbox) && luck.is(0.12);
        let resident = speaks_signed_in.then(|| if luck.is(0.2) { 0 } else { luck.below(self.cast.residents.len()) });
        let home = resident.and_then(|r| self.site.of(self.cast.residents[r].home));
        let building = &self.site.buildings[home.unwrap_or_else(|| luck.weighed(&self.site.weights))];
        let elder = luck.percent(self.words.flags.elder);
        let blanks = Blanks::draw(building.name.clone(), &mut luck);
        let staff = matches!(door, Door::Hotline | Door::Visit);
        let (title, text) = self.words.say(leaf, elder, staff, &blanks, &mut luck)?;
        let allegation = leaf == "community-conduct" || leaf.starts_with("order-");
        let named = self.speaker(resident, &mut luck);
        let words = Reception {
            client_key: format!("demo-{}-{n}", self.seed),
            channel: Some(channel(door)),
            text,
            title: if staff { title.clone() } else { String::new() },
            category: if staff || luck.is(0.72) { leaf.to_owned() } else { String::new() },
            place: Some(building.id),
            address_note: if luck.is(0.3) { blanks.fill(luck.text(&self.words.any.addresses)) } else { String::new() },
            anonymous: named.is_none(),
            secret: luck.percent(self.words.flags.secret * if allegation { 4 } else { 1 }),
            elder,
            callback_wish: named.as_ref().map(|_| wish(&mut luck)),
            speaker: Some(if luck.is(0.03) { Speaker::Enterprise } else { Speaker::Resident }),
            about_committee: door == Door::Mailbox && leaf == "community-conduct",
            ..Reception::default()
        };
        let (name, phone) = named.unwrap_or_default();
        let point = if staff || luck.is(0.4) { None } else { self.site.near(building, at, &mut luck) };
        let words = Reception { name, phone, lat: point.map(|p| p.lat), lon: point.map(|p| p.lon), ..words };
        Ok(Plan { at, door, leaf: leaf.to_owned(), title, words, path: building.path, resident, blanks, luck })
    }

    /// Name and number, unless the speaker keeps both.
    fn speaker(&self, resident: Option<usize>, luck: &mut Luck) -> Option<(String, String)> {
        if let Some(r) = resident {
            let who = &self.cast.residents[r];
            return Some((who.name.clone(), who.phone.clone()));
        }
        let name = format!("{}{}", luck.text(&self.names.surnames), luck.text(&self.names.given));
        let phone = format!("{}{:04}", self.names.phone_prefix, luck.between(100, 9_999));
        (!luck.percent(self.words.flags.anonymous)).then_some((name, phone))
    }
}

fn channel(door: Door) -> Channel {
    match door {
        Door::Hotline => Channel::Hotline,
        Door::Web | Door::Mini => Channel::Online,
        Door::Mailbox => Channel::Mailbox,
        Door::Visit => Channel::Visit,
    }
}

fn wish(luck: &mut Luck) -> CallbackWish {
    match luck.below(20) {
        0 => CallbackWish::None,
        1..=3 => CallbackWish::Sms,
        4..=5 => CallbackWish::Link,
        _ => CallbackWish::Phone,
    }
}
