//! Prints the gallery: `cargo run -p ui --example gallery -- [zh|en] [desk|elder|resident]`.

use ui::{Ctx, Lang, Mode, ViewerBadge};

fn main() {
    let asked: Vec<String> = std::env::args().collect();
    let has = |word: &str| asked.iter().any(|a| a == word);
    let ctx = Ctx {
        lang: if has("en") { Lang::En } else { Lang::Zh },
        mode: if has("elder") { Mode::Elder } else { Mode::Standard },
        viewer: Some(ViewerBadge { name: "陈晓燕".into(), staff: true, post: "受理员".into(), entries: ui::layout::ENTRIES.to_vec(), unread: 3, helping: None }),
        counts: vec![("/desk/cases", 312)],
        ..Ctx::sample()
    };
    let page = if has("resident") || has("elder") { ui::gallery_for_residents(&ctx) } else { ui::gallery(&ctx) };
    println!("{}", page.into_string());
}
