//! The line of minutes that says who was there: sealed with them, so that it stays what it was.

use super::headcounts::Headcount;
use super::representativeness::{Comparison, Dim};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// One dimension told in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Apart {
    pub dim: Dim,
    /// Of a hundred who came, so many would have to be others for the room to be as the population is.
    pub distance: u64,
    /// The same for a room of this size filled by chance alone, on average.
    pub by_chance: u64,
}

/// Who was there, in numbers that the minutes say in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct There {
    /// Neighbours who came.
    pub came: u64,
    /// Dimensions in which the whole table may be read: fifteen known and more, three in ten unsaid at most, no small group.
    pub apart: Vec<Apart>,
}

/// The line of a meeting whose own table is told; of a smaller one how many came is all.
pub fn there(count: &Headcount, compared: &[Comparison]) -> There {
    let told = compared.iter().filter(|_| count.stands_alone());
    let apart = told.filter_map(|c| Some(Apart { dim: c.dim, distance: c.distance?, by_chance: c.by_chance? }));
    There { came: count.came, apart: apart.collect() }
}

/// What a sealed text says of who was there; minutes sealed before the line was part of them say nothing.
pub fn there_sealed(canonical: &str) -> Option<There> {
    let mut sealed = serde_json::from_str::<Value>(canonical).ok()?;
    serde_json::from_value(sealed.get_mut("there")?.take()).ok()
}

#[cfg(test)]
mod tests {
    use super::super::{Group, MeetingId, compare};
    use super::*;
    use kernel::Moment;
    use std::collections::BTreeMap;

    fn counted(native: u64, new: u64, unsaid: u64) -> There {
        let cells = BTreeMap::from([("native".to_owned(), native), ("new".to_owned(), new)]);
        let count = Headcount { meeting: MeetingId::named("m"), no: 1, held: Moment(0), came: native + new + unsaid, groups: BTreeMap::from([(Dim::Origin, cells)]) };
        let live = |code: &str, came, live| Group { code: code.to_owned(), came, live };
        there(&count, &[compare(Dim::Origin, &[live("native", native, 24), live("new", new, 76)], unsaid)])
    }

    #[test]
    fn the_line_says_what_the_table_says_and_no_more() {
        assert_eq!(counted(18, 12, 0), There { came: 30, apart: vec![Apart { dim: Dim::Origin, distance: 36, by_chance: 6 }] });
        assert_eq!((counted(7, 6, 0), counted(26, 4, 0).apart, counted(10, 8, 12).apart), (There { came: 13, apart: vec![] }, vec![], vec![]));
    }

    #[test]
    fn what_was_sealed_is_read_back_and_older_minutes_say_nothing() {
        let line = counted(18, 12, 0);
        assert_eq!(there_sealed(&serde_json::json!({ "v": 1, "there": line }).to_string()), Some(line));
        assert_eq!(there_sealed("{\"v\":1}"), None);
    }
}
