//! The words of a question as index terms, and how much of them a paper must match.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::Features;
use crate::index::Index;
use crate::index::doc::NOWHERE;
use crate::text::{Stems, Words, is_request_word, is_stop_word};

/// Only this many of the highest-weighted words are used: pasted pages would take too long.
const MAX_WORDS: usize = 48;
/// The maximum number of joined words and synonyms.
const MAX_EXTRAS: usize = 16;
/// The number of highest-weighted words used to judge coverage, one bit each.
const JUDGED: usize = 32;
/// Only questions of at most this many words also search for neighbors as one word.
const MAX_NEIGHBOURS: usize = 8;
/// Unless fewer than one in this many papers with the rarer word write them joined.
const SLIP: usize = 20;
/// The weight of a joined word relative to its parts.
const JOINED_WEIGHT: f32 = 0.5;
/// The weight of a synonym relative to the name that was typed.
const SYNONYM_WEIGHT: f32 = 0.5;
/// The weight of derivations of a word and of compounds that contain it, which mostly mean
/// something else: in a question of one word, and in a sentence of [`SENTENCE`] words, where the
/// others say what is meant. And the number of them used per word, those in the most papers.
const RELATIVE_WEIGHT: (f32, f32) = (0.2, 0.8);
const SENTENCE: f32 = 9.0;
const MAX_RELATIVES: usize = 3;
/// How soon repetitions of a word in the question stop counting.
const K3: f32 = 8.0;

/// A question's words as terms.
#[derive(Default)]
pub(crate) struct Terms {
    /// Each term once, without those that no paper has.
    pub(crate) all: Vec<Term>,
    /// Adjacent words of the question.
    pub(crate) pairs: Vec<Pair>,
    /// The sum of all pair weights.
    pub(crate) pair_weight: f32,
    /// How rare each judged word is, by bit.
    masses: Vec<f32>,
    /// The sum of these.
    all_mass: f32,
}

/// A term of a question.
pub(crate) struct Term {
    pub(crate) id: u32,
    /// Its weight: how rare it is, times how often it was typed.
    pub(crate) weight: f32,
    /// The judged words that a paper with this term matches.
    pub(crate) bits: u32,
}

/// Two adjacent terms of the question.
pub(crate) struct Pair {
    pub(crate) ids: [u32; 2],
    /// The term of the two written as one word, if papers do that.
    pub(crate) joined: Option<u32>,
    pub(crate) weight: f32,
    bits: u32,
}

/// A distinct word of the question.
struct Asked {
    id: Option<u32>,
    idf: f32,
    times: f32,
    bit: u32,
}

impl Index {
    /// Parses a question. Stop words are dropped, and so are filler words ("papers about …") unless
    /// there is nothing else.
    pub(crate) fn terms(&self, text: &str, features: &Features) -> Terms {
        let stems = Stems::new();
        let words = Words::of(text).with_compounds();
        let says = |word: &str| !is_stop_word(word) && !is_request_word(word);
        let addressed = words.parts().any(says);
        let idle = |word: &str| if addressed { !says(word) } else { is_stop_word(word) };

        let mut asked: Vec<Asked> = Vec::new();
        let mut places: HashMap<String, usize, FixedState> = HashMap::default();
        let mut relatives: Vec<(u32, usize)> = Vec::new();
        // The typed words in order, as indexes into `asked`; joined words with the position of
        // their parts.
        let mut line: Vec<usize> = Vec::new();
        let mut typed: Vec<&str> = Vec::new();
        let mut joined: Vec<(u32, std::ops::Range<usize>)> = Vec::new();
        for word in words.iter() {
            let from = line.len();
            for part in word.parts().filter(|part| !idle(part)) {
                let stem = stems.stem(part);
                let place = *places.entry(stem).or_insert_with_key(|stem| {
                    let id = self.vocabulary.stem(stem);
                    let place = asked.len();
                    relatives.extend(self.relatives(part, id).map(|term| (term, place)));
                    asked.push(Asked { id, idf: self.idf(id), times: 0.0, bit: 0 });
                    asked.len() - 1
                });
                asked[place].times += 1.0;
                line.push(place);
                typed.push(part);
            }
            if let Some(term) = word.joined().and_then(|whole| self.vocabulary.term(whole, &stems))
            {
                joined.push((term, from..line.len()));
            }
        }
        if features.synonyms && typed.len() <= MAX_NEIGHBOURS {
            joined.extend(self.neighbors(&typed, &stems));
        }
        if features.synonyms {
            let ids: Vec<u32> =
                line.iter().map(|place| asked[*place].id.unwrap_or(NOWHERE)).collect();
            let mut groups = Vec::new();
            self.groups.each_in(&ids, |group, at| groups.push((group, at)));
            return self.weigh(asked, &line, joined, groups, &relatives);
        }
        self.weigh(asked, &line, joined, Vec::new(), &relatives)
    }

    /// Neighbors that papers also write as one word: `flash attention` and `FlashAttention`.
    fn neighbors(&self, typed: &[&str], stems: &Stems) -> Vec<(u32, std::ops::Range<usize>)> {
        let papers = |term: Option<u32>| term.map_or(0, |term| self.postings.of(term).len());
        let mut found = Vec::new();
        for count in [2, 3] {
            for (at, parts) in typed.windows(count).enumerate() {
                let whole = self.vocabulary.term(&parts.concat(), stems);
                let own = parts.iter().map(|part| papers(self.vocabulary.term(part, stems)));
                // A typo in one paper is not a name.
                let usual = papers(whole) * SLIP >= own.min().unwrap_or_default();
                found.extend(whole.filter(|_| usual).map(|whole| (whole, at..at + count)));
            }
        }
        found
    }

    /// The terms of related words, without the word itself.
    fn relatives(&self, word: &str, own: Option<u32>) -> impl Iterator<Item = u32> {
        let found = self.vocabulary.relatives(word).filter(|term| Some(*term) != own);
        let mut found: Vec<(usize, u32)> =
            found.map(|term| (self.postings.of(term).len(), term)).collect();
        // Terms are numbered in the order of indexing, which changes nothing here.
        found.sort_unstable_by_key(|(papers, term)| {
            (std::cmp::Reverse(*papers), self.vocabulary.headword_hash(*term))
        });
        found.into_iter().take(MAX_RELATIVES).map(|(_, term)| term)
    }

    /// How rare a term is: BM25's inverse document frequency.
    fn idf(&self, id: Option<u32>) -> f32 {
        let with = id.map_or(0, |id| self.postings.of(id).len()) as f32;
        (1.0 + (self.len() as f32 - with + 0.5) / (with + 0.5)).ln()
    }

    fn weigh(
        &self,
        mut asked: Vec<Asked>,
        line: &[usize],
        joined: Vec<(u32, std::ops::Range<usize>)>,
        groups: Vec<(u32, std::ops::Range<usize>)>,
        relatives: &[(u32, usize)],
    ) -> Terms {
        let weight = |one: &Asked| one.idf * (K3 + 1.0) * one.times / (K3 + one.times);
        let mut order: Vec<usize> = (0..asked.len()).collect();
        order.sort_by(|a, b| weight(&asked[*b]).total_cmp(&weight(&asked[*a])));
        let mut terms = Terms::default();
        for (rank, place) in order.iter().take(MAX_WORDS).enumerate() {
            let one = &mut asked[*place];
            if rank < JUDGED {
                one.bit = 1 << rank;
                terms.masses.push(one.idf);
                terms.all_mass += one.idf;
            }
            if let Some(id) = one.id {
                terms.all.push(Term { id, weight: weight(one), bits: one.bit });
            }
        }
        let extras = joined.iter().cloned().map(|extra| (extra, JOINED_WEIGHT));
        let extras = extras.chain(groups.into_iter().map(|extra| (extra, SYNONYM_WEIGHT)));
        for ((id, at), share) in extras {
            if terms.all.len() == MAX_WORDS + MAX_EXTRAS
                || terms.all.iter().any(|term| term.id == id)
            {
                continue;
            }
            let bits = line[at].iter().fold(0, |bits, place| bits | asked[*place].bit);
            terms.all.push(Term { id, weight: share * self.idf(Some(id)), bits });
        }
        let (alone, in_sentence) = RELATIVE_WEIGHT;
        let others = (terms.len() - 1.0) / (SENTENCE - 1.0);
        let relative_weight = alone + (in_sentence - alone) * others.min(1.0);
        // They don't count toward coverage.
        for (id, place) in relatives {
            let one = &asked[*place];
            if one.bit != 0 && !terms.all.iter().any(|term| term.id == *id) {
                let weight = relative_weight * weight(one).min(self.idf(Some(*id)));
                terms.all.push(Term { id: *id, weight, bits: 0 });
            }
        }
        for (at, neighbors) in line.windows(2).enumerate() {
            let whole = joined.iter().find(|(_, place)| *place == (at..at + 2));
            let whole = whole.map(|(term, _)| *term);
            terms.pair(&asked[neighbors[0]], &asked[neighbors[1]], whole);
        }
        terms
    }
}

impl Terms {
    fn pair(&mut self, one: &Asked, other: &Asked, joined: Option<u32>) {
        if one.bit == 0 || other.bit == 0 {
            return;
        }
        let bits = one.bit | other.bit;
        let ids = [one, other].map(|asked| asked.id.unwrap_or(NOWHERE));
        if one.bit == other.bit
            || self.pairs.iter().any(|pair| pair.ids == ids && pair.bits == bits)
        {
            return;
        }
        let weight = one.idf + other.idf;
        self.pair_weight += weight;
        self.pairs.push(Pair { ids, joined, weight, bits });
    }

    /// The share of the question that a paper covers, given the words it has; rare words weigh
    /// more.
    pub(crate) fn coverage(&self) -> Coverage {
        let all = self.all_mass.max(f32::MIN_POSITIVE);
        let table = |masses: &[f32]| {
            let mut table = Box::new([0.0; TABLE]);
            for (bit, mass) in masses.iter().enumerate() {
                // Adding this word doubles the combinations of the previous ones.
                let (without, with) = table.split_at_mut(1 << bit);
                for (with, without) in with.iter_mut().zip(without) {
                    *with = *without + mass / all;
                }
            }
            table
        };
        let mut parts = self.masses.chunks(TABLE_BITS);
        let first = table(parts.next().unwrap_or_default());
        let more =
            parts.next().map(|second| [table(second), table(parts.next().unwrap_or_default())]);
        Coverage { first, more }
    }

    /// The minimum coverage of the best paper; below it nothing is close. Most of two words, a
    /// quarter of a long sentence. 96 in 100 claims about medicine find something among medical
    /// papers, 16 in 100 among papers on machine learning (`--bench quality -- claims`).
    pub(crate) fn floor(&self) -> f32 {
        (0.24 + 0.9 / (self.len() + 0.5)).min(0.6)
    }

    /// The minimum share of the best paper's coverage for a hit: most of two words, a fifth of ten.
    /// It costs one in a hundred relevant papers in SciFact's top hundred.
    pub(crate) fn share_of_best(&self) -> f32 {
        (0.1 + 1.0 / self.len()).min(0.65)
    }

    /// The number of judged words, at least 1.
    pub(crate) fn len(&self) -> f32 {
        self.masses.len().max(1) as f32
    }
}

/// Three tables cover the bits of all judged words.
const TABLE_BITS: usize = 11;
const TABLE: usize = 1 << TABLE_BITS;

/// For each group of eleven words, the share of every combination of them.
pub(crate) struct Coverage {
    first: Box<[f32; TABLE]>,
    /// The other tables, for longer questions.
    more: Option<[Box<[f32; TABLE]>; 2]>,
}

impl Coverage {
    pub(crate) fn of(&self, mask: u32) -> f32 {
        let part = |at: usize| (mask >> (at * TABLE_BITS)) as usize % TABLE;
        let first = self.first[part(0)];
        match &self.more {
            None => first,
            Some([second, third]) => first + second[part(1)] + third[part(2)],
        }
    }
}

impl Pair {
    /// Whether a paper with these words has both.
    pub(crate) fn within(&self, mask: u32) -> bool {
        mask & self.bits == self.bits
    }
}

#[cfg(test)]
mod tests {
    use crate::fixtures::{index, paper};
    use crate::query::Query;

    #[test]
    fn the_order_of_indexing_does_not_choose_the_relatives_of_a_word() {
        let words = ["relative", "relativity", "relational", "relatively"];
        let mut papers: Vec<_> = (0..)
            .zip(words)
            .map(|(at, word)| paper(&format!("2601.0000{at}"), "Boats", &format!("A {word} boat.")))
            .collect();
        let ask = |papers: &[domain::Paper]| {
            index(papers).search(&Query { limit: 99, ..Query::new("related boat") })
        };
        let expected = ask(&papers);
        for _ in 0..papers.len() {
            papers.rotate_left(1);
            assert_eq!(ask(&papers), expected);
        }
    }
}
