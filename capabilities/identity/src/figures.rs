//! Indicators of people and posts.

use auth::PlacePath;
use db::{Reader, Result, args};
use figures::{Ask, Behind, Beside, Change, Counted, Counts, Indicator, Public, Record, Said, Source, Unit};
use kernel::{Day, Moment, PersonId, PlaceId, PostId};
use std::collections::BTreeSet;

/// What this room counts.
pub const INDICATORS: &[Indicator] = &[BUILDING_HEADS];

const BUILDING_HEADS: Indicator = Indicator {
    code: "identity.building_heads",
    version: 1,
    name: Said { zh: "楼栋长", en: "Building heads" },
    definition: Said {
        zh: "统计日当天任期内的楼栋长，按人计：一个人管两栋楼，算一个人。",
        en: "Distinct people whose post as building head is in force at the end of the day; somebody with two buildings counts once.",
    },
    records: Said { zh: "在任的楼栋长职务，一栋一条", en: "posts in force, one a building" },
    unit: Unit::People,
    counts: Counts::Day,
    public: Public::Openly,
    adds_up: false,
    beside: &[
        Beside::new("posts", "楼栋长职务", "posts", Unit::Posts),
        Beside::new("without", "没有楼栋长的楼栋", "buildings without one", Unit::Posts),
    ],
    changes: &[Change::first(Day(20_261_128))],
    source: Source::Computed { count: building_heads, behind: Behind::Records(posts) },
};

struct Post {
    id: PostId,
    person: PersonId,
    title: String,
    place: PlaceId,
    from: Moment,
    path: PlacePath,
}

fn held(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Post>> {
    // A post that was ended before its term was in force up to the event that ended it.
    let rows: Vec<(PostId, PersonId, String, PlaceId, Moment)> = r.all(
        "select p.id, p.person_id, p.title, p.place_id, p.from_at from posts p
         left join events e on e.street_id = p.street_id and e.subject_kind = 'post' and e.subject_id = p.id
           and e.name = 'identity.post_ended'
         where p.street_id = $1 and p.role = 'building_head' and p.from_at < $2 and p.until_at >= $2
           and (p.state = 'in_force' or p.state = 'ended' and e.at >= $2)
         order by p.id",
        args![ask.street, ask.until()],
    )?;
    let post = |(id, person, title, place, from)| Post { id, person, title, place, from, path: ask.atlas.path(place) };
    Ok(rows.into_iter().map(post).collect())
}

fn building_heads(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let posts = held(r, ask)?;
    let counted = ask.places.iter().map(|place| {
        let here: Vec<&Post> = posts.iter().filter(|p| place.holds(p.path)).collect();
        let people: BTreeSet<PersonId> = here.iter().map(|p| p.person).collect();
        let headed: BTreeSet<PlaceId> = here.iter().filter_map(|p| p.path.building).collect();
        let without = ask.atlas.buildings(*place) - headed.len() as i64;
        Counted::number(people.len() as i64).beside("posts", here.len() as i64).beside("without", without)
    });
    Ok(counted.collect())
}

fn posts(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let record = |p: Post| Record { id: p.id.uuid(), label: p.title, path: format!("/places/{}", p.place), day: Some(p.from.day()) };
    Ok(ask.listed(held(r, ask)?, |p| p.path, record))
}
