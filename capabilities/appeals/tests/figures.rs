//! Kept counts are what the rows say, whatever happened; and one answer moves one figure by one.
use appeals::actions::{self, Whereabouts};
use appeals::rules::counting::{AnswerGiven, Counts, Measure, UNPLACED, standing};
use appeals::rules::figures::Territory;
use appeals::rules::scoring::Tally;
use appeals::rules::slices::{Slice, Window};
use appeals::rules::*;
use appeals::store::{self, Insight};
use appeals::views::FigureWords;
use auth::{PlacePath, Viewer};
use crate::common::{CALLS, PROPERTY, Site, at, rating, unit};
use db::testing::each_engine;
use db::{Reader, args};
use kernel::uuid::Uuid;
use kernel::{Day, PlaceId, StreetId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}
fn window(from: &str, to: &str) -> Window {
    Window { from: day(from), to: day(to) }
}
fn tally(site: &Site<'_>, w: Window) -> Tally {
    let street = site.street;
    site.db.read_now(move |r| store::tally(r, street, w.from, w.to)).expect("a tally")
}
fn agree(site: &Site<'_>) {
    let street = site.street;
    let differing = site.db.read_now(move |r| store::figures_agree(r, street)).expect("counted");
    assert_eq!(differing, Vec::<String>::new());
}
/// A case up to where its speaker is asked.
fn to_callback(site: &Site<'_>, key: &str) -> (CaseId, VoiceId, String) {
    let got = site.says(&site.visitor(), site.lift(key));
    let id = got.case.id;
    site.accepted(id);
    site.dispatched(id, PROPERTY);
    site.signed(id);
    site.contacted(id);
    site.completed(id);
    site.approved(id);
    (id, got.voice, got.code)
}

/// A "no" that a later round of the same window turned into a "yes" counts once, with the last answer there; a window
/// that ends before keeps the "no".
#[test]
fn a_voice_counts_once_in_a_window_with_its_last_answer() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-02T09:00");
        let (id, voice, code) = to_callback(&site, "k1");
        site.at("2026-11-05T10:00").does(&site.callback_officer(), move |tx, v| {
            actions::call_back(tx, v, id, voice, &rating(Satisfaction::Satisfied, true))
        });
        assert_eq!(tally(&site, window("2026-11-01", "2026-12-01")).solved_yes, 1);
        site.at("2026-11-06T10:00").does(&site.bearer(&code), move |tx, v| {
            actions::call_back(tx, v, id, voice, &rating(Satisfaction::Dissatisfied, false))
        });
        let mut november = tally(&site, window("2026-11-01", "2026-12-01"));
        assert_eq!((november.valid, november.solved_yes, november.satisfied), (1, 0, 0), "the speaker outranks staff");
        site.does(&site.callback_officer(), move |tx, v| {
            actions::redo(tx, v, id, &Saying { text: "又停了".into(), ..Saying::default() })
        });
        site.at("2026-12-03T09:00").contacted(id);
        site.completed(id);
        site.approved(id);
        site.at("2026-12-04T10:00").does(&site.callback_officer(), move |tx, v| {
            actions::call_back(tx, v, id, voice, &rating(Satisfaction::Satisfied, true))
        });
        november = tally(&site, window("2026-11-01", "2026-12-01"));
        assert_eq!((november.valid, november.solved_yes), (1, 0), "what November said stays said");
        let december = tally(&site, window("2026-12-01", "2027-01-01"));
        assert_eq!((december.valid, december.solved_yes), (1, 1));
        for both in [window("2026-10-01", "2027-01-01"), window("2026-11-06", "2026-12-05")] {
            let tally = tally(&site, both);
            assert_eq!((tally.valid, tally.solved, tally.solved_yes), (1, 1, 1), "{both:?}");
        }
        agree(&site);
    });
}

/// Promises count once they are kept or past; a withdrawn case is left out.
#[test]
fn a_running_promise_is_not_judged() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let got = site.says(&site.visitor(), site.lift("k1"));
        site.accepted(got.case.id);
        site.dispatched(got.case.id, PROPERTY);
        site.at("2026-11-30T09:00");
        let other = site.says(&site.visitor(), site.lift("k2"));
        let on_time = |now: &str| {
            let (who, now) = (site.supervisor(), at(now));
            db.read_now(move |r| {
                let insight = Insight::of(r, &who, now)?;
                insight.sum(r, Territory::Street.slice(), window("2026-11-01", "2026-12-01"), &[
                    Measure::HandleDue, Measure::HandleMet, Measure::IntakeDue, Measure::IntakeMet,
                ])
            })
            .expect("sums")
        };
        let before = on_time("2026-11-30T10:00");
        assert_eq!(before.get(Measure::HandleDue), 0, "due at 17:30 and still running");
        assert_eq!((before.get(Measure::IntakeDue), before.get(Measure::IntakeMet)), (1, 1));
        let after = on_time("2026-11-30T17:31");
        assert_eq!((after.get(Measure::HandleDue), after.get(Measure::HandleMet)), (1, 0));
        assert_eq!((after.get(Measure::IntakeDue), after.get(Measure::IntakeMet)), (2, 1), "nobody took the second in");
        let (id, voice) = (other.case.id, other.voice);
        site.does(&site.bearer(&other.code), move |tx, v| actions::withdraw(tx, v, id, voice, &Saying::default()));
        assert_eq!(on_time("2026-11-30T17:31").get(Measure::IntakeDue), 1);
        agree(&site);
    });
}

/// A letter about the committee shows up in no count of the committee's secretary.
#[test]
fn the_accused_do_not_even_see_the_number() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        site.says(&site.resident("lin"), site.lift("k1"));
        let letter = Reception {
            channel: Some(Channel::Mailbox), about_committee: true, category: "committee".into(), ..site.lift("letter")
        };
        site.says(&site.resident("lin"), letter);
        let seen = |who: Viewer, slice: Slice, of: Uuid| {
            let now = site.now();
            db.read_now(move |r| {
                let insight = Insight::of(r, &who, now)?;
                let month = window("2026-11-01", "2026-12-01");
                let counts = insight.sum(r, (slice, of), month, &[Measure::Voices, Measure::IntakeDue])?;
                let open: i64 = insight.standing(r, slice, Some(of))?.values().sum();
                let late = insight.due_between(r, Territory::Street, None, at("2026-12-01T00:00"))?;
                Ok((counts.get(Measure::Voices), open, late.values().sum::<i64>()))
            })
            .expect("sums")
        };
        let c1 = PlaceId::named("c1").uuid();
        assert_eq!(seen(site.clerk(), Slice::Community, c1), (2, 2, 2));
        assert_eq!(seen(site.secretary(), Slice::Community, c1), (1, 1, 1));
        assert_eq!(seen(site.secretary(), Slice::Street, Uuid::nil()), (1, 1, 1));
    });
}

/// The walk of acceptance: after a callback "solved, satisfied" the figures' page moves by one, and the answer stands
/// in the list behind it.
#[test]
fn an_answer_moves_the_page_by_one() {
    use edge::View;
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let (_, earlier, code) = to_callback(&site, "k0");
        let first = site.bearer(&code);
        let (id, voice, _) = to_callback(&site, "k1");
        let case = site.case(id).case_no;
        site.does(&first, move |tx, v| {
            let case = store::voice(tx, v.street, earlier)?.expect("a voice").case;
            actions::call_back(tx, v, case, earlier, &rating(Satisfaction::Dissatisfied, false))
        });
        let pages = || {
            let (who, now) = (site.supervisor(), site.now());
            db.read_now(move |r| {
                let rates = actions::rates(r, &who, FigureWords::default(), now)?;
                let figure = |r: &mut Reader<'_>, code: &str| actions::figure(r, &who, code, FigureWords::default(), now);
                Ok((rates, figure(r, "solution")?, figure(r, "satisfaction")?))
            })
            .expect("pages")
        };
        let (before, ..) = pages();
        assert_eq!(before.valid, 1);
        site.at("2026-11-24T10:00").does(&site.callback_officer(), move |tx, v| {
            actions::call_back(tx, v, id, voice, &rating(Satisfaction::Satisfied, true))
        });
        let (after, solution, satisfaction) = pages();
        assert_eq!(after.valid, before.valid + 1);
        for (was, is) in before.three.iter().zip(&after.three) {
            let (was, is) = (was.rate.expect("a rate"), is.rate.expect("a rate"));
            assert_eq!(is.denominator, was.denominator + 1);
            assert!((is.numerator - was.numerator - 1.0).abs() < 1e-9);
        }
        assert_eq!(after.units.iter().find(|u| u.id == Some(unit(PROPERTY).to_string())).map(|u| u.valid), None,
            "a unit the street does not know by name has no row");
        for figure in [solution, satisfaction] {
            assert_eq!((figure.records_all, figure.records.len(), figure.kept_back), (2, 2, 0));
            assert_eq!((figure.records[0].case.case_no.as_str(), figure.records[0].counts), (case.as_str(), 1_000));
            assert_eq!(figure.records[1].counts, 0);
        }
        let page = after.page(&ui::Ctx { now: site.now(), ..ui::Ctx::sample() }).into_string();
        assert!(page.contains("50.00") && page.contains("样本太少") && page.contains("/desk/figures/solution?"));
    });
}

/// Who sees which figures: the street's posts the street, a secretary the community, an administrator none.
#[test]
fn figures_are_seen_by_territory() {
    let db = db::testing::sqlite();
    let site = Site::new(&db, "2026-11-23T09:00");
    let (c1, c2) = (PlaceId::named("c1"), PlaceId::named("c2"));
    let of = |who: &Viewer, asked| figures::territory(who, asked, site.now());
    assert_eq!(of(&site.clerk(), None), Ok(Territory::Street));
    assert_eq!(of(&site.clerk(), Some(c2)), Ok(Territory::Community(c2)));
    assert_eq!(of(&site.secretary(), None), Ok(Territory::Community(c1)));
    assert_eq!(of(&site.secretary(), Some(c2)), Err(auth::Denied::Hidden));
    let mut administrator = site.clerk();
    administrator.posts[0].role = auth::Role::SystemAdministrator;
    assert_eq!(of(&administrator, None), Err(auth::Denied::Forbidden));
    assert_eq!(of(&site.resident("lin"), None), Err(auth::Denied::Forbidden));
}

/// One step of a random history.
#[derive(Clone, Copy, Debug)]
struct Step {
    verb: usize,
    case: usize,
    choice: usize,
    hours: i64,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0usize..23, 0usize..5, 0usize..12, 0i64..60)
        .prop_map(|(verb, case, choice, hours)| Step { verb, case, choice, hours });
    proptest::collection::vec(step, 20..70)
}

struct History<'a> {
    site: Site<'a>,
    cases: Vec<(CaseId, VoiceId, String)>,
}

impl History<'_> {
    /// Tries the verb; the table of transitions and the rules may well refuse it.
    fn takes(&mut self, step: Step, hour: i64) {
        let site = &self.site;
        let start = at("2026-11-16T09:00");
        site.at(&start.plus(hour * kernel::Moment::HOUR).rfc3339()[..19]);
        if step.verb == 0 || self.cases.is_empty() {
            let n = self.cases.len();
            let place = match step.choice % 4 {
                0 => Whereabouts::default(),
                1 => Whereabouts {
                    path: PlacePath { community: Some(PlaceId::named("c2")), ..PlacePath::default() },
                    office: None,
                },
                _ => site.somewhere(),
            };
            let case_type = [None, Some(CaseType::Consultation), Some(CaseType::Component)][step.choice % 3];
            let wish = if step.choice == 5 { CallbackWish::None } else { CallbackWish::Link };
            let words = Reception {
                case_type, callback_wish: Some(wish), address_note: "小区东门".into(), ..site.lift(&format!("k{n}"))
            };
            let got = site.does(&site.visitor(), move |tx, v| {
                actions::receive(tx, v, &words, Intake { by: None, staff: false, has_photo: false }, place)
            });
            let got = got.expect("received");
            self.cases.push((got.case.id, got.voice, got.code));
            return;
        }
        let (id, voice, code) = self.cases[step.case % self.cases.len()].clone();
        let bearer = site.bearer(&code);
        let say = || Saying { text: "说明".into(), ..Saying::default() };
        let level = Satisfaction::ALL[step.choice % 5];
        let solved = step.choice.is_multiple_of(2);
        let to = if step.choice.is_multiple_of(2) { PROPERTY } else { "parks-office" };
        let holder = site.case(id).lead.unwrap_or_else(|| unit(PROPERTY));
        let of = if holder == unit(PROPERTY) { PROPERTY } else { "parks-office" };
        let category = if step.choice.is_multiple_of(3) { "committee" } else { "lift" };
        let done = match step.verb {
            1 => site.act(&site.clerk(), move |tx, v| {
                let place = PlacePath {
                    community: Some(PlaceId::named("c1")), grid: Some(PlaceId::named("g2")), building: None,
                };
                let words = Acceptance { category: category.into(), ..Acceptance::default() };
                actions::accept(tx, v, id, &words, solved.then_some(place))
            }),
            2 => site.act(&site.dispatcher(), move |tx, v| {
                let taker = Taker { unit: unit(to), active: true, holder: None };
                actions::dispatch(tx, v, id, &Dispatching::default(), Some(taker))
            }),
            3 => site.act(&site.handler_of(of), move |tx, v| actions::sign(tx, v, id)),
            4 => site.act(&site.handler_of(of), move |tx, v| {
                actions::contact(tx, v, id, &Contacting { means: Some(Means::Phone), reached: true, ..Contacting::default() })
            }),
            5 => site.act(&site.handler_of(of), move |tx, v| {
                let words = Completion {
                    result: Some(CaseResult::Solved), public_reply: "已修好。".into(), ..Completion::default()
                };
                actions::complete(tx, v, id, &words)
            }),
            6 => site.act(&site.reviewer_of(of), move |tx, v| actions::approve(tx, v, id, &Approving::default())),
            7 => site.act(&site.reviewer_of(of), move |tx, v| actions::rework(tx, v, id, &Looking { text: "请补一张照片。".into(), ..Looking::default() })),
            8 | 9 => site.act(&site.callback_officer_of(CALLS), move |tx, v| {
                let words = CallingBack { reached: solved, declined: false, ..rating(level, solved) };
                actions::call_back(tx, v, id, voice, &words)
            }),
            10 => site.act(&bearer, move |tx, v| actions::call_back(tx, v, id, voice, &rating(level, solved))),
            11 => site.act(&site.callback_officer_of(CALLS), move |tx, v| actions::close(tx, v, id)),
            12 => site.act(&site.supervisor(), move |tx, v| actions::redo(tx, v, id, &say())),
            13 => site.act(&bearer, move |tx, v| actions::reopen(tx, v, id, Some(voice), &say())),
            14 if step.choice == 0 => site.act(&bearer, move |tx, v| actions::withdraw(tx, v, id, voice, &say())),
            15 => site.act(&site.clerk(), move |tx, v| match step.choice {
                0..4 => actions::answer(tx, v, id, &say()),
                _ => actions::request_information(tx, v, id, &say()),
            }),
            16 => site.act(&bearer, move |tx, v| actions::supplement(tx, v, id, Some(voice), &say())),
            18 => site.act(&site.handler_of(of), move |tx, v| {
                let due_on = Some(tx.now().day().plus(step.choice as i64 % 3));
                let words = Committing {
                    party: "3幢楼组".into(), kind: Some(CommitmentKind::People), what: "搬开楼道杂物".into(), due_on, ..Committing::default()
                };
                actions::commit(tx, v, id, &words, None)
            }),
            19 => site.act(&site.handler_of(of), move |tx, v| {
                let words = NamingCommitment { text: "做好了".into(), ..NamingCommitment::default() };
                if step.choice == 0 { actions::waive(tx, v, id, &words) } else { actions::meet(tx, v, id, &words) }
            }),
            20 => site.act(&site.reviewer_of(of), move |tx, v| {
                let words = ReturnRequest { text: "不归我们管。".into(), basis: "职责清单".into(), ..ReturnRequest::default() };
                actions::request_return(tx, v, id, &words, None)
            }),
            21 => site.act(&site.dispatcher(), move |tx, v| {
                actions::approve_return(tx, v, id, &ReturnApproval::default(), None)
            }),
            22 if step.choice % 2 == 1 => site.act(&site.dispatcher(), move |tx, v| actions::grant_extension(tx, v, id)),
            22 => site.act(&site.reviewer_of(of), move |tx, v| {
                let words = ExtensionRequest { days: 2, text: "等配件。".into(), ..ExtensionRequest::default() };
                actions::request_extension(tx, v, id, &words)
            }),
            17 if step.choice == 0 => {
                site.by_system(actions::sweep);
                return;
            }
            _ => return,
        };
        match done {
            Ok(_) | Err(db::Fault::Denied(_)) => {}
            Err(fault) => panic!("{fault}"),
        }
    }
}

/// The three questions, answered from the rows one by one: each voice once, with its last standing answer in the window.
fn by_hand(r: &mut Reader<'_>, street: StreetId, w: Window) -> db::Result<Tally> {
    let asked: Vec<Uuid> = r.all(
        "select v.id from voices v join cases c on c.street_id = v.street_id and c.id = v.case_id
         where v.street_id = $1 and v.speaker in ('resident', 'enterprise')
           and c.case_type not in ('consultation', 'praise')",
        args![street],
    )?;
    let mut tally = Tally::default();
    for voice in asked {
        let tries: Vec<AnswerGiven> = r.all(
            "select id, voice_id, round, at, reached, source, contacted, solved, satisfaction from case_callbacks
             where street_id = $1 and voice_id = $2",
            args![street, voice],
        )?;
        let held = |a: &&&AnswerGiven| a.reached && w.from <= a.at.day() && a.at.day() < w.to;
        let rounds = standing(tries.iter());
        let Some(a) = rounds.iter().rfind(held) else { continue };
        let level = a.satisfaction.filter(|s| *s != Satisfaction::NoAnswer);
        tally.valid += 1;
        tally.contacted += i64::from(a.contacted.is_some());
        tally.contacted_yes += i64::from(a.contacted == Some(true));
        tally.solved += i64::from(a.solved.is_some());
        tally.solved_yes += i64::from(a.solved == Some(true));
        tally.rated += i64::from(level.is_some());
        tally.satisfied += i64::from(level.is_some_and(|l| l <= Satisfaction::Satisfied));
        tally.basically += i64::from(level == Some(Satisfaction::Basically));
    }
    Ok(tally)
}

/// I17 for the additive part: grids add up to their community, communities to the street, with what has no place.
fn parts_add_up(r: &mut Reader<'_>, who: &Viewer, now: kernel::Moment, w: Window) -> db::Result<()> {
    let insight = Insight::of(r, who, now)?;
    let total = |sums: &store::Sums| {
        let mut total = Counts::default();
        sums.values().for_each(|c| total.plus(c, 1));
        total
    };
    let street = insight.sum(r, Territory::Street.slice(), w, Measure::ALL)?;
    let communities = insight.sums(r, Slice::Community, None, w, Measure::ALL)?;
    let grids = insight.sums(r, Slice::Grid, None, w, Measure::ALL)?;
    assert_eq!(total(&communities), street);
    assert_eq!(total(&grids), street);
    let of: BTreeMap<Uuid, Uuid> = [("g1", "c1"), ("g2", "c1"), ("c1", "c1"), ("c2", "c2")]
        .map(|(grid, community)| (PlaceId::named(grid).uuid(), PlaceId::named(community).uuid()))
        .into();
    let mut summed: BTreeMap<Uuid, Counts> = BTreeMap::new();
    for ((grid, _), counts) in &grids {
        summed.entry(of.get(grid).copied().unwrap_or(UNPLACED.uuid())).or_default().plus(counts, 1);
    }
    let by_community: BTreeMap<Uuid, Counts> = communities.into_iter().map(|((of, _), c)| (of, c)).collect();
    let keys: BTreeSet<_> = summed.keys().chain(by_community.keys()).copied().collect();
    for key in keys {
        let of = |m: &BTreeMap<Uuid, Counts>| m.get(&key).copied().unwrap_or_default();
        assert_eq!(of(&summed), of(&by_community));
    }
    Ok(())
}

/// Behind every figure stand exactly the rows it was counted from.
fn lists_are_what_is_counted(r: &mut Reader<'_>, who: &Viewer, now: kernel::Moment, w: Window) -> db::Result<()> {
    for figure in figures::FIGURES {
        let words = FigureWords { from: w.from.to_string(), to: w.to.to_string(), ..FigureWords::default() };
        let view = actions::figure(r, who, figure.code, words, now)?;
        let listed = (view.records.len() + view.kept_back) as i64;
        assert_eq!(listed, view.records_all, "{} {w:?} {:?}", figure.code, view.records);
        let notes = matches!(figure.records, figures::Records::Notes(_));
        let counted: i64 = view.records.iter().map(|r| r.counts).sum();
        if let Some(rate) = view.value.rate.filter(|_| !notes) {
            assert!((rate.numerator - counted as f64 / 1_000.0).abs() < 1e-9, "{}: {counted}", figure.code);
            assert!((0..=10_000).contains(&rate.value) && rate.low <= rate.value && rate.value <= rate.high);
        }
    }
    Ok(())
}

/// Kept = recounted over random histories, on both engines; and every window says what the rows say.
#[test]
fn kept_counts_are_what_the_rows_say() {
    let histories = std::cell::Cell::new(0);
    each_engine(|db| {
        let runs = if db.engine == "sqlite" { 24 } else { 8 };
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
            cases: runs, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default()
        });
        let told = runner.run(&(steps(), 0i64..40, 1i64..60), |(steps, first, long)| {
            histories.set(histories.get() + 1);
            let site = Site::in_street(db, &format!("street {}", histories.get()), "2026-11-16T09:00");
            let mut history = History { site, cases: vec![] };
            let mut hour = 0;
            for step in steps {
                hour += step.hours;
                history.takes(step, hour);
            }
            let site = &history.site;
            agree(site);
            let from = day("2026-11-10").plus(first);
            let w = Window { from, to: from.plus(long) };
            let (street, who, later) = (site.street, site.supervisor(), site.now().plus_days(200));
            let now = if first % 2 == 0 { site.now() } else { later };
            site.db
                .read_now(move |r| {
                    assert_eq!(store::tally(r, street, w.from, w.to)?, by_hand(r, street, w)?);
                    parts_add_up(r, &who, later, w)?;
                    parts_add_up(r, &who, now, w)?;
                    lists_are_what_is_counted(r, &who, now, w)
                })
                .expect("read");
            let again = site.by_system(store::recount);
            assert_eq!(again, history.cases.len());
            agree(site);
            Ok(())
        });
        if let Err(why) = told {
            panic!("{}: {why}", db.engine);
        }
    });
}

/// Clerks who write at the same moment lose no count to each other.
#[test]
fn many_hands_keep_one_count() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let (street, now, place) = (site.street, site.now(), site.somewhere());
        let clerk = site.clerk();
        std::thread::scope(|scope| {
            for hand in 0..6 {
                let (clerk, site_words, db) = (clerk.clone(), site.lift("x"), &db.db);
                scope.spawn(move || {
                    for n in 0..8 {
                        let words = Reception {
                            client_key: format!("{hand}-{n}"), phone: format!("1990000{hand}{n:03}"), ..site_words.clone()
                        };
                        loop {
                            let (words, who) = (words.clone(), clerk.clone());
                            let by = db::By { street, actor: who.actor(), now, request: None };
                            let sent = db.write_now(by, move |tx| {
                                let intake = Intake { by: who.account(), staff: true, has_photo: false };
                                actions::receive(tx, &who, &words, intake, place)
                            });
                            match sent {
                                Ok(outcome) => break assert!(outcome.is_done()),
                                Err(db::Fault::Busy) => {}
                                Err(fault) => panic!("{fault}"),
                            }
                        }
                    }
                });
            }
        });
        let kept = db.read_now(move |r| store::by_state(r, street, None)).expect("kept");
        assert_eq!(kept, [("registered".to_owned(), 48)]);
        agree(&site);
    });
}
