//! What happens to boxes: ids, codes and numbers, never a word of a card.

use super::{BoxId, CardId, OpeningId};
use kernel::{AccountId, Event, PlaceId, Subject, uuid::Uuid};
use serde::Serialize;

macro_rules! events {
    ($($name:ident $code:literal $kind:literal $id:ident: $t:ty $(, $field:ident: $ft:ty)*;)*) => { $(
        #[derive(Clone, Debug, Serialize)]
        pub struct $name { pub $id: $t, $(pub $field: $ft),* }
        impl Event for $name {
            const NAME: &'static str = $code;
            fn subject(&self) -> Subject { Subject { kind: $kind, id: self.$id.uuid() } }
        }
    )* };
}
events! {
    BoxMade "boxes.box_made" "box" the_box: BoxId, community: Option<PlaceId>;
    BoxChanged "boxes.box_changed" "box" the_box: BoxId, active: bool;
    CardsPrinted "boxes.cards_printed" "box" the_box: BoxId, cards: i32;
    BoxOpened "boxes.box_opened" "opening" opening: OpeningId, the_box: BoxId, first: AccountId, second: AccountId, finding: Option<&'static str>;
    CardsPhotographed "boxes.cards_photographed" "opening" opening: OpeningId, photo: Uuid;
    CardsCounted "boxes.cards_counted" "opening" opening: OpeningId, counted: i32;
    CardKeyed "boxes.card_keyed" "opening" opening: OpeningId, card: CardId, no: i32, voice: Uuid, printed: bool;
    SubjectAdded "boxes.subject_added" "opening" opening: OpeningId, card: CardId, no: i32, voice: Uuid;
    CardVoided "boxes.card_voided" "opening" opening: OpeningId, card: CardId, no: i32, reason: &'static str;
    VoidsConfirmed "boxes.voids_confirmed" "opening" opening: OpeningId, cards: Vec<CardId>, second: AccountId;
    CountCorrected "boxes.count_corrected" "opening" opening: OpeningId, was: i32, counted: i32, reason: &'static str, first: AccountId, second: AccountId;
    OpeningSealed "boxes.opening_sealed" "opening" opening: OpeningId, counted: i32, voices: i32, void: i32, corrections: i32, first: AccountId, second: AccountId, digest: String;
}
