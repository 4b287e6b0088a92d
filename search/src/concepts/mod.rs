//! The map of the field: which concepts lie below a topic, and the names papers use for them.
//!
//! The data is in `concepts.txt`, which documents its own format. A concept may have several
//! parents; there are no cycles. Lookup accepts topics as people type them: case, hyphens, plurals,
//! abbreviations and a trailing "models" or "methods" don't matter.

mod lookup_words;
mod nearest;
mod parser;

use std::collections::{HashMap, VecDeque};
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use lookup_words::{is_initials_of, reordered, without_heads, words_of};
use parser::Parser;

static BUILTIN: LazyLock<ConceptMap> = LazyLock::new(|| ConceptMap::read(TEXT).0);
const TEXT: &str = include_str!("concepts.txt");

/// A concept in the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConceptId(u32);

/// A concept that lies below another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Descendant {
    /// The concept.
    pub id: ConceptId,
    /// Steps below; at least 1.
    pub depth: u8,
    /// Whether every path down to it includes a "related" step; such concepts count only at loose.
    pub weak: bool,
}

/// A problem in one line of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapProblem {
    /// The line number, starting at 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// Concepts, their names, and which lies below which.
#[derive(Debug, Default)]
pub struct ConceptMap {
    concepts: Vec<Concept>,
    /// Name key → concept.
    by_key: HashMap<String, ConceptId, FixedState>,
    /// The same with long forms abbreviated and generic heads removed. Keys shared by two concepts
    /// are omitted.
    by_short_key: HashMap<String, Option<ConceptId>, FixedState>,
    /// The words of a long form and its abbreviation, longest first.
    abbreviations: Vec<(Vec<String>, String)>,
}

#[derive(Debug, Default)]
struct Concept {
    /// The main name.
    usual: &'static str,
    /// The names papers use for it.
    names: Vec<&'static str>,
    /// Names that people type but that papers use in other senses: "planning", "news".
    typed: Vec<&'static str>,
    /// Whether the concept has its own line.
    defined: bool,
    narrower: Vec<Edge>,
    parents: Vec<Edge>,
}

/// A link to a parent or child.
#[derive(Clone, Copy, Debug)]
struct Edge {
    to: ConceptId,
    weak: bool,
}

impl ConceptMap {
    /// The map built into the program, parsed once.
    pub fn builtin() -> &'static ConceptMap {
        &BUILTIN
    }

    /// Parses a map. Lines with problems are skipped.
    pub fn read(text: &'static str) -> (ConceptMap, Vec<MapProblem>) {
        let (mut map, problems) = Parser::read(text);
        map.learn_abbreviations();
        map.learn_short_keys();
        (map, problems)
    }

    /// The concept meant by a topic as people type it, or `None` if the map has none.
    pub fn lookup(&self, topic: &str) -> Option<ConceptId> {
        let words = words_of(topic);
        self.find(&words).or_else(|| self.find(&reordered(topic)?))
    }

    fn find(&self, words: &[String]) -> Option<ConceptId> {
        let short = self.shorten(words);
        let known = |words: &[String]| self.by_key.get(&words.concat()).copied();
        let known_short = |words: &[String]| self.by_short_key.get(&words.concat()).copied()?;
        let bare = without_heads(words);
        known(words)
            .or_else(|| known_short(&short))
            .or_else(|| known(bare))
            .or_else(|| known_short(without_heads(&short)))
            .or_else(|| known_short(bare))
    }

    /// All concepts, in file order.
    pub fn ids(&self) -> impl Iterator<Item = ConceptId> {
        (0..self.concepts.len() as u32).map(ConceptId)
    }

    /// The concept's main name.
    pub fn name(&self, id: ConceptId) -> &'static str {
        self.get(id).map_or("", |concept| concept.usual)
    }

    /// The names papers use for it; any of them shows that a paper is about it. May be empty, as
    /// for "data".
    pub fn names(&self, id: ConceptId) -> &[&'static str] {
        self.get(id).map_or(&[], |concept| &concept.names)
    }

    /// Names that people also use for it, but too vague to be evidence in a paper.
    pub fn typed_names(&self, id: ConceptId) -> &[&'static str] {
        self.get(id).map_or(&[], |concept| &concept.typed)
    }

    /// All its names.
    fn all_names(&self, id: ConceptId) -> impl Iterator<Item = &'static str> {
        self.names(id).iter().chain(self.typed_names(id)).copied()
    }

    /// The concept's direct parents, and whether it is only related to each.
    pub fn parents(&self, id: ConceptId) -> impl Iterator<Item = (ConceptId, bool)> {
        let edges = self.get(id).into_iter().flat_map(|concept| &concept.parents);
        edges.map(|edge| (edge.to, edge.weak))
    }

    /// Everything below a concept, each once, nearest first; merely related concepts come last.
    pub fn descendants(&self, id: ConceptId) -> Vec<Descendant> {
        let mut found: Vec<Descendant> = Vec::new();
        let mut seen = vec![false; self.concepts.len()];
        // Strong steps first: a concept with at least one strong path is not weak.
        for weak in [false, true] {
            let start = found.iter().map(|one| (one.id, one.depth));
            let mut open: VecDeque<(ConceptId, u8)> =
                std::iter::once((id, 0)).chain(start).collect();
            seen[id.0 as usize] = true;
            while let Some((at, depth)) = open.pop_front() {
                let edges = self.get(at).into_iter().flat_map(|concept| &concept.narrower);
                for edge in edges.filter(|edge| weak || !edge.weak) {
                    if !std::mem::replace(&mut seen[edge.to.0 as usize], true) {
                        let depth = depth.saturating_add(1);
                        found.push(Descendant { id: edge.to, depth, weak });
                        open.push_back((edge.to, depth));
                    }
                }
            }
        }
        // Weak branches can start at any depth, so sort at the end.
        found.sort_by_key(|one| (one.weak, one.depth));
        found
    }

    fn get(&self, id: ConceptId) -> Option<&Concept> {
        self.concepts.get(id.0 as usize)
    }

    /// Learns abbreviations from names, such as "LLM" for "large language model".
    fn learn_abbreviations(&mut self) {
        let mut found: Vec<(Vec<String>, String)> = Vec::new();
        for id in self.ids() {
            let single = self.all_names(id).map(words_of).filter(|words| words.len() == 1);
            for short in single.flatten() {
                let spelt = self.all_names(id).filter(|name| is_initials_of(&short, name));
                found.extend(spelt.map(|long| (words_of(long), short.clone())));
            }
        }
        found.retain(|(long, _)| long.len() > 1);
        found.sort_by_key(|(long, _)| std::cmp::Reverse(long.len()));
        self.abbreviations = found;
    }

    fn learn_short_keys(&mut self) {
        let mut found: HashMap<String, Option<ConceptId>, FixedState> = HashMap::default();
        for id in self.ids() {
            for name in self.all_names(id) {
                let words = words_of(name);
                let short = self.shorten(&words);
                // One word left after removing the head is too little: "world" doesn't mean world
                // models.
                let bare = [without_heads(&words), without_heads(&short)].into_iter();
                let bare = bare.filter(|bare| bare.len() > 1).map(|bare| bare.concat());
                for key in bare.chain([short.concat()]) {
                    let known = found.entry(key).or_insert(Some(id));
                    if *known != Some(id) {
                        *known = None;
                    }
                }
            }
        }
        self.by_short_key = found;
    }

    /// Replaces each long form with its abbreviation.
    fn shorten(&self, words: &[String]) -> Vec<String> {
        let mut short = Vec::with_capacity(words.len());
        let mut rest = words;
        while let Some(first) = rest.first() {
            let known = self.abbreviations.iter().find(|(long, _)| rest.starts_with(long));
            let (taken, word) = known.map_or((1, first), |(long, short)| (long.len(), short));
            short.push(word.clone());
            rest = &rest[taken..];
        }
        short
    }
}

#[cfg(test)]
mod concepts_tests;
