//! The catalogue: what every room counts, and what is known from papers alone because no room keeps its rows yet.

use figures::{Beside, Change, Counts, Indicator, Public, Said, Source, Unit};
use kernel::Day;
use std::sync::LazyLock;

/// Every indicator, in the order of the report.
pub fn catalogue() -> &'static [&'static Indicator] {
    static ALL: LazyLock<Vec<&'static Indicator>> = LazyLock::new(|| {
        let rooms = [places::figures::INDICATORS, appeals::figures::INDICATORS, identity::figures::INDICATORS, deliberation::figures::INDICATORS, DECLARED];
        rooms.into_iter().flatten().collect()
    });
    &ALL
}

pub fn indicator(code: &str) -> Option<&'static Indicator> {
    catalogue().iter().copied().find(|i| i.code == code)
}

const FIRST: &[Change] = &[Change { version: 1, day: Day(20_261_128), what: Said { zh: "首次发布，先按申报数登记", en: "first published, declared only" } }];

const fn beside(code: &'static str, zh: &'static str, en: &'static str, unit: Unit) -> Beside {
    Beside { code, name: Said { zh, en }, unit }
}

/// The common part of what comes from papers.
const PAPER: Indicator = Indicator {
    code: "",
    version: 1,
    name: Said { zh: "", en: "" },
    definition: Said { zh: "", en: "" },
    records: Said { zh: "没有逐条记录，只有申报来源", en: "no rows, only the paper it was declared from" },
    unit: Unit::Organisations,
    counts: Counts::Day,
    public: Public::Openly,
    adds_up: false,
    beside: &[],
    changes: FIRST,
    source: Source::Declared,
};

const fn paper(code: &'static str, name: Said, definition: Said, unit: Unit, counts: Counts, beside: &'static [Beside]) -> Indicator {
    Indicator { code, name, definition, unit, counts, beside, ..PAPER }
}

const fn said(zh: &'static str, en: &'static str) -> Said {
    Said { zh, en }
}

/// Beside people of a group of the youth programme.
const YOUNG: &[Beside] = &[
    beside("participations", "参与人次", "participations", Unit::Times), beside("active", "十二个月内有过活动的", "active in twelve months", Unit::People),
    beside("also", "也在另一组的", "also in another group", Unit::People),
];

/// What the street reports of itself and no room counts yet.
pub const DECLARED: &[Indicator] = &[
    paper(
        "partners.park_in_force", said("签了共建协议的园区企业", "Park enterprises with agreements"),
        said("统计日在园区有场所、且至少有一份党建共建或园街协议有效的企业，按家数。", "Distinct enterprises with a site in the park and at least one party-building or park-street agreement in force."),
        Unit::Organisations, Counts::Day,
        &[
            beside("agreements", "有效协议", "agreements in force", Unit::Claims), beside("ever", "签过的企业", "ever signed", Unit::Organisations),
            beside("expired", "到期的企业", "expired", Unit::Organisations), beside("outside", "园区外的企业", "outside the park", Unit::Organisations),
            beside("branches", "通过联合支部的企业", "through joint branches", Unit::Organisations),
        ],
    ),
    paper(
        "partners.party_heads", said("楼栋长里的党员", "Party members among building heads"),
        said("统计日当天任期内的楼栋长里的党员，按人计。谁是党员不在这里登记，只登记材料里的总数。", "Building heads in office on the day who are party members, by person. Who they are is kept nowhere here; only the paper's number is."),
        Unit::People, Counts::Day, &[beside("posts", "他们的楼栋长职务", "their posts", Unit::Posts)],
    ),
    paper(
        "charity.roadshows_held", said("公益路演期数", "Roadshows held"),
        said("到统计日为止办成的公益路演，按期数。", "Editions of the charity roadshow held up to the day."),
        Unit::Editions, Counts::Period, &[beside("planned", "计划的", "planned", Unit::Editions), beside("cancelled", "取消的", "cancelled", Unit::Editions)],
    ),
    paper(
        "charity.roadshow_enterprises", said("参加路演的企业", "Enterprises at roadshows"),
        said("到场参加过路演的企业，一家来几期算一家；参与家次印在旁边。", "Distinct enterprises that attended; one that came three times counts once. Participations stand beside."),
        Unit::Organisations, Counts::Period, &[
            beside("participations", "参与家次", "participations", Unit::Times), beside("pledging", "认捐的企业", "pledging", Unit::Organisations),
            beside("giving", "捐款到账的企业", "giving", Unit::Organisations), beside("others", "别类单位", "of other kinds", Unit::Organisations),
        ],
    ),
    paper(
        "charity.raised", said("路演募集善款", "Raised at roadshows"),
        said("归到路演名下、已经到账的现金，减去冲正和退回。", "Cash that arrived and is attributed to roadshows, less reversals and returns."),
        Unit::Fen, Counts::Period, &[
            beside("pledged", "认捐额", "pledged", Unit::Fen), beside("goods", "实物作价", "goods at appraised value", Unit::Fen),
            beside("direct", "直接捐赠", "direct gifts", Unit::Fen),
        ],
    ),
    paper(
        "charity.households_helped", said("定向帮扶困难家庭", "Households helped"),
        said("至少收到过一次帮扶的家庭，一户算一次；人数印在旁边。", "Distinct households with at least one confirmed handover or payment. Persons stand beside."),
        Unit::Households, Counts::Period, &[
            beside("persons", "家庭里的人", "persons in them", Unit::People), beside("actions", "帮扶次数", "aid actions", Unit::Times),
            beside("applications", "申请", "applications", Unit::Claims), beside("declined", "没有通过的", "declined", Unit::Claims),
        ],
    ),
    paper(
        "charity.wishes_fulfilled", said("实现的微心愿", "Wishes fulfilled"),
        said("认领以后、本人收到了的微心愿。", "Wish portions received by whoever wished."),
        Unit::Wishes, Counts::Period, &[
            beside("published", "发布的", "published", Unit::Wishes), beside("claimed", "认领的", "claimed", Unit::Wishes),
            beside("handed", "交到手的", "handed over", Unit::Wishes), beside("withdrawn", "撤回的", "withdrawn", Unit::Wishes),
        ],
    ),
    paper(
        "partners.alliance_members", said("公益共同体成员单位", "Alliance members"),
        said("统计日在册的企业和事业单位成员；社会组织和机关合作单位另算。", "Distinct enterprises and public institutions with an open membership; social organisations and agencies apart."),
        Unit::Organisations, Counts::Day, &[
            beside("enterprises", "其中企业", "of them enterprises", Unit::Organisations), beside("institutions", "其中事业单位", "of them public institutions", Unit::Organisations),
            beside("cooperating", "合作的社会组织和机关", "social organisations and agencies", Unit::Organisations), beside("ever", "加入过的单位", "ever members", Unit::Organisations),
        ],
    ),
    paper(
        "partners.online_offline", said("线上认领、线下会商", "Claimed online, met in person"),
        said("从网上认领、又当面会商过的认领。", "Claims made on the web with a conferral on the spot."),
        Unit::Claims, Counts::Period,
        &[beside("online", "只有线上的", "only on the web", Unit::Claims), beside("onsite", "只有线下的", "only on the spot", Unit::Claims)],
    ),
    paper(
        "projects.governance", said("社区治理项目", "Community projects"),
        said("来自认领或共同体议题、已经动手的社区治理项目；已结项、停下的印在旁边。", "Projects of community governance from a claim or an alliance matter that reached delivery; closed and stopped stand beside."),
        Unit::Projects, Counts::Period, &[
            beside("closed", "已结项", "closed", Unit::Projects), beside("evaluated", "评估过的", "evaluated", Unit::Projects),
            beside("stopped", "停下的", "stopped", Unit::Projects), beside("replicas", "照样推广的", "replicas", Unit::Projects),
            beside("drafts", "还是草案的", "drafts", Unit::Projects),
        ],
    ),
    paper(
        "projects.youth_partners", said("青年项目共建单位", "Youth programme partners"),
        said("统计日在青年项目里担任共建角色的企业、事业单位和机关。", "Distinct enterprises, institutions and agencies with an open role as partner."),
        Unit::Organisations, Counts::Day, &[beside("enterprises", "其中企业", "of them enterprises", Unit::Organisations), beside("ended", "已退出的", "ended", Unit::Organisations)],
    ),
    paper(
        "projects.youth_working", said("参与项目的在职青年", "Working youth"),
        said("在职青年组里的人，一个人算一次；参与人次另算。", "Distinct persons in the working group; participations are counted apart."),
        Unit::People, Counts::Period, YOUNG,
    ),
    paper(
        "projects.youth_universities", said("合作高校", "Universities"),
        said("统计日与青年项目合作的高校。", "Distinct universities with an open membership."),
        Unit::Organisations, Counts::Day, &[beside("active", "今年有过活动的", "with a session this year", Unit::Organisations)],
    ),
    paper(
        "projects.youth_studying", said("参与项目的在学青年", "Studying youth"),
        said("在学青年组里的人，一个人算一次；参与人次另算。", "Distinct persons in the studying group; participations are counted apart."),
        Unit::People, Counts::Period, YOUNG,
    ),
    paper(
        "projects.programme_days", said("青年项目持续天数", "Days of the youth programme"),
        said("从项目开始到统计日的天数。", "Days from the start of the programme to the day."),
        Unit::Days, Counts::Day, &[],
    ),
    paper(
        "volunteering.youth_teams", said("青年志愿服务队", "Youth teams"),
        said("时段内有过活动的青年志愿服务队；登记了没活动的另算。", "Teams of the programme that were active in the period; dormant ones apart."),
        Unit::Teams, Counts::Period, &[beside("registered", "登记的", "registered", Unit::Teams), beside("dormant", "没有活动的", "dormant", Unit::Teams)],
    ),
    paper(
        "volunteering.youth_sessions", said("青年志愿服务场次", "Youth services"),
        said("办成的服务场次，每场至少有一条确认过的时长。", "Sessions held with at least one confirmed row of hours."),
        Unit::Sessions, Counts::Period, &[
            beside("titles", "课程名目", "course titles", Unit::Times), beside("cancelled", "取消的", "cancelled", Unit::Sessions),
            beside("served", "服务人次", "people served", Unit::Times),
        ],
    ),
    paper(
        "reports.youth_participations", said("青年参与人次", "Youth participations"),
        said("青年议事会到会人次加项目活动参与人次。人数印在旁边，人次不是人数。", "Attendances of youth meetings and of sessions of the programme. Distinct people stand beside: participations are not people."),
        Unit::Times, Counts::Period, &[beside("people", "参与的人", "distinct people", Unit::People), beside("learners", "学员人次", "learners", Unit::Times)],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The report's thirty-one numbers, each under its code.
    const ROWS: [&str; 31] = [
        "places.resident", "places.registered", "places.registered_share", "partners.park_in_force", "charity.roadshows_held",
        "charity.roadshow_enterprises", "charity.raised", "charity.households_helped", "partners.alliance_members", "identity.building_heads",
        "deliberation.meetings.grid", "projects.governance", "projects.youth_partners", "projects.youth_working", "projects.youth_universities",
        "projects.youth_studying", "projects.programme_days", "volunteering.youth_teams", "deliberation.youth.meetings",
        "deliberation.youth.proposals", "reports.youth_participations", "volunteering.youth_sessions", "deliberation.bodies.active",
        "deliberation.roster.people", "deliberation.duty.rate", "deliberation.six_steps", "deliberation.meetings.good",
        "deliberation.matters.settled", "charity.wishes_fulfilled", "partners.online_offline", "deliberation.proposals.author_became_doer",
    ];

    #[test]
    fn every_number_of_the_report_has_its_indicator() {
        for code in ROWS {
            assert!(indicator(code).is_some(), "{code}");
        }
    }

    #[test]
    fn codes_are_told_apart_and_every_definition_is_said_in_both_languages() {
        let codes: BTreeSet<_> = catalogue().iter().map(|i| i.code).collect();
        assert_eq!(codes.len(), catalogue().len());
        for i in catalogue() {
            for said in [i.name, i.definition, i.records].into_iter().chain(i.beside.iter().map(|b| b.name)) {
                assert!(!said.zh.is_empty() && !said.en.is_empty() && !said.en.chars().any(|c| ('一'..='鿿').contains(&c)), "{i:?} {said:?}");
            }
            assert_eq!(i.changes.last().map(|c| c.version), Some(i.version), "{i:?}");
        }
    }

    /// A figure of people never stands without the posts, seats or times beside it.
    #[test]
    fn people_are_never_alone() {
        let of_people = catalogue().iter().filter(|i| matches!(i.unit, Unit::People | Unit::Households) && !i.code.starts_with("places."));
        for i in of_people {
            assert!(i.beside.iter().any(|b| !matches!(b.unit, Unit::Households)), "{i:?}");
        }
    }
}
