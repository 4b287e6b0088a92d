//! Hard constraints on hits: an expression's phrases, names and exclusions, as sets of papers.

use domain::{Expression, Field, Name, Part};
use jiff::civil::Date;

use super::question::Question;
use crate::index::Index;
use crate::index::doc::GAP;
use crate::index::slot_set::SlotSet;
use crate::text::{Stems, Words, is_stop_word};

/// Which papers are allowed as hits.
#[derive(Default)]
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
    /// Prepares an alternative.
    pub(crate) fn alternative(&self, parts: &[Part]) -> Alternative {
        let several = parts.iter().filter(|part| matches!(part, Part::Words(_))).count() > 1;
        let mut alternative =
            Alternative { text: String::new(), only: None, has_words: false, missing: None };
        for part in parts {
            let (set, words) = match part {
                Part::Words(words) if !several => {
                    alternative.has_words = true;
                    (None, words.clone())
                }
                Part::Named(field @ (Field::Author | Field::Organization), name) => {
                    let (set, rest) = self.named(*field, name);
                    alternative.has_words |= !rest.is_empty();
                    (Some(set), rest)
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
        let mut sets = parts.iter().map(|part| self.holding(part));
        let mut all = sets.next().unwrap_or_default();
        sets.for_each(|set| all.keep(&set));
        all
    }

    /// Papers that satisfy a part.
    fn holding(&self, part: &Part) -> SlotSet {
        match part {
            Part::Words(words) => self.with_words(words),
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
        let second = name.split_whitespace().nth(1).unwrap_or_default();
        let second: String = Words::of(second).parts().collect();
        self.vocabulary.term(&second, &Stems::new()).is_none()
    }

    /// Papers with all of these words or their synonyms.
    fn with_words(&self, text: &str) -> SlotSet {
        let stems = Stems::new();
        let words = Words::of(text).with_compounds();
        let mut all: Option<SlotSet> = None;
        let mut ids = Vec::new();
        for word in words.iter() {
            let mut set: Option<SlotSet> = None;
            for part in word.parts().filter(|part| !is_stop_word(part)) {
                let term = self.vocabulary.term(part, &stems);
                ids.push(term.unwrap_or(GAP - 1));
                let with = self.with_term(term);
                match &mut set {
                    Some(set) => set.keep(&with),
                    None => set = Some(with),
                }
            }
            let joined = word.joined().and_then(|joined| self.vocabulary.term(joined, &stems));
            if let (Some(set), Some(joined)) = (&mut set, joined) {
                set.join(&self.with_term(Some(joined)));
            }
            match (&mut all, set) {
                (Some(all), Some(set)) => all.keep(&set),
                (None, set) => all = set,
                _ => {}
            }
        }
        let mut all = all.unwrap_or_else(|| SlotSet::none(self.docs.len()));
        self.groups.each_in(&ids, |group, at| {
            if at.len() == ids.len() {
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

    fn with_title_words(&self, text: &str) -> SlotSet {
        let stems = Stems::new();
        let words = Words::of(text).with_compounds();
        let parts = words.parts().filter(|part| !is_stop_word(part));
        let terms: Option<Vec<u32>> =
            parts.map(|part| self.vocabulary.term(part, &stems)).collect();
        let Some(terms) = terms else { return SlotSet::none(self.docs.len()) };
        let in_title = |slot: &u32| {
            let title: Vec<u32> = self.title_of(*slot).collect();
            terms.iter().all(|term| title.contains(term))
        };
        self.filtered(&terms, in_title)
    }

    fn title_of(&self, slot: u32) -> impl Iterator<Item = u32> {
        let running = self.doc(slot).into_iter().flat_map(|doc| doc.running());
        running.take_while(|term| *term != GAP)
    }

    /// Papers that contain these words as a phrase.
    pub(super) fn with_phrase(&self, text: &str, in_title: bool) -> SlotSet {
        let stems = Stems::new();
        let words = Words::of(text).with_compounds();
        let parts = words.parts().filter(|part| !is_stop_word(part));
        let terms: Option<Vec<u32>> =
            parts.map(|part| self.vocabulary.term(part, &stems)).collect();
        let joined: String = words.parts().collect();
        let joined = self.vocabulary.term(&joined, &stems);
        let mut found = match terms {
            Some(terms) => {
                let has_phrase = |slot: &u32| {
                    let all = self.doc(*slot).into_iter().flat_map(|doc| doc.running());
                    let end = if in_title { GAP } else { GAP - 1 };
                    let text: Vec<u32> = all.take_while(|term| *term != end).collect();
                    text.windows(terms.len()).any(|window| window == terms)
                };
                self.filtered(&terms, has_phrase)
            }
            None => SlotSet::none(self.docs.len()),
        };
        // `pre-training` and `pretraining` are the same word.
        if let (false, Some(joined)) = (in_title, joined) {
            found.join(&self.with_term(Some(joined)));
        }
        found
    }

    /// Of the papers with all of these terms, those for which `holds` is true.
    fn filtered(&self, terms: &[u32], holds: impl Fn(&u32) -> bool) -> SlotSet {
        let mut sets = terms.iter().map(|term| self.with_term(Some(*term)));
        let Some(mut with) = sets.next() else { return SlotSet::none(self.docs.len()) };
        sets.for_each(|set| with.keep(&set));
        let found: Vec<u32> = with.iter().filter(holds).collect();
        SlotSet::of(self.docs.len(), &found)
    }
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
