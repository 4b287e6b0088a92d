//! The map of the field: which concepts lie below a topic, and by which names papers call them.
//!
//! It is a data file of ours, `concepts.txt`, which says how it is written. A concept may have
//! several parents; there are no cycles. A lookup takes a topic as people type it: case, hyphens,
//! plurals, abbreviations and a trailing "models" or "methods" do not matter.

mod lookup_words;
mod nearest;
mod parser;

use std::collections::{HashMap, VecDeque};
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use lookup_words::{spells, turned, without_heads, words_of};
use parser::Parser;

static BUILTIN: LazyLock<ConceptMap> = LazyLock::new(|| ConceptMap::read(TEXT).0);
const TEXT: &str = include_str!("concepts.txt");

/// A concept of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConceptId(u32);

/// A concept that lies below another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Descendant {
    /// The concept.
    pub id: ConceptId,
    /// How many steps below; at least 1.
    pub depth: u8,
    /// Whether every way down to it takes a step that is only related: it counts at loose only.
    pub weak: bool,
}

/// What is wrong with a line of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapProblem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// Concepts, their names, and which lies below which.
#[derive(Debug, Default)]
pub struct ConceptMap {
    concepts: Vec<Concept>,
    /// The key of a name → its concept.
    by_key: HashMap<String, ConceptId, FixedState>,
    /// The same with long forms replaced by their abbreviations, and without generic heads. A key
    /// that two concepts share is not here.
    by_short_key: HashMap<String, Option<ConceptId>, FixedState>,
    /// The words of a long form, and the abbreviation; longest first.
    abbreviations: Vec<(Vec<String>, String)>,
}

#[derive(Debug, Default)]
struct Concept {
    /// What it is called.
    usual: &'static str,
    /// The names by which papers call it.
    names: Vec<&'static str>,
    /// Names that people type, and that papers use in other senses: "planning", "news".
    typed: Vec<&'static str>,
    /// Whether the concept has a line of its own.
    defined: bool,
    narrower: Vec<Edge>,
    parents: Vec<Edge>,
}

/// A step down or up.
#[derive(Clone, Copy, Debug)]
struct Edge {
    to: ConceptId,
    weak: bool,
}

impl ConceptMap {
    /// The map that the program carries, read once.
    pub fn builtin() -> &'static ConceptMap {
        &BUILTIN
    }

    /// Reads a map. What has a problem is left out.
    pub fn read(text: &'static str) -> (ConceptMap, Vec<MapProblem>) {
        let (mut map, problems) = Parser::read(text);
        map.learn_abbreviations();
        map.learn_short_keys();
        (map, problems)
    }

    /// The concept that a topic means, as people type it; `None` if the map has none.
    pub fn lookup(&self, topic: &str) -> Option<ConceptId> {
        let words = words_of(topic);
        self.find(&words).or_else(|| self.find(&turned(topic)?))
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

    /// All concepts, in the order of the file.
    pub fn ids(&self) -> impl Iterator<Item = ConceptId> {
        (0..self.concepts.len() as u32).map(ConceptId)
    }

    /// What the concept is called.
    pub fn name(&self, id: ConceptId) -> &'static str {
        self.get(id).map_or("", |concept| concept.usual)
    }

    /// The names by which papers call it: each of them says that a paper is about it. There may be
    /// none, as for "data".
    pub fn names(&self, id: ConceptId) -> &[&'static str] {
        self.get(id).map_or(&[], |concept| &concept.names)
    }

    /// The names by which people call it besides, too vague to say so in a paper.
    pub fn typed_names(&self, id: ConceptId) -> &[&'static str] {
        self.get(id).map_or(&[], |concept| &concept.typed)
    }

    /// All its names.
    fn all_names(&self, id: ConceptId) -> impl Iterator<Item = &'static str> {
        self.names(id).iter().chain(self.typed_names(id)).copied()
    }

    /// The concepts right above it, and whether it is only related to them.
    pub fn parents(&self, id: ConceptId) -> impl Iterator<Item = (ConceptId, bool)> {
        let edges = self.get(id).into_iter().flat_map(|concept| &concept.parents);
        edges.map(|edge| (edge.to, edge.weak))
    }

    /// Everything below a concept, each once, the nearest first; what is only related comes last.
    pub fn descendants(&self, id: ConceptId) -> Vec<Descendant> {
        let mut found: Vec<Descendant> = Vec::new();
        let mut seen = vec![false; self.concepts.len()];
        // First down strong steps alone: a concept with one strong way down to it is not weak.
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
        // Steps that are only related began at any depth.
        found.sort_by_key(|one| (one.weak, one.depth));
        found
    }

    fn get(&self, id: ConceptId) -> Option<&Concept> {
        self.concepts.get(id.0 as usize)
    }

    /// Takes the abbreviations from the names: "LLM" beside "large language model".
    fn learn_abbreviations(&mut self) {
        let mut found: Vec<(Vec<String>, String)> = Vec::new();
        for id in self.ids() {
            let single = self.all_names(id).map(words_of).filter(|words| words.len() == 1);
            for short in single.flatten() {
                let spelt = self.all_names(id).filter(|name| spells(&short, name));
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
                // One word without its head is too little: "world" is no world model.
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

    /// The words with each long form replaced by its abbreviation.
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
