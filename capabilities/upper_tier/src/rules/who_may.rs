//! Who may do what with orders of the upper tier.

use auth::{Act, By, May, Reach, Role, Viewer, WholeStreet};
use kernel::Moment;

pub const WHO_MAY: &[May] = &[
    May::post(Role::Clerk, "see_orders", Reach::Street),
    May::post(Role::Dispatcher, "see_orders", Reach::Street),
    May::post(Role::Supervisor, "see_orders", Reach::Street),
    May::post(Role::StreetLeader, "see_orders", Reach::Street),
    May::by(By::System, "see_orders", Reach::Street),
    May::post(Role::Clerk, "take_orders", Reach::Street),
    May::post(Role::Dispatcher, "take_orders", Reach::Street),
    May::by(By::System, "take_orders", Reach::Street),
    // What goes up, and what they say: whoever hands cases out.
    May::post(Role::Dispatcher, "answer_upstairs", Reach::Street),
    May::by(By::System, "answer_upstairs", Reach::Street),
];

macro_rules! acts {
    ($($name:ident $code:literal),* $(,)?) => { $(
        pub enum $name {}
        impl Act<WholeStreet> for $name {
            const NAME: &'static str = $code;
            const RULES: &'static [May] = WHO_MAY;
            const SEE: &'static str = "see_orders";
        }
    )* };
}
acts! { SeeOrders "see_orders", TakeOrders "take_orders", AnswerUpstairs "answer_upstairs" }

/// The desk's page of orders, for those who work with them.
pub fn desk_entries(viewer: &Viewer, now: Moment) -> Option<&'static str> {
    (viewer.is_staff() && auth::reaches(WHO_MAY, "see_orders", viewer, now)).then_some("/desk/upper")
}
