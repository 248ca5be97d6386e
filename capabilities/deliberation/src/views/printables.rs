//! What is printed of a meeting: its convening notice, its sign-in sheet, its minutes. Documents are in Chinese whatever the
//! reader's interface speaks; each is composed from the meeting as this reader sees it.

use super::{ItemView, MeetingView, MinutesView, ResultView};
use crate::rules::{How, ItemKind, MeetingId, MeetingState, There};
use crate::{word, words};
use i18n_embed_fl::fl;
use documents::{Block, Cell, Document, List, Paragraph, Signature, Table, qr_code};
use kernel::{Day, Moment};
use serde::Serialize;
use ui::Lang;
use utoipa::ToSchema;

kernel::codes! { Printable { Notice "notice", SignIn "sign_in", Minutes "minutes" } }

/// One printable of a meeting.
#[derive(Debug, Serialize, ToSchema)]
pub struct PrintableView {
    #[schema(value_type = String)]
    pub meeting: MeetingId,
    pub kind: Printable,
    pub document: Document,
}

/// Names that stand under minutes.
#[derive(Clone, Debug, Default)]
pub struct Signers {
    pub chairs: Vec<String>,
    pub takers: Vec<String>,
}

/// Numbered lines for people who are not on the roster.
const FREE_LINES: usize = 12;
/// The side of a code to scan on paper, in millimetres.
const CODE_MM: u16 = 28;

/// The notice in force; none before the meeting is convened.
pub fn notice(of: &MeetingView, link: &str) -> Option<Document> {
    let last = of.notices.last()?;
    let mut blocks = vec![Block::text(format!("兹定于{}召开{}会议，现将有关事项通知如下。", date(of.from.day()), of.body_name))];
    if of.call > 1 {
        blocks.push(Block::text("首次召集未达到法定人数，本次为第二次召集，法定人数按议事规则降低。"));
    }
    if let Some(why) = &last.extraordinary {
        blocks.push(Block::text(format!("本次会议临时召集，原因：{why}。")));
    }
    if let Some(why) = &last.why_changed {
        blocks.push(Block::text(format!("本通知替代此前的通知，变动：{why}。")));
    }
    blocks.extend(whereabouts(of));
    blocks.push(Block::heading(1, "议程"));
    blocks.push(Block::List(List { numbered: true, items: of.items.iter().map(|i| Paragraph::text(agenda_line(i))).collect() }));
    blocks.push(Block::heading(1, "参加人员"));
    let needed = of.room.quorum.needed;
    let quorum = if needed > 0 { format!("，法定人数{needed}人") } else { String::new() };
    blocks.push(Block::text(format!("议事代表应到{}人{quorum}。不能到会的，请提前告知召集人。", of.room.expected)));
    if of.public {
        blocks.push(Block::text("会议公开举行，居民可以到场旁听。"));
    }
    blocks.push(Block::heading(1, "怎么查询、怎么报名"));
    blocks.push(Block::text(format!("到居委会报会议编号{}，或扫描下面的二维码。没有手机的，当天直接到会场签到即可。", of.code)));
    blocks.extend(qr_code(link, &format!("会议编号 {}", of.code), CODE_MM).map(Block::Picture));
    Some(Document {
        number: Some(format!("会议编号 {}", of.code)),
        title: vec![of.body_name.clone(), "会议通知".into()],
        subtitle: (last.no > 1).then(|| format!("（第{}号通知）", last.no)),
        addressees: Some(if of.public { "各位议事代表、居民".into() } else { "各位议事代表".into() }),
        blocks,
        signature: Some(Signature { by: vec![of.body_name.clone()], day: date(last.issued_at.day()), seal: true }),
        ..Document::default()
    })
}

/// The sheet at the door: a line for each seat, then numbered lines for whoever else comes.
pub fn sign_in_sheet(of: &MeetingView, link: &str) -> Document {
    let line = |no: usize, name: &str, capacity: &str| {
        [no.to_string().as_str(), name, capacity, "", ""].map(Cell::text).to_vec()
    };
    let seats = of.ticks.iter().enumerate().map(|(i, t)| line(i + 1, &t.shown_name, &category(&t.category)));
    let free = (of.ticks.len() + 1..=of.ticks.len() + FREE_LINES).map(|no| line(no, "", ""));
    let header = |name: &str, who: &str| ["序号", name, who, "签名", "到会时间"].map(str::to_owned).to_vec();
    let widths = vec![2, 4, 5, 5, 4];
    let mut blocks = vec![
        Block::text(format!("时间：{}", span(of.from, of.to))),
        Block::text(format!("地点：{}", of.venue)),
        Block::heading(1, "议事代表"),
        Block::Table(Table { caption: None, header: header("姓名", "类别"), rows: seats.collect(), widths: widths.clone() }),
        Block::heading(1, "居民和来宾"),
        Block::text("姓名怎么写由您定，可以只写姓氏；楼栋可以不写。"),
        Block::Table(Table { caption: None, header: header("称呼", "楼栋或单位"), rows: free.collect(), widths }),
    ];
    blocks.extend(qr_code(link, &format!("会议编号 {}", of.code), CODE_MM).map(Block::Picture));
    Document {
        number: Some(format!("会议编号 {}", of.code)),
        title: vec![of.body_name.clone(), "会议签到表".into()],
        blocks,
        ..Document::default()
    }
}

/// The minutes as this reader may read them; what is not sealed says so below its title.
pub fn minutes(of: &MeetingView, signers: &Signers, link: &str) -> Option<Document> {
    let written = of.minutes.as_ref()?;
    let mut blocks = vec![Block::heading(1, "会议情况")];
    blocks.extend(held(of, signers));
    // Before the seal the line is a preview for those who write, and is not printed.
    blocks.extend(written.there.as_ref().filter(|_| written.sealed_at.is_some()).map(|there| Block::text(there_line(Lang::Zh, there))));
    blocks.push(Block::heading(1, "议事情况"));
    for item in &of.items {
        blocks.push(Block::heading(2, item.title.clone()));
        if item.added {
            blocks.push(Block::text("本项按紧急规则在会上增加。"));
        }
        let lines = item.minutes.iter().flat_map(|text| text.lines()).map(str::trim).filter(|line| !line.is_empty());
        blocks.extend(lines.map(Block::text));
        blocks.extend(item.result.as_ref().map(|r| Block::text(result_line(r))));
    }
    blocks.extend(corrected(written));
    if !written.addenda.is_empty() {
        blocks.push(Block::heading(1, "补记"));
        blocks.extend(written.addenda.iter().map(|a| Block::text(format!("{}：{}", date(a.at.day()), a.text))));
    }
    let sealed = written.sealed_at.zip(written.hash.as_ref());
    if let Some((at, hash)) = sealed {
        blocks.push(Block::heading(1, "封存"));
        let no = written.seal_no.unwrap_or(0);
        blocks.push(Block::text(format!(
            "本纪要由主持人、记录员两人于{}签认封存，为本会第{no}号封存。{}人到会，{}人确认。",
            date(at.day()), written.attended, written.confirmed
        )));
        blocks.push(Block::text(format!("校验值：{hash}")));
        blocks.extend(qr_code(link, &format!("核对编号 {}", of.code), CODE_MM).map(Block::Picture));
    }
    let day = sealed.map_or(of.from, |(at, _)| at).day();
    Some(Document {
        number: Some(format!("会议编号 {}", of.code)),
        title: vec![of.body_name.clone(), "会议纪要".into()],
        subtitle: match of.state {
            MeetingState::Sealed => None,
            MeetingState::Voided => Some("（封存已作废，理由见补记）".into()),
            MeetingState::Circulated => Some("（征求意见稿，尚未封存）".into()),
            _ => Some("（草稿，尚未封存）".into()),
        },
        blocks,
        signature: Some(Signature { by: vec![of.body_name.clone()], day: date(day), seal: sealed.is_some() }),
        ..Document::default()
    })
}

/// Who was there, in words.
pub fn there_line(lang: Lang, of: &There) -> String {
    let w = words(lang);
    let parts = of.apart.iter().map(|a| fl!(w, "there-apart", dim = word(lang, "dim", a.dim.code()), distance = a.distance, chance = a.by_chance));
    let told = parts.collect::<Vec<_>>().join(&fl!(w, "there-and"));
    if told.is_empty() { fl!(w, "there-few", came = of.came) } else { fl!(w, "there-line", came = of.came, told = told) }
}

fn whereabouts(of: &MeetingView) -> Vec<Block> {
    let mut blocks = vec![
        Block::heading(1, "时间和地点"),
        Block::text(format!("时间：{}", span(of.from, of.to))),
        Block::text(format!("地点：{}（{}）", of.venue, word(Lang::Zh, "mode", of.mode.code()))),
    ];
    if !of.joining_note.is_empty() {
        blocks.push(Block::text(format!("参加方式：{}", of.joining_note)));
    }
    if !of.covered.is_empty() {
        blocks.push(Block::text(format!("本次会议同时作为下列网格的会议：{}。", of.covered.join("、"))));
    }
    blocks
}

/// When, where, who led and wrote, who was there.
fn held(of: &MeetingView, signers: &Signers) -> Vec<Block> {
    let (from, to) = (of.opened_at.unwrap_or(of.from), of.closed_at.unwrap_or(of.to));
    let q = &of.room.quorum;
    let valid = if of.quorate { "达到法定人数，会议有效" } else { "未达到法定人数，本次会议只讨论、不作决定" };
    let people = of.room.people.iter().map(|(capacity, n)| format!("{}{n}人", word(Lang::Zh, "capacity", capacity.code())));
    let mut blocks = vec![
        Block::text(format!("时间：{}", span(from, to))),
        Block::text(format!("地点：{}", of.venue)),
        Block::text(format!("主持人：{}；记录员：{}", signers.chairs.join("、"), signers.takers.join("、"))),
        Block::text(format!("应到{}人，法定{}人，{valid}。", of.room.expected, q.needed)),
        Block::text(format!("到会：{}。", people.collect::<Vec<_>>().join("、"))),
    ];
    if !of.room.members.is_empty() {
        blocks.push(Block::text(format!("到会代表：{}。", of.room.members.join("、"))));
    }
    blocks
}

/// Corrections that stand beside the text, with what was answered.
fn corrected(written: &MinutesView) -> Vec<Block> {
    if written.amendments.is_empty() {
        return vec![];
    }
    let lines = written.amendments.iter().map(|a| {
        let answer = match (a.verdict, &a.reason) {
            (Some(verdict), Some(reason)) => format!("{}：{reason}", word(Lang::Zh, "amendment", verdict.code())),
            _ => "尚未答复".to_owned(),
        };
        Paragraph::text(format!("{}对第{}项提出：{}（{answer}）", a.shown_name, a.item, a.text))
    });
    vec![Block::heading(1, "更正意见"), Block::List(List { numbered: true, items: lines.collect() })]
}

fn agenda_line(i: &ItemView) -> String {
    let kind = word(Lang::Zh, "item-kind", i.kind.code());
    match &i.rule_name {
        Some(rule) if i.kind == ItemKind::Decide => format!("{}（{kind}，规则：{}）", i.title, listed("rule", rule)),
        _ => format!("{}（{kind}）", i.title),
    }
}

fn result_line(r: &ResultView) -> String {
    let verdict = word(Lang::Zh, "outcome", &r.verdict.code().replace('_', "-"));
    match r.how {
        How::NoObjection => format!("结果：当场征询，在场{}人，异议{}人，{verdict}。", r.present, r.objections),
        How::Hands => format!("结果：举手表决，在场{}人，赞成{}、反对{}、弃权{}，{verdict}。", r.present, r.hands.yes, r.hands.against, r.hands.abstain),
    }
}

fn category(code: &str) -> String {
    listed("category", code)
}

/// The word of a street's list, or the code itself.
fn listed(prefix: &str, code: &str) -> String {
    let key = format!("{prefix}-{}", code.replace('_', "-"));
    let w = crate::words(Lang::Zh);
    if w.has(&key) { ui::sentence(w, &key, &[]) } else { code.to_owned() }
}

/// `2026年11月10日`.
fn date(day: Day) -> String {
    let d = day.civil();
    format!("{}年{}月{}日", d.year(), d.month(), d.day())
}

/// `2026年11月10日（星期二）19:00至20:30`.
fn span(from: Moment, to: Moment) -> String {
    const WEEK: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    let weekday = usize::try_from(from.day().weekday()).ok().and_then(|n| WEEK.get(n.saturating_sub(1))).unwrap_or(&"");
    let end = if to.day() == from.day() { to.hm() } else { format!("{}{}", date(to.day()), to.hm()) };
    format!("{}（星期{weekday}）{}至{end}", date(from.day()), from.hm())
}
