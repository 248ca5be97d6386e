//! Search by words, one interface on two engines: jieba cuts Chinese text, FTS5 and `tsvector('simple')` keep it.

use crate::conn::Engine;
use crate::{Reader, Result, Tx, args};
use jieba_rs::Jieba;
use kernel::StreetId;
use std::sync::LazyLock;
use uuid::Uuid;

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// The words of a text as they are indexed, joined by spaces: every word of the dictionary that stands in it and
/// every character. So whatever part of the text is asked for, however it is cut, all its pieces are there.
pub fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut words = cut(&lower);
    words.extend(JIEBA.cut_all(&lower).into_iter().filter_map(|t| bare(t.word)));
    words.extend(lower.chars().filter(|c| is_han(*c)).map(String::from));
    words.sort();
    words.dedup();
    words.join(" ")
}

/// The words of a question: each must be found.
pub fn query_words(text: &str) -> Vec<String> {
    let mut words = cut(&text.to_lowercase());
    words.sort();
    words.dedup();
    words.truncate(12);
    words
}

/// Cut by the dictionary alone: a guessed word would depend on what stands around it.
fn cut(lower: &str) -> Vec<String> {
    JIEBA.cut(lower, false).into_iter().filter_map(|t| bare(t.word)).collect()
}

/// Without punctuation; nothing if that was all.
fn bare(word: &str) -> Option<String> {
    let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    (!word.is_empty()).then_some(word)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

impl Tx<'_> {
    /// Makes a thing findable by the words of `text`; a second call replaces the first.
    pub fn index_words(&mut self, kind: &str, id: Uuid, text: &str) -> Result<()> {
        let (street, words) = (self.street(), words(text));
        if self.engine() == Engine::Postgres {
            self.exec(
                "insert into search_rows (street_id, kind, id, words) values ($1, $2, $3, to_tsvector('simple', $4))
                 on conflict (street_id, kind, id) do update set words = excluded.words",
                args![street, kind, id, words],
            )?;
            return Ok(());
        }
        let find = "select row from search_rows where street_id = $1 and kind = $2 and id = $3";
        let row: i64 = match self.opt(find, args![street, kind, id])? {
            Some(row) => {
                self.exec("delete from search_words where rowid = $1", args![row])?;
                row
            }
            None => {
                self.exec("insert into search_rows (street_id, kind, id) values ($1, $2, $3)", args![street, kind, id])?;
                self.one(find, args![street, kind, id])?
            }
        };
        self.exec("insert into search_words (rowid, words) values ($1, $2)", args![row, words])?;
        Ok(())
    }

    pub fn forget_words(&mut self, kind: &str, id: Uuid) -> Result<()> {
        let street = self.street();
        if self.engine() == Engine::Sqlite {
            let find = "select row from search_rows where street_id = $1 and kind = $2 and id = $3";
            if let Some(row) = self.opt::<i64>(find, args![street, kind, id])? {
                self.exec("delete from search_words where rowid = $1", args![row])?;
            }
        }
        self.exec("delete from search_rows where street_id = $1 and kind = $2 and id = $3", args![street, kind, id])?;
        Ok(())
    }
}

impl Reader<'_> {
    /// The newest things in which every word of `query` stands.
    pub fn find_words(&mut self, street: StreetId, kind: &str, query: &str, limit: i64) -> Result<Vec<Uuid>> {
        let words = query_words(query);
        if words.is_empty() {
            return Ok(vec![]);
        }
        if self.engine() == Engine::Postgres {
            let query = words.join(" & ");
            return self.all(
                "select id from search_rows
                 where street_id = $1 and kind = $2 and words @@ to_tsquery('simple', $3)
                 order by id desc
                 limit $4",
                args![street, kind, query, limit],
            );
        }
        let query = words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(" ");
        self.all(
            "select r.id from search_words w join search_rows r on r.row = w.rowid
             where w.words match $1 and r.street_id = $2 and r.kind = $3
             order by w.rowid desc
             limit $4",
            args![query, street, kind, limit],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_part_of_a_text_finds_it() {
        let text = "翠湖苑3幢楼道灯不亮，老人夜里下楼看不见 20261127-RCFV4X";
        let indexed: Vec<String> = words(text).split(' ').map(str::to_owned).collect();
        let letters: Vec<char> = text.chars().collect();
        for from in 0..letters.len() {
            for to in from + 1..=letters.len() {
                let part: String = letters[from..to].iter().collect();
                // A part of a number or of a Latin word is not a word of its own.
                if part.chars().all(|c| is_han(c) || !c.is_alphanumeric()) {
                    for word in query_words(&part) {
                        assert!(indexed.contains(&word), "`{part}` asks for `{word}`");
                    }
                }
            }
        }
        assert_eq!(query_words("楼道灯").iter().filter(|w| indexed.contains(w)).count(), query_words("楼道灯").len());
        assert!(!indexed.contains(&"电梯".to_owned()));
    }
}
