//! The form of each verb. What was typed and refused stands in it again.

use super::{with_any, word};
use crate::pages::rating_fields;
use crate::rules::{CaseResult, CommitmentKind, DEFERRAL_REASONS, EXCLUSION_REASONS, Means, PublicLevel, REFUSAL_REASONS, State, Urgency, Verb};
use crate::views::{Choice, DeskCaseView};
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, form};

/// One form: its verb, and the mark that keeps its fields apart from those of other forms.
#[derive(Clone, Copy)]
struct Act<'a> {
    case: &'a DeskCaseView,
    ctx: &'a Ctx,
    verb: Verb,
    mark: &'a str,
    problems: &'a [Problem],
}

impl DeskCaseView {
    /// The form of one verb. Only the open one answers for the problems above it.
    pub(super) fn act(&self, ctx: &Ctx, verb: Verb, open: bool) -> Markup {
        let refused = self.typed.as_ref().is_some_and(|(v, _)| *v == verb);
        let mark = if open { "" } else { verb.code() };
        let problems: &[Problem] = if refused { &self.problems } else { &[] };
        let act = Act { case: self, ctx, verb, mark, problems };
        let action = format!("/cases/{}/{}", self.case.id, verb.code());
        let hint = word(ctx.lang, "verbhint", &verb.code().replace('/', "-"));
        let body = html! {
            @if !hint.starts_with("verbhint-") { p.hint { (hint) } }
            @if act.knows_rev() { input type="hidden" name="rev" value=(self.rev); }
            (act.fields())
            p.actions { (ui::button(&self.verb_name(ctx, verb))) }
        };
        // What is written down on the spot, in cellars and lift shafts, waits on the phone for the network.
        let on_the_spot = matches!(
            verb,
            Verb::Contact | Verb::Completion | Verb::ArrivalCompletion | Verb::AssistanceCompletion | Verb::Verification
        );
        match on_the_spot {
            true => form::kept(ctx, &action, &format!("{} · {}", self.verb_name(ctx, verb), self.case.title), body),
            false => form::post(ctx, &action, body),
        }
    }
}

impl Act<'_> {
    fn knows_rev(self) -> bool {
        use Verb::*;
        matches!(
            self.verb,
            Acceptance | InformationRequest | Answer | Rework | Refusal | Dispatch | Completion | Verification | Extension | ExtensionRejection
                | Commitment | CommitmentMet | CommitmentVerification | CommitmentWaiver | Assistance | AssistanceRequest | AssistanceRejection | AssistanceRelease | Whistle
                | Merger | Split | MatterReferral | Supervision | SupervisionReply | Deferral | Return | ReturnApproval | ReturnRejection | Conferral | ConferralConclusion
        )
    }

    fn fields(self) -> Markup {
        match self.verb {
            Verb::Acceptance => self.acceptance(),
            Verb::InformationRequest | Verb::Answer | Verb::Redo | Verb::Reopening | Verb::ExtensionRejection | Verb::ReturnRejection => self.text("text", "desk-text", 3),
            Verb::Supplement => html! { (self.voice()) (self.text("text", "desk-text", 3)) },
            Verb::Urging => self.voice(),
            Verb::Refusal => html! {
                (self.coded("reason", "desk-reason", "reason", REFUSAL_REASONS))
                (self.text("right_office", "desk-office", 2))
            },
            Verb::Dispatch => self.dispatch(),
            Verb::Contact => html! {
                (self.coded("means", "desk-means", "means", &Means::ALL.iter().map(|m| m.code()).collect::<Vec<_>>()))
                (self.tick("reached", "desk-reached", true))
                (self.text("note", "desk-contact-note", 2))
            },
            Verb::Extension => html! {
                (self.number("days", "desk-extension-days", "5"))
                (self.text("text", "desk-extension-why", 3))
            },
            Verb::Whistle => self.whistle(),
            Verb::Arrival => self.here(),
            Verb::ArrivalCompletion | Verb::AssistanceCompletion => self.text("text", "desk-part-done", 3),
            Verb::ArrivalDecline => self.text("text", "desk-decline-why", 3),
            Verb::DeclineConfirmation => self.helper("declining"),
            Verb::DeclineRejection => html! { (self.helper("declining")) (self.text("text", "desk-text", 2)) },
            Verb::Assistance => html! {
                (self.unit("desk-assist-unit", "desk-choose", self.case.assistance_asked.as_ref().and_then(Option::as_deref).unwrap_or_default()))
                (self.text("text", "desk-assist-what", 3))
            },
            Verb::AssistanceRequest => html! {
                (self.unit("desk-assist-unit", "desk-assist-any", ""))
                (self.text("text", "desk-assist-what", 3))
            },
            Verb::AssistanceRejection => self.text("text", "desk-text", 2),
            Verb::AssistanceRelease => html! { (self.helper("")) (self.text("text", "desk-text", 2)) },
            Verb::Commitment => self.commitment(),
            Verb::CommitmentMet => html! { (self.promised(&["due", "overdue"])) (self.text("text", "desk-part-done", 2)) },
            Verb::CommitmentVerification => self.promised(&["met"]),
            Verb::CommitmentWaiver => html! { (self.promised(&["due", "overdue"])) (self.text("text", "desk-text", 2)) },
            Verb::ExtensionApproval => self.asked_for(),
            Verb::Return => html! {
                (self.text("text", "desk-return-why", 3))
                (self.text("basis", "desk-return-basis", 2))
                (self.unit("desk-return-unit", "desk-return-unit-none", ""))
            },
            Verb::ReturnApproval => self.returning(),
            Verb::Conferral => self.conferral(),
            Verb::ConferralConclusion => html! {
                (self.unit("desk-lead", "desk-choose", ""))
                (self.text("text", "desk-minutes", 4))
            },
            Verb::Merger => self.merger(),
            Verb::Split => html! {
                (self.voice())
                (self.text("text", "desk-split-text", 4))
                (self.categories())
            },
            Verb::Supervision => html! {
                (self.coded("level", "desk-level", "supervision-level", &["1", "2", "3"]))
                (self.text("text", "desk-supervision-why", 3))
            },
            Verb::SupervisionReply => self.text("text", "desk-supervision-reply", 3),
            Verb::Deferral => html! {
                (self.coded("reason", "desk-deferral-reason", "deferral", DEFERRAL_REASONS))
                (self.day("review_on", "desk-review-on"))
                (self.text("text", "desk-deferral-plan", 3))
                (self.text("public_note", "desk-deferral-note", 3))
            },
            Verb::MatterReferral => {
                let [label, hint] = ["desk-matter", "desk-matter-hint"].map(|key| self.label(key));
                html! {
                    (ui::text_input(&self.field("matter", &label).hint(&hint).value(&self.case.said(self.verb, "matter")).required().max(20), "text"))
                    (self.text("text", "desk-matter-why", 3))
                }
            }
            Verb::Completion => html! {
                (self.coded("result", "desk-result", "result", &CaseResult::ALL.iter().map(|m| m.code()).collect::<Vec<_>>()))
                (self.text("public_reply", "desk-reply", 4))
                (self.text("internal_note", "desk-note", 2))
            },
            Verb::Approval => self.tick("verification", "desk-look", false),
            Verb::Verification => self.look("desk-look-text"),
            Verb::Rework if self.case.case.state == State::Verification => self.look("desk-text"),
            Verb::Rework => self.text("text", "desk-text", 3),
            Verb::Exclusion => html! {
                (self.coded("reason", "desk-exclusion-reason", "exclusion", EXCLUSION_REASONS))
                (self.text("text", "desk-exclusion-proof", 3))
            },
            Verb::ExclusionRejection | Verb::ExclusionObjection => self.text("text", "desk-text", 3),
            Verb::Callback => self.callback(),
            _ => html! {},
        }
    }

    fn acceptance(self) -> Markup {
        let lang = self.ctx.lang;
        let case = &self.case.case;
        let categories = self.category_choices();
        let chosen = self.or_said("category", &case.category);
        let title = self.or_said("title", self.case.opened.first().map_or(case.title.as_str(), |o| o.title.as_str()));
        let place = self.or_said("place_name", &case.place);
        let urgencies: Vec<_> = Urgency::ALL.iter().map(|u| Choice::new(u.code(), word(lang, "urgency", u.code()))).collect();
        let levels: Vec<_> = PublicLevel::ALL.iter().map(|l| Choice::new(l.code(), word(lang, "public", l.code()))).collect();
        let labels = [
            self.label("desk-category"), self.label("desk-title"), self.label("desk-place"), self.label("desk-urgency"),
            self.label("desk-public"), self.label("desk-title-hint"),
        ];
        let [category, title_label, place_label, urgency, public, hint] = &labels;
        let plain = |c: &[Choice]| c.iter().map(|c| (c.value.clone(), c.text.clone())).collect::<Vec<_>>();
        html! {
            (ui::select(&self.field("category", category).value(&chosen).required(), &with_any(self.label("desk-choose"), &categories)))
            (ui::text_input(&self.field("title", title_label).value(&title).hint(hint).max(60), "text"))
            (super::intake::place_field(&self.field("place_name", place_label).value(&place)))
            div.pair {
                (ui::select(&self.field("urgency", urgency).value(&self.or_said("urgency", case.urgency.code())), &plain(&urgencies)))
                (ui::select(&self.field("public_level", public).value(&self.or_said("public_level", "")), &with_any(self.label("desk-public-usual"), &levels)))
            }
        }
    }

    /// What the part is about; it can be left to whoever takes it on.
    fn categories(self) -> Markup {
        let label = self.label("desk-category");
        let choices = self.category_choices();
        ui::select(&self.field("category", &label).value(&self.case.said(self.verb, "category")), &with_any(self.label("desk-split-any"), &choices))
    }

    fn category_choices(self) -> Vec<Choice> {
        let zh = self.ctx.lang.is_zh();
        self.case.choices.categories.iter().map(|c| Choice::new(&c.code, if zh { &c.name_zh } else { &c.name_en })).collect()
    }

    fn dispatch(self) -> Markup {
        let w = words(self.ctx.lang);
        let proposed = self.case.proposal.as_ref();
        let chosen = self.or_said("unit", proposed.map_or("", |p| p.unit.as_str()));
        let label = self.label("desk-lead");
        html! {
            @if let Some(p) = proposed {
                p { (fl!(w, "desk-proposal", unit = p.name.as_str())) " " small.muted { (p.basis) }
                    @if p.by_fallback { " " (ui::tag(ui::Tone::Warn, &fl!(w, "desk-fallback"))) } }
            }
            (ui::select(&self.field("unit", &label).value(&chosen).required(), &with_any(self.label("desk-choose"), &self.case.choices.units)))
            (self.assisting())
            (self.upper_why())
            @if let Some(p) = proposed.filter(|p| !p.similar.is_empty()) {
                details.fold { summary { (fl!(w, "desk-similar", n = p.similar.len())) }
                    ul.plain { @for s in &p.similar { li { a href=(s.case.path()) { (s.case.title) } " " small.muted { (s.case.place) } " → " (s.unit) } } } }
            }
        }
    }

    /// Our date comes close to that of the upper tier, or after it.
    fn upper_why(self) -> Markup {
        let Some(ours) = self.case.upper.as_ref().and_then(|u| u.tight) else { return html! {} };
        let (w, label) = (words(self.ctx.lang), self.label("desk-upper-why"));
        let hint = fl!(w, "desk-upper-why-hint", ours = ui::time::short(ours));
        ui::textarea(&self.field("upper_why", &label).hint(&hint).value(&self.case.said(self.verb, "upper_why")).required(), 2)
    }

    /// Units that assist from the start: those the catalogue names are ticked.
    fn assisting(self) -> Markup {
        let label = self.label("desk-assists");
        let usual = self.case.proposal.as_ref().map(|p| p.assists.join(" ")).unwrap_or_default();
        let chosen = self.or_said("assists", &usual);
        let choices: Vec<_> = self.case.choices.units.iter().map(|c| (c.value.as_str(), c.text.as_str())).collect();
        html! {
            details.fold open[!chosen.is_empty()] { summary { (label) }
                (ui::check_group(&self.field("assists", &label).value(&chosen), &choices)) }
        }
    }

    /// The number of the case it goes up in; those it might be stand beside.
    fn merger(self) -> Markup {
        let label = self.label("desk-merge-into");
        let told = |c: &crate::views::CaseLine| format!("{} · {} · {}", c.title, c.place, ui::time::short(c.opened_at));
        html! {
            (ui::text_input(&self.field("into", &label).value(&self.case.said(self.verb, "into")).list("alike").autocomplete("off").required(), "text"))
            datalist #alike { @for c in &self.case.alike { option value=(c.case_no) { (told(c)) } } }
        }
    }

    /// Departments, where to and how soon.
    fn whistle(self) -> Markup {
        let [units, spot, spot_hint] = ["desk-whistle-units", "desk-whistle-spot", "desk-whistle-spot-hint"].map(|key| self.label(key));
        let choices: Vec<_> = self.case.choices.units.iter().map(|c| (c.value.as_str(), c.text.as_str())).collect();
        html! {
            (ui::check_group(&self.field("units", &units).value(&self.case.said(self.verb, "units")), &choices))
            (ui::text_input(&self.field("spot", &spot).hint(&spot_hint).value(&self.case.said(self.verb, "spot")).required().max(60), "text"))
            (self.tick("urgent", "desk-whistle-urgent", false))
            (self.text("text", "desk-whistle-why", 3))
        }
    }

    /// Who does what, and by when.
    fn commitment(self) -> Markup {
        let [party, hint, what] = ["desk-commitment-party", "desk-commitment-party-hint", "desk-commitment-what"].map(|key| self.label(key));
        let kinds: Vec<_> = CommitmentKind::ALL.iter().map(|k| k.code()).collect();
        html! {
            (self.unit("desk-commitment-unit", "desk-commitment-other", ""))
            (ui::text_input(&self.field("party", &party).hint(&hint).value(&self.case.said(self.verb, "party")).max(60), "text"))
            (self.coded("kind", "desk-commitment-kind", "commitment-kind", &kinds))
            (ui::text_input(&self.field("what", &what).value(&self.case.said(self.verb, "what")).required().max(200), "text"))
            (self.day("due_on", "desk-commitment-due"))
        }
    }

    /// Which of the commitments is meant; not asked where only one can be.
    fn promised(self, stands: &[&str]) -> Markup {
        let open: Vec<_> = self.case.commitments.iter().filter(|c| stands.contains(&c.stands)).collect();
        let told = |c: &crate::views::CommitmentLine| format!("{} · {}", c.party, c.what);
        match open.as_slice() {
            [one] => html! { p { (told(one)) } input type="hidden" name="commitment" value=(one.id); },
            several => {
                let label = self.label("desk-commitment");
                let choices: Vec<_> = several.iter().map(|c| (c.id.to_string(), told(c))).collect();
                ui::select(&self.field("commitment", &label).value(&self.case.said(self.verb, "commitment")), &choices)
            }
        }
    }

    /// Which of the units called is meant; not asked where only one can be.
    fn helper(self, stands: &str) -> Markup {
        let at_it = ["called", "arrived", "declining"];
        let fits = |h: &&crate::views::HelperLine| if stands.is_empty() { at_it.contains(&h.stands.as_str()) } else { h.stands == stands };
        let units: Vec<_> = self.case.helpers.iter().filter(fits).map(|h| (h.unit_id.as_str(), h.unit.as_str())).collect();
        match units.as_slice() {
            [(id, name)] => html! { p { (name) } input type="hidden" name="unit" value=(id); },
            several => {
                let label = self.label("desk-helper");
                ui::select(&self.field("unit", &label).value(&self.case.said(self.verb, "unit")), several)
            }
        }
    }

    /// What was seen, and where from.
    fn look(self, key: &str) -> Markup {
        html! { (self.text("text", key, 3)) (self.here()) }
    }

    /// Where somebody stands, if they say so.
    fn here(self) -> Markup {
        let w = words(self.ctx.lang);
        html! {
            p.actions {
                button.btn.ghost type="button" hidden data-locate data-failed=(fl!(w, "locate-failed")) data-done=(fl!(w, "desk-look-here")) {
                    (ui::icon("locate-fixed")) (fl!(w, "desk-look-locate"))
                }
            }
            p.s role="status" data-located {}
            input type="hidden" name="lat" value="";
            input type="hidden" name="lon" value="";
        }
    }

    /// What the unit says, and who should have it instead.
    fn returning(self) -> Markup {
        let w = words(self.ctx.lang);
        let Some(asked) = &self.case.returning else { return html! {} };
        html! {
            p { b { (asked.unit) } " " (fl!(w, "desk-return-says", basis = asked.basis.as_str())) }
            @if let Some(other) = &asked.proposed { p.muted { (fl!(w, "desk-return-proposes", unit = other.as_str())) } }
            (self.unit("desk-lead", "desk-return-later", asked.proposed_id.as_deref().unwrap_or_default()))
        }
    }

    fn conferral(self) -> Markup {
        let lang = self.ctx.lang;
        let label = self.label("desk-chair");
        let chairs: Vec<_> = self.case.choices.chairs.iter()
            .map(|(account, role, name)| Choice::new(account, format!("{} · {name}", word(lang, "who", role)))).collect();
        let chosen = self.or_said("chair", "");
        ui::select(&self.field("chair", &label).value(&chosen).required(), &with_any(self.label("desk-choose"), &chairs))
    }

    /// A unit to be chosen; `none` says what an empty choice means.
    fn unit(self, key: &str, none: &str, usual: &str) -> Markup {
        let label = self.label(key);
        let chosen = self.or_said("unit", usual);
        ui::select(&self.field("unit", &label).value(&chosen), &with_any(self.label(none), &self.case.choices.units))
    }

    fn callback(self) -> Markup {
        html! {
            (self.voice())
            (self.tick("reached", "desk-reached", true))
            (self.tick("contacted", "desk-was-contacted", true))
            (rating_fields(self.ctx, self.problems))
            (self.tick("explained_ok", "desk-explained-ok", false))
            (self.tick("declined", "desk-declined", false))
            (self.text("reason", "desk-callback-reason", 2))
        }
    }

    /// Which voice it is about; not asked where there is only one.
    fn voice(self) -> Markup {
        let lang = self.ctx.lang;
        let open: Vec<_> = self.case.voices.iter().filter(|v| !v.withdrawn && (self.verb != Verb::Callback || v.settled.is_none())).collect();
        match open.as_slice() {
            [] => html! {},
            [one] => html! { input type="hidden" name="voice" value=(one.id); },
            several => {
                let label = self.label("desk-voice");
                let choices: Vec<_> = several.iter()
                    .map(|v| (v.id.to_string(), format!("{} {}", word(lang, "channel", v.channel), ui::time::short(v.received_at))))
                    .collect();
                ui::select(&self.field("voice", &label), &choices)
            }
        }
    }

    fn field<'f>(self, name: &'f str, label: &'f str) -> Field<'f>
    where
        Self: 'f,
    {
        Field::new(name, label).within(self.mark).problems(self.problems)
    }
    fn label(self, key: &str) -> String {
        ui::sentence(words(self.ctx.lang), key, &[])
    }
    fn or_said(self, field: &str, otherwise: &str) -> String {
        let said = self.case.said(self.verb, field);
        if said.is_empty() { otherwise.to_owned() } else { said }
    }
    fn text(self, name: &str, key: &str, rows: u8) -> Markup {
        let label = self.label(key);
        ui::textarea(&self.field(name, &label).value(&self.case.said(self.verb, name)), rows)
    }
    fn number(self, name: &str, key: &str, usual: &str) -> Markup {
        let label = self.label(key);
        ui::text_input(&self.field(name, &label).value(&self.or_said(name, usual)).required(), "number")
    }
    fn day(self, name: &str, key: &str) -> Markup {
        let label = self.label(key);
        ui::text_input(&self.field(name, &label).value(&self.or_said(name, "")).required(), "date")
    }
    /// What is to be decided.
    fn asked_for(self) -> Markup {
        let days = self.case.extension_days.unwrap_or(0);
        html! { p { (fl!(words(self.ctx.lang), "desk-extension-asked", days = days)) } }
    }
    fn coded(self, name: &str, key: &str, prefix: &str, codes: &[&str]) -> Markup {
        let label = self.label(key);
        let choices: Vec<_> = codes.iter().map(|c| ((*c).to_owned(), word(self.ctx.lang, prefix, c))).collect();
        ui::select(&self.field(name, &label).value(&self.case.said(self.verb, name)), &choices)
    }
    /// A box to tick; `on` unless the refused form said otherwise.
    fn tick(self, name: &str, key: &str, on: bool) -> Markup {
        let label = self.label(key);
        let said = self.case.said(self.verb, name);
        let value = if said.is_empty() { on.to_string() } else { said };
        ui::checkbox(&self.field(name, &label).value(&value))
    }
}
