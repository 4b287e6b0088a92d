//! Detects questions that are nearly a paper's title.

use domain::{Expression, Part};

use crate::index::Index;
use crate::text::Words;

/// A title of fewer words in a text may be there by chance.
const CITED_WORDS: usize = 4;

impl Index {
    /// The title of a paper that a text cites. A text with operators other than quotes searches instead;
    /// in BibTeX, commas and colons are none.
    pub(crate) fn cited_title<'t>(&self, text: &'t str) -> Option<&'t str> {
        let title = self.title_within(text)?;
        let is_text = |part: &Part| matches!(part, Part::Words(_) | Part::Phrase(_));
        let has_only_quotes = text.parse::<Expression>().map_or(true, |typed| {
            typed.exclude.is_empty()
                && matches!(typed.any.as_slice(), [parts] if parts.iter().all(is_text))
        });
        (has_only_quotes || text.starts_with('@')).then_some(title)
    }

    /// A title in quotes or braces, on a line of its own, or as a sentence.
    fn title_within<'t>(&self, text: &'t str) -> Option<&'t str> {
        let pieces = text.split(['"', '“', '”', '„', '«', '»', '{', '}', '\n']);
        let sentences = |piece: &'t str| {
            let ends = piece.split(". ").flat_map(|one| one.split("? ").chain(one.split("! ")));
            std::iter::once(piece).chain(piece.split(". ")).chain(ends)
        };
        let mut pieces = pieces.flat_map(sentences);
        pieces.find_map(|piece| {
            let title = piece.trim_matches(|c: char| c.is_whitespace() || ",.;:".contains(c));
            let is_long =
                title.split_whitespace().count() >= CITED_WORDS && title.len() < text.len();
            (is_long && !self.names.titled(title).is_empty()).then_some(title)
        })
    }

    /// Whether `typed` is the paper's title except for a few words: at least five words, in the
    /// same order.
    pub(crate) fn is_nearly_title(&self, slot: u32, typed: &str) -> bool {
        let Some(doc) = self.doc(slot) else { return false };
        let (typed, title) = (Words::of(typed), Words::of(doc.title()));
        let (typed, title): (Vec<&str>, Vec<&str>) =
            (typed.parts().collect(), title.parts().collect());
        if typed.len() < 5 || typed.len() > 2 * title.len() {
            return false;
        }
        let shared = longest_common(&typed, &title);
        // Dice's coefficient; 1 for identical words.
        2.0 * shared as f32 / (typed.len() + title.len()) as f32 >= 0.8
    }
}

/// The length of the longest common subsequence.
fn longest_common(one: &[&str], other: &[&str]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for a in one {
        let mut diagonal = 0;
        for (at, b) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if a == b { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or_default()
}
