//! What happens to orders: ids, codes and counts only.

use kernel::{Audience, Event, Subject, uuid::Uuid};
use serde::Serialize;

macro_rules! events {
    ($($name:ident $code:literal { $($field:ident: $t:ty),* $(,)? })*) => { $(
        #[derive(Serialize)]
        pub struct $name {
            #[serde(skip)]
            pub of: Uuid,
            $(pub $field: $t,)*
        }
        impl Event for $name {
            const NAME: &'static str = $code;
            fn subject(&self) -> Subject {
                Subject { kind: "upper_order", id: self.of }
            }
            fn audience(&self) -> Audience {
                Audience::Staff
            }
        }
    )* };
}
events! {
    // A file or a turn of the line, by its own id.
    OrdersTaken "upper_tier.orders_taken" { fresh: i32, changed: i32, known: i32 }
    WordsHeard "upper_tier.words_heard" { fresh: i32, known: i32 }
    // One order.
    OrderTaken "upper_tier.order_taken" { voice: Uuid }
    SentUp "upper_tier.sent_up" { kind: &'static str, way: &'static str, round: i32 }
}
