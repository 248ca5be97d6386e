//! A roster as a sheet: a line for each seat, in the shape in which it is written out again.

use super::{Charter, Membership, Seating, codes, plain, said};
use kernel::{Day, Problem};
use sheets::{Sheet, cell_name};

codes! {
    /// Columns of a roster's sheet.
    RosterColumn {
        ShownName "shown_name", Category "category", Profession "profession", Organisation "organisation", From "from", To "to",
        Login "login", Interests "interests", Declared "interests_declared", Name "name", Contact "contact",
    }
}

impl RosterColumn {
    /// Headings it is found under, beside its code.
    fn heads(self) -> &'static [&'static str] {
        match self {
            Self::ShownName => &["称呼", "公开的称呼"],
            Self::Category => &["类别", "席位类别"],
            Self::Profession => &["身份"],
            Self::Organisation => &["单位"],
            Self::From => &["任期起", "起"],
            Self::To => &["任期止", "止"],
            Self::Login => &["登录名"],
            Self::Interests => &["利益关系"],
            Self::Declared => &["已声明", "利益关系已声明"],
            Self::Name => &["姓名"],
            Self::Contact => &["联系方式", "电话"],
        }
    }
    fn must(self) -> bool {
        matches!(self, Self::ShownName | Self::Category | Self::Declared)
    }
}

/// Lines one sheet may hold.
pub const MOST_ROSTER: usize = 500;

/// One line as it takes a seat.
#[derive(Clone, Debug)]
pub struct RosterRow {
    row: usize,
    places: Vec<(RosterColumn, usize)>,
    pub seating: Seating,
    /// Sealed beside the seat, where the sheet says it.
    pub name: String,
    pub contact: String,
}

impl RosterRow {
    /// A problem at the cell it stands in; at the first where the sheet has no such column.
    pub fn at(&self, problem: Problem) -> Problem {
        let place = self.places.iter().find(|(c, _)| Some(c.code()) == problem.field).map_or(0, |(_, at)| *at);
        Problem { field: Some("file"), ..problem.with("cell", cell_name(self.row, place)) }
    }

    /// Whether the roster has this line already: the same name in the same category for a time that overlaps.
    pub fn is_known(&self, charter: &Charter, memberships: &[Membership], today: Day) -> bool {
        let s = &self.seating;
        let from = s.from.unwrap_or(today);
        let to = s.to.unwrap_or_else(|| super::months_after(from, charter.rules.term_months));
        memberships.iter().any(|m| m.category == s.category && plain(&m.shown_name) == plain(&s.shown_name) && m.from < to && from < m.end())
    }
}

/// Reads the sheet, or names every bad cell. `spelled` gives the code for what people write: a category or a profession.
pub fn read_roster(sheet: &Sheet, spelled: impl Fn(RosterColumn, &str) -> String) -> Result<Vec<RosterRow>, Vec<Problem>> {
    let wrong = |code: &'static str| Problem::at("file", code);
    let Some((heads, rows)) = sheet.0.split_first() else { return Err(vec![wrong("file-empty")]) };
    let find = |c: RosterColumn| heads.iter().position(|h| plain(h) == c.code() || c.heads().iter().any(|n| plain(n) == plain(h)));
    let places: Vec<(RosterColumn, usize)> = RosterColumn::ALL.iter().filter_map(|c| Some((*c, find(*c)?))).collect();
    let missing = RosterColumn::ALL.iter().filter(|c| c.must() && find(**c).is_none());
    let missing: Vec<_> = missing.map(|c| wrong("column-missing").with("name", format!("{} {}", c.heads()[0], c.code()))).collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let (mut found, mut problems) = (vec![], vec![]);
    for (n, row) in rows.iter().enumerate().filter(|(_, row)| row.iter().any(|c| !c.trim().is_empty())) {
        let text = |c: RosterColumn| places.iter().find(|(other, _)| *other == c).and_then(|(_, at)| row.get(*at)).map_or("", |cell| cell.trim());
        let mut line = RosterRow { row: n + 2, places: places.clone(), seating: Seating::default(), name: text(RosterColumn::Name).into(), contact: text(RosterColumn::Contact).into() };
        let mut day = |c: RosterColumn| {
            let typed = text(c).replace('/', "-");
            let day = Day::parse(&typed);
            if day.is_none() && !typed.is_empty() {
                problems.push(line.at(Problem::at(c.code(), "cell-day").with("text", typed)));
            }
            day
        };
        let (from, to) = (day(RosterColumn::From), day(RosterColumn::To));
        line.seating = Seating {
            shown_name: text(RosterColumn::ShownName).into(),
            category: spelled(RosterColumn::Category, text(RosterColumn::Category)),
            profession: spelled(RosterColumn::Profession, text(RosterColumn::Profession)),
            organisation: text(RosterColumn::Organisation).into(),
            login: text(RosterColumn::Login).into(),
            interests: text(RosterColumn::Interests).into(),
            interests_declared: matches!(plain(text(RosterColumn::Declared)).as_str(), "是" | "已" | "yes" | "true" | "1" | "y"),
            from,
            to,
        };
        problems.extend([("name", &line.name, 40), ("contact", &line.contact, 120)].into_iter().filter(|(_, t, _)| !t.is_empty()).filter_map(|(field, t, most)| said(field, t, most).err()).map(|p| line.at(p)));
        found.push(line);
    }
    match found.len() {
        0 if problems.is_empty() => Err(vec![wrong("file-empty")]),
        n if n > MOST_ROSTER => Err(vec![wrong("file-long").with("most", MOST_ROSTER)]),
        _ if problems.is_empty() => Ok(found),
        _ => Err(problems),
    }
}

/// The roster in the same shape; what is sealed is not in it.
pub fn roster_sheet(held: &[&Membership]) -> Sheet {
    let columns = [
        RosterColumn::ShownName, RosterColumn::Category, RosterColumn::Profession, RosterColumn::Organisation, RosterColumn::From,
        RosterColumn::To, RosterColumn::Interests, RosterColumn::Declared,
    ];
    let cell = |m: &Membership, c: RosterColumn| match c {
        RosterColumn::ShownName => m.shown_name.clone(),
        RosterColumn::Category => m.category.clone(),
        RosterColumn::Profession => m.profession.clone(),
        RosterColumn::Organisation => m.organisation.clone(),
        RosterColumn::From => m.from.to_string(),
        RosterColumn::To => m.end().to_string(),
        RosterColumn::Interests => m.interests.clone(),
        RosterColumn::Declared => "yes".into(),
        RosterColumn::Login | RosterColumn::Name | RosterColumn::Contact => String::new(),
    };
    let lines = held.iter().map(|m| columns.iter().map(|c| cell(m, *c)).collect());
    Sheet(std::iter::once(columns.iter().map(|c| c.code().to_owned()).collect()).chain(lines).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<RosterRow>, Vec<String>> {
        let sheet = Sheet::read(text.as_bytes(), sheets::Dates::Days).expect("a sheet");
        let spelled = |_: RosterColumn, text: &str| if text == "居民代表" { "resident".to_owned() } else { text.to_owned() };
        read_roster(&sheet, spelled).map_err(|all| all.iter().map(|p| format!("{} {}", p.code, p.args.last().map_or("", |a| a.1.as_str()))).collect())
    }

    #[test]
    fn a_roster_is_read_as_people_write_it() {
        let rows = read("姓名,称呼,类别,任期起,已声明,备注\n林晓,林女士,居民代表,2026/01/05,是,x\n").expect("read");
        let s = &rows[0].seating;
        assert_eq!((s.shown_name.as_str(), s.category.as_str(), s.from, s.interests_declared), ("林女士", "resident", Some(Day::of(2026, 1, 5)), true));
        assert_eq!((rows[0].name.as_str(), rows[0].contact.as_str()), ("林晓", ""));
        assert_eq!(read("称呼,类别\n林女士,resident\n").expect_err("bad"), ["column-missing 已声明 interests_declared"]);
        assert_eq!(read("称呼,类别,起,已声明\n林女士,resident,去年,是\n").expect_err("bad"), ["cell-day C2"]);
    }
}
