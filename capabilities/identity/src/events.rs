//! What happens here: ids and codes, never a name or a number.

use kernel::{AccountId, Event, Moment, PersonId, PostId, Subject, uuid::Uuid};
use serde::Serialize;

macro_rules! events {
    ($($name:ident $code:literal $kind:literal $id:ident: $t:ty $(, $field:ident: $ft:ty)*;)*) => { $(
        #[derive(Debug, Serialize)]
        pub struct $name { pub $id: $t, $(pub $field: $ft),* }
        impl Event for $name {
            const NAME: &'static str = $code;
            fn subject(&self) -> Subject { Subject { kind: $kind, id: self.$id.uuid() } }
            fn audience(&self) -> kernel::Audience { kernel::Audience::Audit }
        }
    )* };
}
events! {
    SignedIn "identity.signed_in" "account" account: AccountId, means: &'static str;
    Countersigned "identity.countersigned" "account" account: AccountId;
    SignedOut "identity.signed_out" "account" account: AccountId;
    SessionEnded "identity.session_ended" "account" account: AccountId;
    AccountOpened "identity.account_opened" "account" account: AccountId;
    AccountDisabled "identity.account_disabled" "account" account: AccountId;
    AccountEnabled "identity.account_enabled" "account" account: AccountId;
    TokenCreated "identity.token_created" "account" account: AccountId;
    TokenRevoked "identity.token_revoked" "account" account: AccountId;
    ResidenceConfirmed "identity.residence_confirmed" "person" person: PersonId, tie: &'static str;
    HelpingBegan "identity.helping_began" "account" account: AccountId, helping: Uuid, person: PersonId, way: &'static str, until: Moment;
    HelpingEnded "identity.helping_ended" "account" account: AccountId, helping: Uuid, how: &'static str;
    PersonUnited "identity.person_united" "person" person: PersonId, from: PersonId;
    PersonErased "identity.person_erased" "person" person: PersonId;
    PostProposed "identity.post_proposed" "post" post: PostId, person: PersonId, role: &'static str;
    PostGranted "identity.post_granted" "post" post: PostId, person: PersonId;
    PostEnded "identity.post_ended" "post" post: PostId, person: PersonId;
}
