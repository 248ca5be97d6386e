//! What a person chooses: means for each kind, a quiet time, one list a day; and the way out of an e-mail.

use crate::events::{MeansChosen, Unsubscribed};
use crate::rules::{self, ChoosingMeans, Kind, Means, clock};
use crate::store;
use crate::views::{ChoiceLine, ChoicesView, UnsubscribeView};
use db::{Reader, Result, Tx};
use kernel::{AccountId, Moment, Outcome, StreetId, uuid::Uuid};
use ui::Lang;

/// The kinds somebody may choose for.
fn kinds(staff: bool) -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(move |k| staff || *k != Kind::Work)
}

pub fn choices(r: &mut Reader<'_>, street: StreetId, account: AccountId, staff: bool, now: Moment) -> Result<ChoicesView> {
    let kept = store::kept(r, street, account)?;
    let chosen = store::choices(r, street, account)?;
    let has_phone = identity::has_phone(r, street, account)?;
    let line = |kind: Kind| ChoiceLine { kind, means: chosen.iter().find(|c| c.0 == kind).map(|c| c.1) };
    let pending = store::code(r, street, account, now)?.map(|c| c.email_masked);
    let (quiet_from, quiet_until) = kept.quiet().map(|q| (clock(q.from), clock(q.until))).unwrap_or_default();
    Ok(ChoicesView {
        choices: kinds(staff).map(line).collect(),
        has_phone,
        email: kept.email_masked,
        pending,
        quiet_from,
        quiet_until,
        daily: kept.daily,
        typed_email: String::new(),
        problems: vec![],
    })
}

pub fn choose(tx: &mut Tx<'_>, account: AccountId, staff: bool, words: &ChoosingMeans, lang: Lang) -> Result<Outcome<()>> {
    let street = tx.street();
    let (has_phone, kept) = (identity::has_phone(tx, street, account)?, store::kept(tx, street, account)?);
    let quiet = match rules::choose(words, has_phone, kept.email_masked.is_some()) {
        Ok(quiet) => quiet,
        Err(problems) => return Ok(Outcome::Refused((), problems)),
    };
    for kind in kinds(staff) {
        if let Some(means) = words.of(kind) {
            store::set_choice(tx, account, kind, means)?;
        }
    }
    store::set_wishes(tx, account, lang, quiet, words.daily)?;
    tx.record(&MeansChosen { account })?;
    Ok(Outcome::Done(()))
}

/// The account behind the link of an e-mail; a link that shows no proof leads nowhere.
pub fn unsubscriber(r: &mut Reader<'_>, street: StreetId, token: &str) -> Result<(AccountId, UnsubscribeView)> {
    use subtle::ConstantTimeEq;
    let hidden = || db::Fault::from(auth::Denied::Hidden);
    let (id, proof) = token.split_once('.').ok_or_else(hidden)?;
    let account = AccountId(Uuid::try_parse(id).map_err(|_| hidden())?);
    let right = store::unsubscribe_proof(r, account)?;
    if !bool::from(right.as_bytes().ct_eq(proof.as_bytes())) {
        return Err(hidden());
    }
    let by_email = store::choices(r, street, account)?.iter().any(|c| c.1 == Means::Email);
    let masked = store::kept(r, street, account)?.email_masked;
    Ok((account, UnsubscribeView { token: token.to_owned(), email: masked.unwrap_or_default(), done: !by_email }))
}

/// The link's other end.
pub fn unsubscribe_token(r: &mut Reader<'_>, account: AccountId) -> Result<String> {
    Ok(format!("{}.{}", account.uuid().simple(), store::unsubscribe_proof(r, account)?))
}

/// No more e-mail; SMS and the inbox stay as they are.
pub fn unsubscribe(tx: &mut Tx<'_>, token: &str) -> Result<Outcome<()>> {
    let street = tx.street();
    let (account, view) = unsubscriber(tx, street, token)?;
    if !view.done {
        store::no_more_email(tx, account)?;
        tx.record(&Unsubscribed { account, means: Means::Email.code() })?;
    }
    Ok(Outcome::Done(()))
}
