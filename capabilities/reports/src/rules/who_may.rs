//! Who may do what: everybody reads what is published; posts of the street declare, certify, write and sign.

use auth::{Act, By, May, Reach, Role, Strength, WholeStreet};

pub const SEE: &str = "see_indicators";

pub const WHO_MAY: &[May] = &[
    // Definitions, published numbers, signed editions, open data: public, no account.
    May::by(By::Anyone, SEE, Reach::Street),
    // Running numbers of the whole street, and the records behind them.
    May::post(Role::StreetOfficer, "read_records", Reach::Street),
    May::post(Role::StreetLeader, "read_records", Reach::Street),
    May::post(Role::Supervisor, "read_records", Reach::Street),
    May::post(Role::Auditor, "read_records", Reach::Street),
    May::by(By::System, "read_records", Reach::Street),
    // Typed from a paper; put right with a reason.
    May::post(Role::StreetOfficer, "declare_figure", Reach::Street),
    May::by(By::System, "declare_figure", Reach::Street),
    May::post(Role::StreetOfficer, "restate_figure", Reach::Street),
    // Vouched for by another hand.
    May::post(Role::StreetOfficer, "certify_figure", Reach::Street).at(Strength::Known),
    May::post(Role::StreetLeader, "certify_figure", Reach::Street).at(Strength::Known),
    // Templates and drafts; reviewed by a second, signed by the leader.
    May::post(Role::StreetOfficer, "write_report", Reach::Street),
    May::by(By::System, "write_report", Reach::Street),
    May::post(Role::StreetOfficer, "review_report", Reach::Street).at(Strength::Known),
    May::post(Role::Supervisor, "review_report", Reach::Street).at(Strength::Known),
    May::post(Role::StreetLeader, "sign_report", Reach::Street).at(Strength::Known),
    // Editions that are not signed yet.
    May::post(Role::StreetOfficer, "see_drafts", Reach::Street),
    May::post(Role::Supervisor, "see_drafts", Reach::Street),
    May::post(Role::StreetLeader, "see_drafts", Reach::Street),
    May::post(Role::Auditor, "see_drafts", Reach::Street),
    May::by(By::System, "see_drafts", Reach::Street),
];

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident $code:literal seen by $see:literal),* $(,)?) => { $(
        $(#[$doc])*
        pub enum $name {}
        impl Act<WholeStreet> for $name {
            const NAME: &'static str = $code;
            const RULES: &'static [May] = WHO_MAY;
            const SEE: &'static str = $see;
        }
    )* };
}
acts! {
    ReadRecords "read_records" seen by "read_records",
    DeclareFigure "declare_figure" seen by "see_indicators",
    CertifyFigure "certify_figure" seen by "see_indicators",
    RestateFigure "restate_figure" seen by "see_indicators",
    WriteReport "write_report" seen by "see_drafts",
    ReviewReport "review_report" seen by "see_drafts",
    SignReport "sign_report" seen by "see_drafts",
    SeeDrafts "see_drafts" seen by "see_drafts",
}

/// The desk's pages for whoever may open them.
pub fn desk_entries(viewer: &auth::Viewer, now: kernel::Moment) -> Vec<&'static str> {
    let pages = [("read_records", "/desk/indicators"), ("see_drafts", "/desk/reports")];
    pages.into_iter().filter(|(act, _)| auth::reaches(WHO_MAY, act, viewer, now)).map(|(_, page)| page).collect()
}
