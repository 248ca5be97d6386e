//! The six steps, step by step: where matters stood in the period, and which step they passed.

use super::{BODIES, FIRST, path};
use crate::rules::*;
use auth::PlacePath;
use db::{FromRow, Reader, Result, Row, args};
use figures::{Ask, Behind, Beside, Counted, Counts, Indicator, Record, Said, Source, Unit};
use kernel::{Moment, named_uuid};
use std::collections::BTreeSet;
use std::rc::Rc;

const fn stood(code: &'static str, zh: &'static str, en: &'static str) -> Beside {
    Beside::new(code, zh, en, Unit::Matters)
}

/// Two of each step in their order: how many stood in it, how many passed it.
const BY_STEP: &[Beside] = &[
    stood("needs", "在问需求的", "at needs"), stood("needs_passed", "过了问需求的", "past needs"),
    stood("options", "在提方案的", "at options"), stood("options_passed", "过了提方案的", "past options"),
    stood("deliberation", "在议事项的", "at deliberation"), stood("deliberation_passed", "过了议事项的", "past deliberation"),
    stood("decision", "在定方案的", "at decision"), stood("decision_passed", "过了定方案的", "past decision"),
    stood("delivery", "在促落实的", "at delivery"), stood("delivery_passed", "过了促落实的", "past delivery"),
    stood("evaluation", "在评效果的", "at evaluation"), stood("evaluation_passed", "过了评效果的", "past evaluation"),
];

pub(super) const STEPS: Indicator = Indicator {
    code: "deliberation.steps",
    version: 1,
    name: Said { zh: "走在六步里的议题", en: "Matters within the six steps" },
    definition: Said {
        zh: "时段内有过一天处在六步里的议题，一个议题算一次。每一步在过的、条件齐了或经街道越过的印在旁边；一个议题走过几步，几步里都有它。",
        en: "Matters that stood in one of the six steps within the period, each once. Beside it, of each step: how many stood in it and how many passed it, by its gate or by an override. A matter that walked several steps is in each of them.",
    },
    records: Said { zh: "一个议题的一步", en: "one step of a matter" },
    unit: Unit::Matters,
    counts: Counts::Period,
    beside: BY_STEP,
    changes: FIRST,
    source: Source::Computed { count: steps, behind: Behind::Records(step_rows) },
    ..BODIES
};

struct Stood {
    matter: MatterId,
    no: i32,
    code: String,
    question: String,
    place: PlacePath,
    step: MatterStep,
    from: Moment,
    to: Option<Moment>,
    passed: bool,
}

impl FromRow for Stood {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            matter: r.next()?,
            no: r.next()?,
            code: r.next()?,
            question: r.next()?,
            place: path(r.next()?, r.next()?),
            step: db::code(r, MatterStep::from_code)?,
            from: r.next()?,
            to: r.next()?,
            passed: r.next::<Option<String>>()?.is_some_and(|how| matches!(how.as_str(), "passed" | "overridden")),
        })
    }
}

impl Stood {
    fn passed_within(&self, ask: &Ask<'_>) -> bool {
        self.passed && self.to.is_some_and(|at| ask.span.has(at))
    }
}

fn stays(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Rc<Vec<Stood>>> {
    ask.once("deliberation.stays", || {
        r.all(
            "select s.matter_id, s.no, m.code, m.question, m.community_id, m.grid_id, s.step, s.from_at, s.to_at, s.how
             from matter_steps s
             join matters m on m.street_id = s.street_id and m.id = s.matter_id
             where s.street_id = $1 and s.from_at < $2 and (s.to_at is null or s.to_at >= $3)
             order by s.matter_id, s.no",
            args![ask.street, ask.span.to.start(), ask.span.from.start()],
        )
    })
}

fn steps(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let all = stays(r, ask)?;
    Ok(ask.fold(&all, |s| s.place, |here| {
        let matters = |test: &dyn Fn(&Stood) -> bool| here.iter().filter(|s| test(s)).map(|s| s.matter).collect::<BTreeSet<_>>().len() as i64;
        let counted = Counted::number(matters(&|_| true));
        MatterStep::ALL.iter().zip(BY_STEP.chunks_exact(2)).fold(counted, |counted, (step, codes)| {
            let counted = counted.beside(codes[0].code, matters(&|s| s.step == *step));
            counted.beside(codes[1].code, matters(&|s| s.step == *step && s.passed_within(ask)))
        })
    }))
}

fn step_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let all = stays(r, ask)?;
    let name = |step: MatterStep| MatterStep::ALL.iter().position(|s| *s == step).map_or("", |n| BY_STEP[2 * n].name.zh);
    let record = |s: &Stood| Record {
        id: named_uuid(&format!("{}/{}", s.matter, s.no)),
        label: format!("{} {} · {}", s.code, s.question, name(s.step)),
        path: format!("/matters/{}", s.matter),
        day: Some(s.from.day()),
    };
    Ok(ask.listed(all.iter(), |s| s.place, record))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_has_its_two_numbers_in_order() {
        assert_eq!(BY_STEP.len(), 2 * MatterStep::ALL.len());
        for (step, codes) in MatterStep::ALL.iter().zip(BY_STEP.chunks_exact(2)) {
            assert_eq!((codes[0].code.to_owned(), codes[1].code.to_owned()), (step.code().to_owned(), format!("{}_passed", step.code())));
        }
    }
}
