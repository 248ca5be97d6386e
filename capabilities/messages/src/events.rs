//! What happens here: ids and codes. What a message says stands in no event.

use kernel::{AccountId, Audience, Event, Subject, uuid::Uuid};
use serde::Serialize;

macro_rules! events {
    ($($name:ident $code:literal $kind:literal $id:ident: $t:ty as $uuid:expr $(, $field:ident: $ft:ty)*;)*) => { $(
        #[derive(Debug, Serialize)]
        pub struct $name { pub $id: $t, $(pub $field: $ft),* }
        impl Event for $name {
            const NAME: &'static str = $code;
            fn subject(&self) -> Subject { Subject { kind: $kind, id: $uuid(self.$id) } }
            fn audience(&self) -> Audience { Audience::Audit }
        }
    )* };
}
events! {
    MessageRead "messages.message_read" "message" message: Uuid as std::convert::identity;
    AllRead "messages.all_read" "account" account: AccountId as AccountId::uuid, messages: u64;
    MeansChosen "messages.means_chosen" "account" account: AccountId as AccountId::uuid;
    EmailVerified "messages.email_verified" "account" account: AccountId as AccountId::uuid;
    EmailRemoved "messages.email_removed" "account" account: AccountId as AccountId::uuid;
    Unsubscribed "messages.unsubscribed" "account" account: AccountId as AccountId::uuid, means: &'static str;
    TriedAgain "messages.tried_again" "sending" sending: Uuid as std::convert::identity;
}
