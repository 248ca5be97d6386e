//! What a person chose: means, quiet time, a verified address.

use crate::rules::{Kind, Means, Span, Wishes};
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, Purpose, Sealed, StreetId, uuid::Uuid};

/// What stands for an account as a whole.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    pub lang: String,
    pub quiet_from: Option<i32>,
    pub quiet_until: Option<i32>,
    pub daily: bool,
    pub email_masked: Option<String>,
}
db::row!(Kept { lang, quiet_from, quiet_until, daily, email_masked });

impl Kept {
    pub fn quiet(&self) -> Option<Span> {
        Some(Span { from: self.quiet_from?, until: self.quiet_until? })
    }
    pub fn lang(&self) -> ui::Lang {
        if self.lang == ui::Lang::En.tag() { ui::Lang::En } else { ui::Lang::Zh }
    }
    pub fn wishes(&self, chosen: Option<Means>) -> Wishes {
        Wishes { quiet: self.quiet(), daily: self.daily, has_email: self.email_masked.is_some(), chosen }
    }
}

pub fn kept(r: &mut Reader<'_>, street: StreetId, account: AccountId) -> Result<Kept> {
    let sql = "select lang, quiet_from, quiet_until, daily, email_masked from message_wishes where street_id = $1 and account_id = $2";
    Ok(r.opt(sql, args![street, account])?.unwrap_or_default())
}

pub fn choices(r: &mut Reader<'_>, street: StreetId, account: AccountId) -> Result<Vec<(Kind, Means)>> {
    r.all("select kind, means from message_choices where street_id = $1 and account_id = $2", args![street, account])
}

pub fn chosen(r: &mut Reader<'_>, street: StreetId, account: AccountId, kind: Kind) -> Result<Option<Means>> {
    r.opt(
        "select means from message_choices where street_id = $1 and account_id = $2 and kind = $3",
        args![street, account, kind.code()],
    )
}

pub fn set_choice(tx: &mut Tx<'_>, account: AccountId, kind: Kind, means: Means) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into message_choices (street_id, account_id, kind, means) values ($1, $2, $3, $4)
         on conflict (street_id, account_id, kind) do update set means = excluded.means",
        args![street, account, kind.code(), means.code()],
    )?;
    Ok(())
}

/// Everything that went by e-mail lies in the inbox alone from now on.
pub fn no_more_email(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update message_choices set means = 'app' where street_id = $1 and account_id = $2 and means = 'email'",
        args![street, account],
    )?;
    Ok(())
}

pub fn set_wishes(tx: &mut Tx<'_>, account: AccountId, lang: ui::Lang, quiet: Option<Span>, daily: bool) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into message_wishes (street_id, account_id, lang, quiet_from, quiet_until, daily) values ($1, $2, $3, $4, $5, $6)
         on conflict (street_id, account_id) do update set lang = excluded.lang, quiet_from = excluded.quiet_from,
           quiet_until = excluded.quiet_until, daily = excluded.daily",
        args![street, account, lang.tag(), quiet.map(|q| q.from), quiet.map(|q| q.until), daily],
    )?;
    Ok(())
}

const EMAIL: &str = "message_wishes.email";

/// A verified address, or none any more. The language is kept where there was no row yet.
pub fn set_email(tx: &mut Tx<'_>, account: AccountId, lang: ui::Lang, email: Option<(&str, &str)>) -> Result<()> {
    let street = tx.street();
    let sealed = email.map(|(plain, _)| tx.seal(Purpose::Contact, EMAIL, account.uuid(), plain)).transpose()?;
    tx.exec(
        "insert into message_wishes (street_id, account_id, lang, daily, email, email_masked) values ($1, $2, $3, $4, $5, $6)
         on conflict (street_id, account_id) do update set email = excluded.email, email_masked = excluded.email_masked",
        args![street, account, lang.tag(), false, sealed, email.map(|(_, masked)| masked)],
    )?;
    Ok(())
}

/// The address itself, opened on record.
pub fn open_email(tx: &mut Tx<'_>, account: AccountId, reason: &'static str) -> Result<Option<String>> {
    let street = tx.street();
    let sealed: Option<Option<Sealed>> =
        tx.opt("select email from message_wishes where street_id = $1 and account_id = $2", args![street, account])?;
    sealed.flatten().map(|s| tx.open_sealed(&s, Purpose::Contact, EMAIL, account.uuid(), reason)).transpose()
}

/// A code on its way to an address.
pub struct Code {
    pub id: Uuid,
    pub email: Sealed,
    pub email_masked: String,
    pub digest: Vec<u8>,
    pub tries: i64,
}
db::row!(Code { id, email, email_masked, digest, tries });

const CODE_EMAIL: &str = "message_codes.email";

/// What is stored of a code: bound to its account and to the house's key.
pub fn code_digest(r: &mut Reader<'_>, account: AccountId, code: &str) -> Result<Vec<u8>> {
    r.blind(Purpose::Contact, "message_codes.digest", &format!("{account}/{code}"))
}

pub fn add_code(tx: &mut Tx<'_>, account: AccountId, email: (&str, &str), digest: &[u8], until: Moment) -> Result<()> {
    let (street, now, id) = (tx.street(), tx.now(), Uuid::now_v7());
    let sealed = tx.seal(Purpose::Contact, CODE_EMAIL, id, email.0)?;
    tx.exec(
        "insert into message_codes (street_id, id, account_id, email, email_masked, digest, made_at, until_at, tries)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
        args![street, id, account, sealed, email.1, digest, now, until],
    )?;
    Ok(())
}

pub fn codes_since(r: &mut Reader<'_>, street: StreetId, account: AccountId, since: Moment) -> Result<Vec<Moment>> {
    r.all(
        "select made_at from message_codes where street_id = $1 and account_id = $2 and made_at > $3",
        args![street, account, since],
    )
}

/// The newest code that is still good.
pub fn code(r: &mut Reader<'_>, street: StreetId, account: AccountId, now: Moment) -> Result<Option<Code>> {
    r.opt(
        "select id, email, email_masked, digest, tries from message_codes
         where street_id = $1 and account_id = $2 and used_at is null and until_at > $3
         order by made_at desc
         limit 1",
        args![street, account, now],
    )
}

pub fn tried_code(tx: &mut Tx<'_>, id: Uuid, used: Option<Moment>) -> Result<()> {
    let street = tx.street();
    tx.exec("update message_codes set tries = tries + 1, used_at = $3 where street_id = $1 and id = $2", args![street, id, used])?;
    Ok(())
}

/// The address a code was sent to, opened on record.
pub fn open_code_email(tx: &mut Tx<'_>, code: &Code) -> Result<String> {
    tx.open_sealed(&code.email, Purpose::Contact, CODE_EMAIL, code.id, "verified")
}

/// What the link of an e-mail shows in proof: made from the house's key, the same each time, stored nowhere.
pub fn unsubscribe_proof(r: &mut Reader<'_>, account: AccountId) -> Result<String> {
    let blind = r.blind(Purpose::Contact, "messages.unsubscribe", &account.to_string())?;
    Ok(hex::encode(&blind[..blind.len().min(16)]))
}
