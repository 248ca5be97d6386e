//! I1: the events of a case folded into what its row must say. Knows the handbook's table (§5), not the actions.

use kernel::{Moment, UnitId};
use serde_json::Value;

/// One event as it is stored.
#[derive(Clone, Debug)]
pub struct Happened {
    pub name: String,
    pub at: Moment,
    pub body: Value,
}

/// One unit's time as the lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Led {
    pub unit: UnitId,
    pub from: Moment,
    pub to: Option<Moment>,
}

/// What a unit called to help still has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Assists,
    /// On its way; it may have said that it cannot come.
    Called { declining: bool },
    There,
}

/// What the events say of the case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folded {
    pub state: &'static str,
    pub round: i64,
    pub redos: i64,
    pub urgings: i64,
    pub questions: i64,
    pub lead: Option<UnitId>,
    pub led: Vec<Led>,
    /// The clock of the work itself: the first promise, or that of a redo.
    pub promise: &'static str,
    pub published: bool,
    pub proposal: Option<String>,
    pub result: Option<String>,
    pub category: Option<String>,
    /// Nobody named spoke: a message on the receipt is all that can be tried.
    pub anonymous: bool,
    /// Attempts of this round, and whether one reached the speaker.
    pub attempts: usize,
    pub reached: bool,
    /// Days of more time asked for and not decided, and those that were granted.
    pub asked: Option<i64>,
    pub granted: Vec<i64>,
    pub voices: i64,
    pub withdrawn: i64,
    pub lapsed: bool,
    /// The unit that leads has signed; it has its first contact to make.
    pub signed: bool,
    pub first: bool,
    pub no_return: bool,
    /// How hard the case is pressed for, and whether the unit has answered.
    pub supervision: i64,
    pub answered: bool,
    /// Returns agreed to, and units that denied.
    pub returns: usize,
    pub denied: Vec<UnitId>,
    pub objected: bool,
    /// The unit that leads wants another's help, and nobody has decided.
    pub wanted: bool,
    /// The part of the one unit that is called in these walks.
    pub part: Option<Part>,
    /// Commitments neither met nor waived, and those met that nobody has looked at.
    pub owed: usize,
    pub unseen: usize,
    pub opened_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    pub touched_at: Option<Moment>,
    /// What each voice has been told, in order; moved dates apart.
    pub told: Vec<&'static str>,
    /// The unit that leads has its own clock: from its handing-out until it gives the case back.
    pub unit_counts: bool,
    /// Clocks said to have started or to be counted anew: stage and due.
    pub clocks: usize,
}

const OPEN: &[&str] = &["registered", "awaiting_info", "accepted", "dispatched", "handling", "return_pending", "conferral", "deferred", "review",
    "verification", "callback"];

impl Folded {
    /// The case after one more event, or the transition the handbook does not list.
    pub fn after(mut self, e: &Happened) -> Result<Self, String> {
        let name = e.name.strip_prefix("appeals.").unwrap_or(&e.name);
        let before = self.state;
        let text = |field: &str| e.body[field].as_str().map(str::to_owned);
        let number = |field: &str| e.body[field].as_i64().unwrap_or(-1);
        let unit = || e.body["unit"].as_str().and_then(|u| u.parse::<UnitId>().ok());
        let next = match (name, before) {
            ("voice_received", "") => {
                (self.voices, self.round, self.opened_at) = (1, 1, Some(e.at));
                "registered"
            }
            ("information_asked", "registered" | "handling") => {
                self.questions += 1;
                self.told.push("question");
                if before == "registered" { "awaiting_info" } else { "handling" }
            }
            ("supplemented", "awaiting_info") => "registered",
            ("supplemented", "withdrawn") if self.lapsed => {
                self.closed_at = None;
                "registered"
            }
            ("supplemented", s) if OPEN.contains(&s) => s,
            ("case_lapsed", "awaiting_info") => {
                self.told.push("lapsed");
                self.proposal = None;
                "withdrawn"
            }
            ("case_answered", "registered") => {
                self.told.push("answered");
                self.result = Some("explained".into());
                "answered"
            }
            ("refusal_proposed", "registered") => {
                self.proposal = text("reason");
                "registered"
            }
            ("case_refused", "registered") if self.proposal.is_some() && self.proposal == text("reason") => {
                self.told.push("refused");
                "refused"
            }
            ("objection_raised", "refused") if !self.objected => {
                (self.objected, self.proposal, self.closed_at) = (true, None, None);
                "registered"
            }
            ("case_accepted", "registered") => {
                self.told.push("accepted");
                self.category = text("category");
                "accepted"
            }
            ("case_dispatched", "accepted") if number("round") == self.round => {
                self.handed(unit(), e.at);
                "dispatched"
            }
            ("case_deferred", "handling") => {
                self.asked = None;
                self.told.push("deferred");
                "deferred"
            }
            ("deferral_ended", "deferred") => {
                self.told.push("resumed");
                "handling"
            }
            ("case_supervised", s) if OPEN.contains(&s) && number("level") > self.supervision && self.lead.is_some() => {
                (self.supervision, self.answered) = (number("level"), false);
                s
            }
            ("supervision_replied", s) if OPEN.contains(&s) && self.supervision > 0 && !self.answered => {
                self.answered = true;
                s
            }
            ("supervision_lifted", s) if OPEN.contains(&s) && self.supervision == number("level") => {
                self.supervision = 0;
                s
            }
            ("return_asked", "dispatched" | "handling") if unit() == self.lead && !self.no_return => {
                self.asked = None;
                self.denied.extend(unit().filter(|u| !self.denied.contains(u)));
                "return_pending"
            }
            ("return_approved", "return_pending") => {
                self.returns += 1;
                match unit() {
                    Some(other) if Some(other) != self.lead => {
                        self.handed(Some(other), e.at);
                        "dispatched"
                    }
                    Some(_) => return Err("returned to the unit that returned it".into()),
                    None => {
                        (self.first, self.unit_counts) = (false, false);
                        "accepted"
                    }
                }
            }
            ("return_rejected", "return_pending") if unit() == self.lead => {
                self.no_return = true;
                if !self.signed {
                    self.told.push("signed");
                    self.signed = true;
                }
                "handling"
            }
            ("conferral_called", "accepted" | "return_pending") if self.returns >= 2 || self.denied.len() >= 2 => {
                self.first = false;
                "conferral"
            }
            ("conferral_concluded" | "case_fell_back", "conferral") => {
                self.no_return = true;
                self.handed(unit(), e.at);
                "dispatched"
            }
            ("case_signed", "dispatched") if unit() == self.lead => {
                self.told.push("signed");
                self.signed = true;
                "handling"
            }
            ("contact_made", "handling") => {
                let by_message = text("means").as_deref() == Some("message");
                if by_message {
                    self.told.push("contacted");
                }
                self.attempts += 1;
                self.reached |= e.body["reached"] == true || (by_message && self.anonymous);
                "handling"
            }
            ("extension_asked", "handling") if self.asked.is_none() => {
                self.asked = Some(number("days"));
                "handling"
            }
            ("extension_granted", "handling") if self.asked == Some(number("days")) => {
                self.told.push("extended");
                self.granted.extend(self.asked.take());
                "handling"
            }
            ("extension_refused", "handling") if self.asked.take() == Some(number("days")) => "handling",
            ("assistance_requested", "handling") if !self.wanted => {
                self.wanted = true;
                "handling"
            }
            ("assistance_refused", "handling") if self.wanted => {
                self.wanted = false;
                "handling"
            }
            ("assistance_asked", "handling") if self.part.is_none() => {
                (self.wanted, self.part) = (false, Some(Part::Assists));
                "handling"
            }
            ("assistance_done", "handling") if self.part == Some(Part::Assists) => {
                self.part = None;
                "handling"
            }
            ("helper_released", "handling") if self.part.take().is_some() => "handling",
            ("case_whistled", "handling") if self.part.is_none() => {
                self.told.push("whistled");
                "handling"
            }
            ("unit_called", "handling") if self.part.is_none() => {
                self.part = Some(Part::Called { declining: false });
                "handling"
            }
            ("unit_arrived", "handling") if matches!(self.part, Some(Part::Called { .. })) => {
                self.part = Some(Part::There);
                "handling"
            }
            ("arrival_done", "handling") if self.part == Some(Part::There) => {
                self.part = None;
                "handling"
            }
            ("arrival_declining", "handling") if self.part == Some(Part::Called { declining: false }) => {
                self.part = Some(Part::Called { declining: true });
                "handling"
            }
            ("arrival_declined", "handling") if self.part == Some(Part::Called { declining: true }) => {
                self.part = None;
                "handling"
            }
            ("decline_refused", "handling") if self.part == Some(Part::Called { declining: true }) => {
                self.part = Some(Part::Called { declining: false });
                "handling"
            }
            ("commitment_made", "handling") => {
                self.owed += 1;
                "handling"
            }
            // Unnamed, it is the only one that it can be.
            ("commitment_met", "handling") if self.owed == 1 => {
                (self.owed, self.unseen) = (0, self.unseen + 1);
                "handling"
            }
            ("commitment_verified", "handling") if self.unseen == 1 => {
                self.unseen = 0;
                "handling"
            }
            ("commitment_waived", "handling") if self.owed == 1 => {
                self.owed = 0;
                "handling"
            }
            // I8: nothing that others were to do is left open.
            ("case_completed", "handling") if self.part.is_none() && self.owed == 0 => {
                self.asked = None;
                self.result = text("result");
                "review"
            }
            ("completion_approved", "review") => {
                self.told.push("replied");
                let demanded = self.category.as_deref() == Some("lamp");
                if demanded != (e.body["look"] == true) {
                    return Err(format!("a look on the spot: demanded {demanded}, asked for {}", e.body));
                }
                if demanded { "verification" } else { "callback" }
            }
            ("case_verified", "verification") => "callback",
            ("rework_asked", "review") => "handling",
            ("rework_asked", "verification") => {
                self.told.push("sent_back");
                "handling"
            }
            ("callback_made", "callback" | "answered") => before,
            ("case_closed", "callback") => {
                self.told.push("closed");
                "closed"
            }
            ("redo_asked", "callback") if number("round") == self.round + 1 => {
                self.redos += 1;
                self.promise = "redo";
                self.again();
                self.told.push("redo");
                "handling"
            }
            ("case_reopened", "closed") if number("round") == self.round + 1 => {
                self.promise = "redo";
                self.again();
                self.told.push("redo");
                self.leads(e.at);
                "handling"
            }
            ("case_reopened", "answered") if number("round") == self.round + 1 => {
                self.again();
                "registered"
            }
            ("case_urged", s) if OPEN.contains(&s) => {
                self.urgings += i64::from(e.body["counted"] == true);
                s
            }
            ("voice_withdrawn", s) if OPEN.contains(&s) => {
                self.withdrawn += 1;
                if e.body["last"] == true { "withdrawn" } else { s }
            }
            ("case_archived", "answered" | "refused" | "closed" | "withdrawn") => "archived",
            ("case_published", _) => {
                self.published = true;
                before
            }
            ("clock_started" | "clock_recomputed", _) => {
                self.clocks += 1;
                return Ok(self);
            }
            ("clock_warned" | "clock_overdue" | "photo_added", _) => return Ok(self),
            _ => return Err(format!("`{name}` in state `{before}` is not a listed transition: {}", e.body)),
        };
        self.wanted &= next == "handling";
        if !OPEN.contains(&next) && OPEN.contains(&before) {
            self.part = None;
            self.lapsed = name == "case_lapsed";
            self.supervision = 0;
            self.closed_at = Some(e.at);
            if let Some(last) = self.led.last_mut().filter(|l| l.to.is_none()) {
                last.to = Some(e.at);
            }
        }
        // An answer to a callback and the day of publication are no hand on the work itself.
        if !matches!(name, "callback_made" | "case_published") {
            self.touched_at = Some(e.at);
        }
        self.state = next;
        Ok(self)
    }

    fn leads(&mut self, from: Moment) {
        self.led.extend(self.lead.map(|unit| Led { unit, from, to: None }));
    }

    /// A unit is handed the case: another lead ends, the promise goes on.
    fn handed(&mut self, unit: Option<UnitId>, at: Moment) {
        self.told.push("dispatched");
        if let Some(last) = self.led.last_mut().filter(|l| l.to.is_none()) {
            last.to = Some(at);
        }
        if self.promise.is_empty() {
            self.promise = "handle";
        }
        self.lead = unit;
        (self.attempts, self.reached, self.questions) = (0, false, 0);
        (self.signed, self.first, self.unit_counts) = (false, true, true);
        self.leads(at);
    }

    fn again(&mut self) {
        self.first = false;
        self.round += 1;
        (self.attempts, self.reached, self.questions, self.closed_at) = (0, false, 0, None);
    }

    pub fn is_open(&self) -> bool {
        OPEN.contains(&self.state)
    }

    /// I7: what must have been tried before the work may be called done.
    pub fn contacted(&self) -> bool {
        self.reached || self.attempts >= 3
    }
}

pub fn fold(events: &[Happened], anonymous: bool) -> Result<Folded, String> {
    let mut folded = Folded { anonymous, ..Folded::default() };
    for e in events {
        folded = folded.after(e)?;
    }
    Ok(folded)
}
