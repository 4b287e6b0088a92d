//! Hard constraints on hits: an expression's phrases, names and exclusions, as sets of papers.

use std::ops::Range;

use domain::{Expression, Field, Name, Part};
use jiff::civil::Date;

use super::question::Question;
use crate::index::Index;
use crate::index::doc::{GAP, NOWHERE};
use crate::index::postings::has_slot;
use crate::index::slot_set::SlotSet;
use crate::text::{Stems, Word, Words, is_stop_word};

/// Which papers are allowed as hits.
#[derive(Clone, Default)]
pub(crate) struct Limits {
    /// Only these, if set.
    pub(crate) only: Option<SlotSet>,
    /// None of these; they are counted.
    pub(crate) exclude: Option<SlotSet>,
    /// Papers whose title says they are surveys come first.
    pub(crate) surveys: bool,
    /// Only papers that match as much of the question as the best one does.
    pub(crate) whole: bool,
}

/// One alternative of an expression, ready for ranking.
pub(crate) struct Alternative {
    /// The text to rank by.
    pub(crate) text: String,
    /// The papers that satisfy all of its constraints; `None` if it is only words.
    pub(crate) only: Option<SlotSet>,
    /// Whether there are words in addition to the constraints.
    pub(crate) has_words: bool,
    /// A part that no paper satisfies.
    pub(crate) missing: Option<String>,
}

impl Index {
    /// Prepares an alternative; `is_only` if there are no others.
    pub(crate) fn alternative(&self, parts: &[Part], is_only: bool) -> Alternative {
        let several = parts.iter().filter(|part| matches!(part, Part::Words(_))).count() > 1;
        let mut alternative =
            Alternative { text: String::new(), only: None, has_words: false, missing: None };
        for part in parts {
            let (set, words) = match part {
                Part::Words(words) if !several => match self.by_author(words) {
                    Some(set) if !is_only => (Some(set), String::new()),
                    _ => {
                        alternative.has_words = true;
                        (None, words.clone())
                    }
                },
                Part::Named(field @ (Field::Author | Field::Organization), name) => {
                    let (set, rest) = self.named(*field, name);
                    alternative.has_words |= !rest.is_empty();
                    (Some(set), rest)
                }
                // A name is nothing to rank by.
                Part::Words(words) if self.by_author(words).is_some() => {
                    (Some(self.holding(part)), String::new())
                }
                part => (Some(self.holding(part)), text_of(part)),
            };
            if let Some(set) = set {
                if set.is_empty() && alternative.missing.is_none() {
                    alternative.missing = Some(part.to_string());
                }
                match &mut alternative.only {
                    Some(only) => only.keep(&set),
                    None => alternative.only = Some(set),
                }
            }
            if !words.is_empty() {
                alternative.text.push_str(if alternative.text.is_empty() { "" } else { " " });
                alternative.text.push_str(&words);
            }
        }
        alternative
    }

    /// Papers that satisfy any of these parts.
    pub(crate) fn holding_any(&self, parts: &[Part]) -> Option<SlotSet> {
        let mut any = SlotSet::none(self.docs.len());
        parts.iter().for_each(|part| any.join(&self.holding(part)));
        (!parts.is_empty()).then_some(any)
    }

    fn holding_all(&self, parts: &[Part]) -> SlotSet {
        SlotSet::common_to(self.docs.len(), parts.iter().map(|part| self.holding(part)))
    }

    /// Papers that satisfy a part.
    fn holding(&self, part: &Part) -> SlotSet {
        match part {
            Part::Words(words) => {
                let mut set = self.with_words(words);
                self.by_author(words).iter().for_each(|by_author| set.join(by_author));
                set
            }
            Part::Phrase(words) => self.with_phrase(words, false),
            Part::Named(Field::Title, name) if name.quoted => self.with_phrase(&name.text, true),
            Part::Named(Field::Title, name) => self.with_title_words(&name.text),
            Part::Named(field, name) => {
                let (mut set, rest) = self.named(*field, name);
                if !rest.is_empty() {
                    set.keep(&self.with_words(&rest));
                }
                set
            }
            Part::Group(Expression { any, exclude }) => {
                let mut set = SlotSet::none(self.docs.len());
                any.iter().for_each(|parts| set.join(&self.holding_all(parts)));
                exclude.iter().for_each(|part| set.take_out(&self.holding(part)));
                set
            }
        }
    }

    /// Papers by the author whose name this is.
    fn by_author(&self, text: &str) -> Option<SlotSet> {
        let slots = match text.split_whitespace().count() {
            1 => self.surname_alone(text)?,
            _ => self.names.written_by(text),
        };
        (!slots.is_empty()).then(|| SlotSet::of(self.docs.len(), &slots))
    }

    /// Papers by an author or from an organization, and the words after the name.
    fn named(&self, field: Field, name: &Name) -> (SlotSet, String) {
        let find = |text: &str| match field {
            Field::Author => {
                let written = self.written_by(text);
                let single = text.split_whitespace().count() == 1;
                let first = name.text.split_whitespace().count() > 1 && single && {
                    // In a full name, the first word is not a surname.
                    self.names.surnamed(text).len() < 2 || self.is_other_word_name(&name.text)
                };
                // Others with the surname of `Z. Liu` are somebody else.
                let all = match written.surely.is_empty() {
                    true => written.others,
                    false => written.surely,
                };
                if first && self.surname_alone(text).is_none() { Vec::new() } else { all }
            }
            _ => self.of_organization(text),
        };
        let found = match name.quoted {
            true => Some((find(&name.text), String::new())),
            false => Index::beginning(&name.text, find),
        };
        let (slots, rest) = found.unwrap_or_default();
        (SlotSet::of(self.docs.len(), &slots), rest)
    }

    /// Whether the second word of a name is one that papers don't use as a word, so that it is part
    /// of the name.
    fn is_other_word_name(&self, name: &str) -> bool {
        !self.is_known(name.split_whitespace().nth(1).unwrap_or_default())
    }

    /// Papers with all of these words or their synonyms; those of several parts as they are written, in
    /// one piece or as a phrase.
    fn with_words(&self, text: &str) -> SlotSet {
        let stems = Stems::new();
        let words = Words::of(text).with_compounds();
        let (mut sets, mut ids) = (Vec::new(), Vec::new());
        let mut is_directed = false;
        for word in words.iter() {
            let parts: Vec<&str> = word.parts().filter(|part| !is_stop_word(part)).collect();
            let terms = parts.iter().map(|part| self.vocabulary.term(part, &stems));
            ids.extend(terms.map(|term| term.unwrap_or(NOWHERE)));
            let joined = word.joined().and_then(|joined| self.vocabulary.term(joined, &stems));
            sets.push(match (parts.as_slice(), joined) {
                ([], None) => continue,
                ([part], None) => self.with_term(self.vocabulary.term(part, &stems)),
                // `text-to-image` isn't `text and image`; `chain-of-thought` is `chain of thought`.
                (_, Some(joined)) if word.parts().any(|part| part == "to") => {
                    is_directed = true;
                    self.with_term(Some(joined))
                }
                _ => self.with_phrase(written(text, word), false),
            });
        }
        let mut all = SlotSet::common_to(self.docs.len(), sets);
        self.groups.each_in(&ids, |group, at| {
            if at.len() == ids.len() && !is_directed {
                all.join(&self.with_term(Some(group)));
            }
        });
        all
    }

    fn with_term(&self, term: Option<u32>) -> SlotSet {
        let mut set = SlotSet::none(self.docs.len());
        if let Some(term) = term {
            self.postings.of(term).iter().for_each(|posting| set.add(&[posting.slot()]));
        }
        set
    }

    /// Papers with all of these terms, by looking up those of the rarest.
    fn with_all(&self, terms: [u32; 3]) -> SlotSet {
        let mut lists = terms.map(|term| self.postings.of(term));
        lists.sort_unstable_by_key(|list| list.len());
        let [rarest, others @ ..] = lists;
        let slots = rarest.iter().map(|posting| posting.slot());
        let slots: Vec<u32> =
            slots.filter(|slot| others.iter().all(|list| has_slot(list, *slot))).collect();
        SlotSet::of(self.docs.len(), &slots)
    }

    fn with_title_words(&self, text: &str) -> SlotSet {
        let words = Words::of(text).with_compounds();
        let said = words.iter().filter(|word| word.parts().any(|part| !is_stop_word(part)));
        let sets = said.map(|word| self.with_phrase(written(text, word), true));
        SlotSet::common_to(self.docs.len(), sets)
    }

    /// Papers that contain these words as a phrase, in any spelling: `pretraining data` and
    /// `pre-training data` are the same.
    pub(super) fn with_phrase(&self, text: &str, in_title: bool) -> SlotSet {
        let words = Words::of(text).with_compounds();
        let parts: Vec<&str> = words.parts().filter(|part| !is_stop_word(part)).collect();
        let spellings = self.spellings_of(&parts);
        // The papers that have each part in some spelling.
        let with_each = (0..parts.len()).map(|at| {
            let mut with = SlotSet::none(self.docs.len());
            let here = spellings.iter().filter(|one| one.parts.contains(&at));
            here.for_each(|one| with.join(&one.papers));
            with
        });
        let found = SlotSet::common_to(self.docs.len(), with_each);
        let starts: Vec<u32> = spellings
            .iter()
            .filter(|one| one.parts.start == 0)
            .filter_map(|one| one.terms.first().copied())
            .collect();
        let has_phrase = |slot: &u32| {
            let Some(doc) = self.doc(*slot) else { return false };
            let end = |term: &u32| in_title && *term == GAP;
            let terms: Vec<u32> = doc.running().take_while(|term| !end(term)).collect();
            let at_start = (0..terms.len()).filter(|from| starts.contains(&terms[*from]));
            at_start
                .map(|from| &terms[from..])
                .any(|terms| is_phrase_at(terms, *slot, 0, parts.len(), &spellings))
        };
        let slots: Vec<u32> = found.iter().filter(has_phrase).collect();
        let mut found = SlotSet::of(self.docs.len(), &slots);
        // Joined words of papers have no position.
        let joined: String = words.parts().collect();
        if let (false, Some(joined)) = (in_title, self.vocabulary.term(&joined, &Stems::new())) {
            found.join(&self.with_term(Some(joined)));
        }
        found
    }

    /// How papers spell parts of a phrase: each as it is, two or three as one word, and one as two if a
    /// paper also has it as one, with a hyphen: `pre-training`.
    fn spellings_of(&self, parts: &[&str]) -> Vec<Spelling> {
        let stems = Stems::new();
        let term = |word: &str| self.vocabulary.term(word, &stems);
        let mut found = Vec::new();
        for from in 0..parts.len() {
            for to in from + 1..=parts.len().min(from + MOST_JOINED) {
                if let Some(term) = term(&parts[from..to].concat()) {
                    let papers = self.with_term(Some(term));
                    found.push(Spelling { parts: from..to, terms: vec![term], papers });
                }
            }
            let Some(whole) = term(parts[from]) else { continue };
            let ends = parts[from].char_indices().map(|(at, _)| at).filter(|at| *at > 0);
            for end in ends {
                let (first, second) = parts[from].split_at(end);
                let (Some(first), Some(second)) = (term(first), term(second)) else { continue };
                let papers = self.with_all([whole, first, second]);
                if !papers.is_empty() {
                    let terms = vec![first, second];
                    found.push(Spelling { parts: from..from + 1, terms, papers });
                }
            }
        }
        found
    }
}

/// The most parts of a phrase that are looked for as one word.
const MOST_JOINED: usize = 3;

/// One way in which papers write parts of a phrase.
struct Spelling {
    parts: Range<usize>,
    terms: Vec<u32>,
    /// The papers that could have it.
    papers: SlotSet,
}

/// Whether the parts of a phrase from `part` on are at the beginning of these terms of a paper.
fn is_phrase_at(
    terms: &[u32],
    slot: u32,
    part: usize,
    parts: usize,
    spellings: &[Spelling],
) -> bool {
    let follows = |one: &Spelling| {
        one.parts.start == part
            && terms.starts_with(&one.terms)
            && (one.terms.len() == 1 || one.papers.has(slot))
            && is_phrase_at(&terms[one.terms.len()..], slot, one.parts.end, parts, spellings)
    };
    part == parts || spellings.iter().any(follows)
}

/// A word as it is written.
fn written<'a>(text: &'a str, word: Word) -> &'a str {
    text.get(place_of(word)).unwrap_or_default()
}

/// Where a word is in its text, in bytes.
pub(super) fn place_of(word: Word) -> Range<usize> {
    let from = word.spans.first().map_or(0, |span| span.start as usize);
    let to = word.spans.last().map_or(0, |span| span.end as usize);
    from..to
}

/// The words of a part, for ranking.
fn text_of(part: &Part) -> String {
    match part {
        Part::Words(words) | Part::Phrase(words) => words.clone(),
        Part::Named(Field::Title, name) => name.text.clone(),
        Part::Named(..) => String::new(),
        Part::Group(Expression { any, .. }) => {
            let texts = any.iter().flatten().map(text_of).filter(|text| !text.is_empty());
            texts.collect::<Vec<_>>().join(" ")
        }
    }
}

/// The words of a question used for the embedding and the hub's search: without operators, field
/// names and filler words; and without dates, if `today` is known.
pub fn wording(text: &str, today: Option<Date>) -> String {
    match text.parse::<Expression>() {
        Ok(expression) => match expression.as_words() {
            Some(words) => {
                let question = Question::read(words, today);
                let by = question.by.into_iter();
                let said: Vec<String> =
                    by.chain(Some(question.words).filter(|words| !words.is_empty())).collect();
                said.join(" ")
            }
            None => {
                let parts = expression.any.iter().flatten().map(|part| match part {
                    Part::Named(_, name) => name.text.clone(),
                    part => text_of(part),
                });
                parts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
            }
        },
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::fixtures::{index, paper};
    use crate::index::slot_set::SlotSet;
    use crate::query::Query;

    #[test]
    fn words_and_phrases_are_found_in_every_spelling() {
        let texts = [
            ("Pre-training of Boats", "Its pre-training data is salt."),
            ("Pretraining of Kites", "Its pretraining data is sand. A chain of kites."),
            ("Data", "Data of a training before the sea. Pre dawn training."),
            ("Text-to-image generation", "A text-to-image model."),
            ("Text and image generation", "Of text and image, an image and its text."),
            ("Generation of text", "An image of it. FlashAttention."),
            ("Flash Attention", "Attention in a flash."),
            ("A Chain of Kites", "A chain-of-kites model."),
        ];
        let papers = (0..).zip(texts);
        let papers: Vec<_> = papers
            .map(|(at, (title, text))| paper(&format!("2601.0000{at}"), title, text))
            .collect();
        let index = index(&papers);
        let shown =
            |set: SlotSet| set.iter().map(|slot| slot.to_string()).collect::<Vec<_>>().join(" ");
        for (phrase, anywhere, in_title) in [
            ("pretraining data", "0 1", ""),
            ("pre-training data", "0 1", ""),
            ("pre training data", "0 1", ""),
            ("pretraining", "0 1", "0 1"),
            ("pre-training", "0 1", "0 1"),
            ("pretraining of boats", "0", "0"),
            ("pre-training of kites", "1", "1"),
            ("training data", "0", ""),
            ("flash attention", "5 6", "6"),
            ("flashattention", "5", ""),
            ("boats data", "", ""),
            ("", "", ""),
            ("the", "", ""),
        ] {
            assert_eq!(shown(index.with_phrase(phrase, false)), anywhere, "{phrase}");
            assert_eq!(shown(index.with_phrase(phrase, true)), in_title, "{phrase} in the title");
        }
        for (words, expected) in [
            ("text-to-image", "3"),
            ("chain-of-kites", "1 7"),
            ("text image", "3 4 5"),
            ("pre-training", "0 1"),
            ("pretraining", "0 1"),
            ("flash-attention", "5 6"),
            ("training pre", "0 2"),
            ("the", ""),
        ] {
            assert_eq!(shown(index.with_words(words)), expected, "{words}");
        }
        for (words, expected) in [
            ("pretraining", "0 1"),
            ("pre-training", "0 1"),
            ("kites pre-training", "1"),
            ("generation of image", "3 4"),
            ("text-to-image", "3 4"),
            ("the", ""),
        ] {
            assert_eq!(shown(index.with_title_words(words)), expected, "{words} in the title");
        }
        let answer = index.search(&Query::new("image -text-to-image"));
        assert_eq!((answer.total, answer.excluded), (2, 1));
    }
}
