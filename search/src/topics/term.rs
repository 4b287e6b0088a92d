//! A topic of plain words, prepared once for any number of papers.

use super::concept_names::Names;
use super::field::{Field, Place, Span};
use super::wordings::Synonyms;
use crate::concepts::{ConceptId, ConceptMap};
use crate::embedding::Embedding;
use crate::table::{Spread, Table, Uses, pair};
use crate::text::{Stems, hash, stems_of};

/// A topic of plain words: `video generation`.
pub(super) struct Term {
    pub(super) text: String,
    /// Its words, then those of its synonyms.
    pub(super) wordings: Vec<Vec<u64>>,
    /// Its concept on the map.
    pub(super) concept: Option<ConceptId>,
    /// Its parts, if it is not on the map.
    pub(super) parts: Vec<Part>,
    /// Its vector in the table, and papers' usual cosines with it.
    pub(super) tabled: Option<(Embedding, Spread)>,
    /// How common its words are; 1 if every paper has them.
    pub(super) common: f32,
    /// Of the papers with its words, the share that have them in the title.
    pub(super) focused: f32,
}

/// A part of a topic: a concept or a word.
pub(super) struct Part {
    pub(super) wordings: Vec<Vec<u64>>,
    pub(super) concept: Option<ConceptId>,
}

/// Shared state for preparing many topics.
pub(super) struct Reader<'a> {
    pub(super) synonyms: Synonyms,
    pub(super) stems: Stems,
    pub(super) table: &'a Table,
}

/// Rarer words are treated as this rare: labeled topics are common ones and say nothing about
/// others.
const RAREST: f32 = 4e-3;

/// The assumed number of papers for words that the table doesn't know.
const UNKNOWN: Uses = Uses { papers: 4, titles: 1, repeated: 2 };

impl Reader<'_> {
    pub(super) fn new(table: &Table) -> Reader<'_> {
        Reader { synonyms: Synonyms::read(), stems: Stems::new(), table }
    }

    /// Prepares a topic.
    pub(super) fn read(&self, text: &str) -> Term {
        let map = ConceptMap::builtin();
        let hashes =
            |stems: &Vec<String>| -> Vec<u64> { stems.iter().map(|one| hash(one)).collect() };
        let mut wordings: Vec<Vec<u64>> =
            self.synonyms.wordings(text, &self.stems).iter().map(hashes).collect();
        let concept = map.lookup(text);
        if let Some(concept) = concept {
            wordings.extend(self.names(concept));
        }
        let mut seen = std::collections::HashSet::new();
        wordings.retain(|wording| !wording.is_empty() && seen.insert(wording.clone()));
        let parts = if concept.is_none() { self.parts(text) } else { Vec::new() };
        let (common, focused) = self.uses(&wordings);
        let tabled = self.table.embed(text).map(|vector| {
            let spread = self.table.spread(&vector);
            (vector, spread)
        });
        let text = text.to_owned();
        Term { text, wordings, concept, parts, tabled, common, focused }
    }

    fn names(&self, concept: ConceptId) -> Vec<Vec<u64>> {
        let names = ConceptMap::builtin().names(concept).iter();
        let stems = names.map(|name| stems_of(name, &self.stems));
        stems.map(|stems| stems.iter().map(|one| hash(one)).collect()).collect()
    }

    /// The concepts that a topic names, and the words between them.
    fn parts(&self, text: &str) -> Vec<Part> {
        let field = Field::new(Place::Title, text, &self.stems);
        let (mut parts, mut at) = (Vec::new(), 0);
        let word = |at: usize| Part { wordings: vec![vec![field.words[at]]], concept: None };
        for ((from, to), concept) in Names::builtin().find(&field) {
            parts.extend((at..from).map(word));
            let mut wordings = vec![field.words[from..to].to_vec()];
            wordings.extend(self.names(concept));
            parts.push(Part { wordings, concept: Some(concept) });
            at = to;
        }
        parts.extend((at..field.words.len()).map(word));
        parts
    }

    /// How common the words are, and how often they are in a title.
    fn uses(&self, wordings: &[Vec<u64>]) -> (f32, f32) {
        let of = |wording: &Vec<u64>| {
            let known = match wording.as_slice() {
                [word] => self.table.uses(*word),
                words => {
                    let pairs = words.windows(2).map(|two| self.table.uses(pair(two[0], two[1])));
                    pairs.map(Option::unwrap_or_default).min_by_key(|uses| uses.papers)
                }
            };
            known.filter(|uses| uses.papers > UNKNOWN.papers).unwrap_or(UNKNOWN)
        };
        let all = self.table.about().papers.max(1) as f32;
        let most = wordings.iter().map(of).max_by_key(|uses| uses.papers).unwrap_or(UNKNOWN);
        // A word in every paper gives 1.
        let common = (most.papers as f32 / all).max(RAREST).log10() / 4.0 + 1.0;
        (common, most.titles as f32 / most.papers.max(1) as f32)
    }
}

impl Term {
    /// Its wordings or, for a topic of several parts, those of the first part: a paper with none of
    /// them and nothing below says nothing about the topic.
    pub(super) fn all_wordings(&self) -> impl Iterator<Item = &[u64]> {
        let part = self.parts.first().filter(|_| self.parts.len() > 1);
        let parts = part.into_iter().flat_map(|part| &part.wordings);
        self.wordings.iter().chain(parts).map(Vec::as_slice)
    }

    /// Its concept on the map, or that of its first part.
    pub(super) fn concepts(&self) -> impl Iterator<Item = ConceptId> {
        let part = self.parts.first().filter(|_| self.parts.len() > 1);
        self.concept.into_iter().chain(part.and_then(|part| part.concept))
    }

    /// Where a field has the topic's words as a phrase.
    pub(super) fn spans(&self, field: &Field) -> Vec<Span> {
        let mut found: Vec<Span> = match self.wordings.as_slice() {
            [one] => return field.phrases(one),
            many => many.iter().flat_map(|wording| field.phrases(wording)).collect(),
        };
        // Two wordings can match at the same position: "diffusion" and "diffusion model".
        found.sort_unstable_by_key(|(from, to)| (*from, std::cmp::Reverse(*to)));
        found.dedup_by(|next, before| next.0 < before.1);
        found
    }
}
