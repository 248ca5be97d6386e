//! What changed between two texts, sentence by sentence, and which texts are like each other.

use crate::rules::codes;
use serde::Serialize;
use similar_text::{Document, Frequencies, Near, Settings, rank};
use utoipa::ToSchema;

codes! { Change { Same "same", Gone "gone", New "new" } }

/// A piece of two texts laid beside each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Piece {
    pub change: Change,
    pub text: String,
}

/// The longest common run of sentences stays; what is only in the old is gone, what is only in the new is new. The old is
/// all pieces but the new ones in order, the new all but the gone.
pub fn diff(old: &str, new: &str) -> Vec<Piece> {
    let (a, b) = (sentences(old), sentences(new));
    // Lengths of the longest common subsequence of the rests (Wagner and Fischer, 1974).
    let mut best = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i][j] = if a[i] == b[j] { best[i + 1][j + 1] + 1 } else { best[i + 1][j].max(best[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut pieces) = (0, 0, vec![]);
    while i < a.len() || j < b.len() {
        let change = match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) if x == y => Change::Same,
            (Some(_), Some(_)) if best[i + 1][j] >= best[i][j + 1] => Change::Gone,
            (Some(_), None) => Change::Gone,
            _ => Change::New,
        };
        let text = if change == Change::New { b[j] } else { a[i] };
        i += usize::from(change != Change::New);
        j += usize::from(change != Change::Gone);
        push(&mut pieces, change, text);
    }
    pieces
}

fn push(pieces: &mut Vec<Piece>, change: Change, text: &str) {
    match pieces.last_mut() {
        Some(last) if last.change == change => last.text.push_str(text),
        _ => pieces.push(Piece { change, text: text.to_owned() }),
    }
}

/// Cut after each mark that ends a sentence or a part of one.
fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '，', '；', '！', '？', '、', '：', '.', ',', ';', '!', '?', '\n']).collect()
}

/// Which of many texts are like what somebody is about to say, the likest first: indices into `known`. A title is compared
/// alone and with its text: a long text drowns the two words that tell it.
pub fn alike(said: &str, known: &[(String, String)], most: usize) -> Vec<usize> {
    let asked = Document::of(said, "");
    let documents: Vec<Document> = known.iter().flat_map(|(title, text)| [Document::of(title, ""), Document::of(title, text)]).collect();
    let mut often = Frequencies::default();
    documents.iter().chain([&asked]).for_each(|d| often.add(d));
    let asked = often.weigh(&asked);
    let candidates = documents.iter().enumerate().map(|(n, d)| (n, often.weigh(d), Near::default()));
    let settings = Settings { suggest: LIKE, ..Settings::default() };
    let mut found: Vec<usize> = vec![];
    for hint in rank(&asked, candidates, &settings, 2 * most) {
        if !found.contains(&(hint.id / 2)) {
            found.push(hint.id / 2);
        }
    }
    found.truncate(most);
    found
}

/// From this likeness on, of 2, a title is shown beside another.
const LIKE: f64 = 0.25;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_sentence_is_shown_and_the_others_stay() {
        let pieces = diff("周二开课，免费。自带本子。", "周三开课，免费。自带本子。");
        let told: Vec<(Change, &str)> = pieces.iter().map(|p| (p.change, p.text.as_str())).collect();
        assert_eq!(told, [(Change::Gone, "周二开课，"), (Change::New, "周三开课，"), (Change::Same, "免费。自带本子。")]);
    }

    #[test]
    fn a_like_title_is_found_and_another_is_not() {
        let night = ("在活动室办夜校".to_owned(), "每周两晚，在活动室，下班后学点手艺。".to_owned());
        assert_eq!(alike("社区夜校", std::slice::from_ref(&night), 3), [0]);
        let known = [night, ("楼顶微花园".to_owned(), "种菜种花".to_owned())];
        assert_eq!(alike("晚上办个夜校", &known, 3), [0]);
        assert_eq!(alike("电梯太慢", &known, 3), Vec::<usize>::new());
    }
}
