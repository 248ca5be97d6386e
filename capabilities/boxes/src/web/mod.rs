//! Routes and handlers.

mod boxes;
mod openings;
mod public;
mod scans;

use crate::rules::{KEEP, OPEN, SEE};
use crate::views::{BoxView, BoxesView, CodeSentView, OpeningView, PublicBoxesView, RecordView, SheetView};
use edge::Routes;

pub fn routes() -> Routes {
    Routes::new("boxes")
        .get("/boxes", "see_boxes", "Where opinion boxes hang, and what came out last.", public::show)
        .gives::<PublicBoxesView>()
        .get("/desk/boxes", SEE, "The boxes with their plans; the overdue first.", boxes::list)
        .gives::<BoxesView>()
        .post("/desk/boxes", KEEP, "Put a box up.", boxes::put_up)
        .takes::<crate::rules::BoxWords>()
        .gives::<BoxesView>()
        .get("/desk/boxes/{id}", SEE, "One box with its openings.", boxes::show)
        .gives::<BoxView>()
        .post("/desk/boxes/{id}/plan", KEEP, "Change its words, its day, its keys; or take it down.", boxes::change)
        .takes::<crate::rules::BoxWords>()
        .gives::<BoxView>()
        .post("/desk/boxes/{id}/cards", "print_cards", "Cards to print; their stubs' numbers are shown this once.", boxes::print)
        .takes::<boxes::Printing>()
        .gives::<SheetView>()
        .post("/desk/boxes/{id}/openings", OPEN, "Open the box: both sign.", openings::begin)
        .takes::<openings::BeginningSigned>()
        .gives::<OpeningView>()
        .post("/desk/openings/codes", OPEN, "Send a code to the second signatory's phone.", openings::send_code)
        .takes::<openings::CodeWanted>()
        .gives::<CodeSentView>()
        .get("/desk/openings/{id}", SEE, "One opening, without a word of any card.", openings::show)
        .gives::<OpeningView>()
        .get("/desk/openings/{id}/record", SEE, "The record of a sealed opening, for paper.", openings::record)
        .gives::<RecordView>()
        .post("/desk/openings/{id}/photo", OPEN, "The picture of the cards laid out.", openings::photograph)
        .gives::<OpeningView>()
        .post("/desk/openings/{id}/count", OPEN, "How many there are, before any is keyed.", openings::count)
        .takes::<openings::Counting>()
        .gives::<OpeningView>()
        .post("/desk/openings/{id}/count/correction", OPEN, "Another count, with both signatures; the first stays.", openings::correct)
        .takes::<openings::CorrectingSigned>()
        .gives::<OpeningView>()
        .post("/desk/openings/{id}/cards", OPEN, "Key the next card; it becomes a voice.", openings::key)
        .takes::<crate::rules::Keying>()
        .gives::<OpeningView>()
        .post("/desk/openings/{id}/subjects", OPEN, "A further subject of a card: another voice, the same card.", openings::add_subject)
        .takes::<crate::rules::Keying>()
        .gives::<OpeningView>()
        .post("/desk/openings/{id}/voids", OPEN, "The next card is no voice.", openings::void)
        .takes::<crate::rules::Voiding>()
        .gives::<OpeningView>()
        .post("/desk/openings/{id}/voids/confirmation", OPEN, "The second signatory confirms what is void.", openings::confirm_voids)
        .takes::<openings::Signing>()
        .gives::<OpeningView>()
        .post("/desk/openings/{id}/seal", OPEN, "Seal it with both signatures, if it adds up.", openings::seal)
        .takes::<openings::SealingSigned>()
        .gives::<OpeningView>()
        .post("/desk/openings/{id}/photo/original", "open_scan", "The picture of the cards, for a reason that is kept.", scans::photo)
        .takes::<edge::photos::ScanOpening>()
        .post("/desk/openings/{id}/cards/{no}/scan/original", "open_scan", "The scan of a card, for a reason that is kept.", scans::card)
        .takes::<edge::photos::ScanOpening>()
}
