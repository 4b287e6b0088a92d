//! Picks the sentence of an abstract that best answers a question and marks the matching words.

use std::collections::HashSet;

use crate::index::Index;
use crate::text::{Stems, Words, is_request_word, is_stop_word};

/// A piece of a text for display.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The text split where marks begin and end: plain and marked pieces alternate, starting with a
    /// plain one (which may be empty). An ellipsis shows where text was cut.
    pub pieces: Vec<String>,
}

/// A word of the text that is in the question.
struct Match {
    start: usize,
    end: usize,
    stem: String,
}

impl Index {
    /// The part of `text`, at most about `width` bytes, with most of the question's words, which
    /// are marked; `None` if it has none of them.
    pub fn snippet(&self, question: &str, text: &str, width: usize) -> Option<Snippet> {
        let matches = matches(question, text);
        let best = (0..matches.len()).max_by_key(|first| {
            let within = matches[*first..]
                .iter()
                .take_while(|other| other.end <= matches[*first].start + width / 2);
            let distinct: HashSet<&str> = within.map(|one| one.stem.as_str()).collect();
            (distinct.len(), std::cmp::Reverse(*first))
        })?;
        let from = begin(text, matches[best].start, width / 3);
        let to = end(text, from, width);
        let mut pieces = vec![if from > 0 { "…".to_owned() } else { String::new() }];
        let mut at = from;
        let inside = matches.iter().filter(|one| one.start >= from && one.end <= to);
        for one in inside {
            // Merge adjacent marks.
            if pieces.len() > 1 && text[at..one.start].trim().is_empty() {
                let last = pieces.len() - 2;
                pieces[last].push_str(&text[at..one.end]);
            } else {
                let last = pieces.len() - 1;
                pieces[last].push_str(&text[at..one.start]);
                pieces.push(text[one.start..one.end].to_owned());
                pieces.push(String::new());
            }
            at = one.end;
        }
        let last = pieces.len() - 1;
        pieces[last].push_str(text[at..to].trim_end());
        if to < text.len() {
            pieces[last].push('…');
        }
        Some(Snippet { pieces })
    }
}

fn matches(question: &str, text: &str) -> Vec<Match> {
    let stems = Stems::new();
    let asked = Words::of(question).with_compounds();
    let says = |word: &&str| !is_stop_word(word) && !is_request_word(word);
    let parts = asked.parts().filter(says);
    let wanted: HashSet<String> = parts
        .chain(asked.iter().filter_map(|word| word.joined()))
        .map(|one| stems.stem(one))
        .collect();
    let words = Words::of(text).with_compounds();
    let mut found = Vec::new();
    for word in words.iter() {
        let joined = word.joined().map(|joined| stems.stem(joined));
        if let (Some(stem), [first, .., last]) = (joined, word.spans)
            && wanted.contains(&stem)
        {
            found.push(Match { start: first.start as usize, end: last.end as usize, stem });
            continue;
        }
        for (part, span) in word.parts().zip(word.spans) {
            let stem = stems.stem(part);
            if wanted.contains(&stem) {
                found.push(Match { start: span.start as usize, end: span.end as usize, stem });
            }
        }
    }
    found
}

/// Where to begin so that `at` is within reach: after the end of a sentence, or else after a space.
fn begin(text: &str, at: usize, reach: usize) -> usize {
    let mut from = at.saturating_sub(reach);
    if from == 0 {
        return 0;
    }
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..at];
    let sentence = before.rfind(". ").map(|place| place + 2);
    let place = sentence.or_else(|| before.find(' ').map(|place| place + 1));
    place.map_or(at, |place| from + place)
}

/// Where to end: at a space, at most `width` bytes later.
fn end(text: &str, from: usize, width: usize) -> usize {
    let mut to = from + width;
    if to >= text.len() {
        return text.len();
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text[from..to].rfind(' ').map_or(to, |place| from + place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "We fold boats. Long rivers carry them past towns where nobody looks up. \
        Pre-training on harbours helps: diffusion models learn to float, and models of diffusion \
        sink. In the end a boat is a hat.";

    fn check(question: &str, width: usize, expected: Option<&str>) {
        let found = Index::default().snippet(question, TEXT, width).map(|snippet| {
            let mark =
                |(at, one): (usize, String)| if at % 2 == 1 { format!("[{one}]") } else { one };
            snippet.pieces.into_iter().enumerate().map(mark).collect::<String>()
        });
        assert_eq!(found.as_deref(), expected, "{question}");
    }

    #[test]
    fn query_words_are_marked_in_the_best_sentence() {
        check("folding", 40, Some("We [fold] boats. Long rivers carry them…"));
        check(
            "papers about diffusion model",
            60,
            Some("…on harbours helps: [diffusion models] learn to float, and…"),
        );
        check("pretraining", 40, Some("…[Pre-training] on harbours helps:…"));
        check("cathedral", 40, None);
        check("", 40, None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn pieces_are_parts_of_the_text(
            text in "[a-c ß.-]{0,200}", question in "[a-c ß]{0,9}", width in 0usize..90,
        ) {
            if let Some(snippet) = Index::default().snippet(&question, &text, width) {
                let whole = snippet.pieces.concat();
                prop_assert!(text.contains(whole.trim_matches('…')));
                prop_assert!(snippet.pieces.len() % 2 == 1);
            }
        }
    }
}
