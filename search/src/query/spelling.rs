//! Spelling correction: replaces a word that hardly any paper has with a known one.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::constraint::{place_of, wording};
use crate::index::Index;
use crate::index::doc::GAP;
use crate::index::postings::has_slot;
use crate::index::spellings::{is_plain, letters};
use crate::text::{
    Stems, Words, are_swapped, is_request_word, is_stop_word, is_typo_of, most_wrong, wrong_letters,
};

/// A word in more papers than this is not a typo.
const RARE: usize = 2;
/// The suggestion must occur in this many times more papers.
const TIMES: usize = 20;
/// A word of at most this many letters with a capital inside is an abbreviation: `cRCT`.
const LONGEST_ABBREVIATION: usize = 5;
/// The longest question answered without its unknown words. A longer one is about another field: otherwise
/// three times as many medical claims would find something among papers on machine learning.
const SHORT: usize = 4;
/// So many equally similar words are compared by their neighbors.
const COMPARED: usize = 6;
/// About so many papers with a word are looked at to count those in which another one is next to it.
const SAMPLED: usize = 500;
/// Only this many words at the start of a question are checked.
const LOOKED_AT: usize = 12;

/// Common words in which people swap letters; most are stop words, which the vocabulary doesn't have.
const SMALL_WORDS: &str = "the not how about after and are based between could does for from have into more \
                           over that their these this those through under using what when where which while \
                           with without would";

/// Whether a word was probably written this way on purpose: `don't`, `cRCT`.
fn is_deliberate(written: &str, text: &str) -> bool {
    let has_capital = written.chars().skip(1).any(char::is_uppercase);
    let is_shouted = !text.chars().any(char::is_lowercase);
    written.contains(['\'', '’'])
        || has_capital && !is_shouted && written.chars().count() <= LONGEST_ABBREVIATION
}

fn in_one_piece(word: &str) -> String {
    Words::of(word).parts().collect()
}

fn word_in(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

impl Index {
    /// The text with unknown words replaced by similar known ones; `None` if there is nothing to
    /// correct. Names of two or three letters, authors, English words and abbreviations are left
    /// unchanged.
    pub fn repaired(&self, text: &str) -> Option<String> {
        let stems = Stems::new();
        let words = Words::of(text);
        let mut suggested = String::with_capacity(text.len());
        let (mut copied, mut known, mut unknown, mut meant_count) = (0, 0, 0, 0);
        let all: Vec<_> = words.iter().take(LOOKED_AT + 1).collect();
        let checked = all.iter().enumerate().take(LOOKED_AT);
        for (at, word) in checked.filter(|(_, word)| word.spans.len() == 1) {
            let (typed, span) = (word.whole(), word.spans[0]);
            if is_stop_word(typed) || is_request_word(typed) {
                continue;
            }
            let name = word_in(text, span.start as usize, span.end as usize);
            let is_surname = |name: &str| !self.names.surnamed(name).is_empty();
            let is_before_one = || all.get(at + 1).is_some_and(|next| is_surname(next.whole()));
            let is_given_name = || !self.names.with_given_name(name).is_empty() && is_before_one();
            let is_right = !self.may_be_wrong(typed) || is_deliberate(name, text);
            if is_right || is_surname(name) || is_given_name() {
                known += 1;
                continue;
            }
            unknown += 1;
            let near = |at: usize| {
                let word = all.get(at).map(|word| word.whole());
                word.filter(|word| !is_stop_word(word) && !is_request_word(word))
            };
            let neighbors = (at.checked_sub(1).and_then(near), near(at + 1));
            let Some(meant) = self.meant(typed, neighbors, &stems) else { continue };
            meant_count += 1;
            suggested.push_str(&text[copied..span.start as usize]);
            suggested.push_str(meant);
            copied = span.end as usize;
        }
        suggested.push_str(&text[copied..]);
        // A mostly unknown text is another language or nonsense, unless each word is close to a
        // known one.
        let sense = unknown <= known.max(1) || unknown == meant_count;
        (copied > 0 && sense).then_some(suggested)
    }

    /// A short text without the words that no paper has, and these words; `None` if there are none or
    /// fewer others.
    pub(super) fn without_unknown_words(
        &self,
        text: &str,
        today: Option<Date>,
    ) -> Option<(String, Vec<String>)> {
        // Filler words are not searched for.
        let wording = wording(text, today);
        let said = Words::of(&wording);
        let is_said = |typed: &str| said.iter().any(|word| word.whole() == typed);
        let (mut rest, mut unknown, mut known, mut copied) = (String::new(), Vec::new(), 0, 0);
        let words = Words::of(text);
        let is_idle =
            |typed: &str| is_stop_word(typed) || is_request_word(typed) || !is_said(typed);
        for word in words.iter().filter(|word| !is_idle(word.whole())) {
            let whole = word.whole();
            let is_name =
                || self.names.has_person(whole) || !self.names.of_organization(whole).is_empty();
            if word.parts().any(|part| self.is_known(part)) || is_name() {
                known += 1;
                continue;
            }
            let place = place_of(word);
            rest.push_str(&text[copied..place.start]);
            unknown.push(text[place.clone()].to_owned());
            copied = place.end;
        }
        rest.push_str(&text[copied..]);
        let few = known + unknown.len() <= SHORT;
        (few && !unknown.is_empty() && known >= unknown.len()).then_some((rest, unknown))
    }

    /// Whether any paper has the word.
    pub(super) fn is_known(&self, word: &str) -> bool {
        self.papers_with(&in_one_piece(word)) > 0
    }

    /// Whether several papers have the word.
    pub(super) fn is_common(&self, word: &str) -> bool {
        self.papers_with(&in_one_piece(word)) > RARE
    }

    /// Whether hardly any paper has the word, and no dictionary. A word in a title is a name.
    fn may_be_wrong(&self, typed: &str) -> bool {
        self.papers_with(typed) <= RARE
            && !self.titles.has(typed)
            && !wordnik_list::word_exists(typed)
    }

    /// The number of papers in which one word follows the other, estimated from a sample if there are many.
    fn adjacent(&self, first: &str, second: &str, stems: &Stems) -> usize {
        let term = |word: &str| self.vocabulary.term(word, stems);
        let (Some(first), Some(second)) = (term(first), term(second)) else { return 0 };
        let (one, other) = (self.postings.of(first), self.postings.of(second));
        let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
        let step = few.len() / SAMPLED + 1;
        let slots = few.iter().step_by(step).map(|posting| posting.slot());
        let with_phrase = slots.filter(|slot| has_slot(many, *slot)).filter(|slot| {
            let mut last = GAP;
            let follows = |term| std::mem::replace(&mut last, term) == first && term == second;
            self.doc(*slot).is_some_and(|doc| doc.running().any(follows))
        });
        with_phrase.count() * step
    }

    /// The most likely intended word: fewest wrong letters, then next to its neighbors or else at all in
    /// the most papers, then by name.
    fn meant(
        &self,
        typed: &str,
        (before, after): (Option<&str>, Option<&str>),
        stems: &Stems,
    ) -> Option<&str> {
        let papers = |term: u32| self.postings.of(term).len();
        let small = SMALL_WORDS.split(' ').find(|word| are_swapped(typed, word));
        if small.is_some() || !is_plain(typed) {
            return small;
        }
        let own = self.papers_with(typed);
        let most = most_wrong(typed.len());
        let bits = letters(typed);
        let spellings = &self.vocabulary.spellings;
        let near = spellings.iter().filter(|one| {
            // Each wrong letter removes one and adds one.
            (one.letters ^ bits).count_ones() as usize <= 2 * most
                && one.len().abs_diff(typed.len()) <= most
                && papers(one.term) >= (own * TIMES).max(RARE)
        });
        let found = near.filter_map(|one| {
            let word = spellings.word(one);
            let wrong = wrong_letters(typed, word, most)?;
            is_typo_of(typed, word).then(|| (wrong, Reverse(papers(one.term)), word))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_unstable();
        let fewest = found.first()?.0;
        found.truncate(found.partition_point(|(wrong, ..)| *wrong == fewest).min(COMPARED));
        if let [(.., word)] = found.as_slice() {
            return Some(word);
        }
        let together = |word: &str| {
            before.map_or(0, |before| self.adjacent(before, word, stems))
                + after.map_or(0, |after| self.adjacent(word, after, stems))
        };
        let best =
            found.into_iter().min_by_key(|(_, papers, word)| (Reverse(together(word)), *papers));
        best.map(|(.., word)| word)
    }
}

#[cfg(test)]
mod tests {
    use crate::fixtures::{index, paper, sample_papers};

    #[test]
    fn unknown_words_are_left_out_if_there_are_enough_others() {
        let index = index(&sample_papers());
        for (typed, expected) in [
            ("bladder diffusion", Some((" diffusion", vec!["bladder"]))),
            ("diffusion of the bladder", Some(("diffusion of the ", vec!["bladder"]))),
            (
                "bladder, robots, liver: diffusion",
                Some((", robots, : diffusion", vec!["bladder", "liver"])),
            ),
            ("bladder-like diffusion", Some((" diffusion", vec!["bladder-like"]))),
            ("bladder liver diffusion", None),
            ("bladder of small robots with arms", None),
            ("bladder", None),
            ("robots", None),
            ("", None),
        ] {
            let found = index.without_unknown_words(typed, None);
            let found = found.as_ref().map(|(rest, words)| {
                (rest.as_str(), words.iter().map(String::as_str).collect::<Vec<_>>())
            });
            assert_eq!(found, expected, "{typed}");
        }
    }

    #[test]
    fn neighbors_decide_between_equally_similar_words() {
        let mut papers =
            vec![paper("2601.00030", "Sparse Attention", "Sparse attention is cheap.")];
        for number in 31..36 {
            papers.push(paper(
                &format!("2601.000{number}"),
                "Space",
                "A space with room for attention.",
            ));
        }
        papers.push(paper("2601.00037", "Sparse", "Sparse."));
        let index = index(&papers);
        for (typed, expected) in [
            ("sparce attention", "sparse attention"),
            ("papers on sparce attention", "papers on sparse attention"),
            ("sparce", "space"),
            ("cheap sparce", "cheap space"),
        ] {
            assert_eq!(index.repaired(typed).as_deref(), Some(expected), "{typed}");
        }
    }

    #[test]
    fn unknown_words_are_corrected() {
        let mut papers = sample_papers();
        papers.push(paper("2601.00020", "Diffusion Again", "Attention, transformers, robots."));
        papers.push(paper("2601.00021", "More Transformers", "Transformers pay attention."));
        let index = index(&papers);
        for (typed, expected) in [
            ("difusion", Some("diffusion")),
            ("video diffsuion!", Some("video diffusion!")),
            ("Robts on robots, transfomrers: gulls", Some("robots on robots, transformers: gulls")),
            ("robts and transfomrers", Some("robots and transformers")),
            ("tranfsormesr", Some("transformer")),
            ("diffusion", None),
            ("cat", None),
            ("xylophone", None),
            // Words, though no paper has them.
            ("diffusing robs", None),
            ("robs and robts", Some("robs and robots")),
            // A distant letter at the beginning isn't a typo.
            ("kiffusion", None),
            ("robts'", Some("robots'")),
            ("robt's", None),
            ("ROBTS", Some("robots")),
            ("a ROBTS", None),
            ("difusion2", None),
            ("teh robots", Some("the robots")),
            ("robots wiht diffusion adn attention", Some("robots with diffusion and attention")),
            ("", None),
        ] {
            assert_eq!(index.repaired(typed).as_deref(), expected, "{typed}");
        }
    }
}
