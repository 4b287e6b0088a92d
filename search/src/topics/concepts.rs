//! The map of the field: which concepts lie below a topic, and by which names papers call them.
//!
//! It is a data file of ours, `concepts.txt`, which says how it is written. A concept may have
//! several parents; there are no cycles. A lookup takes a topic as people type it: case, hyphens,
//! plurals, abbreviations and a trailing "models" or "methods" do not matter.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use crate::stems::is_stop_word;
use crate::text::Words;

static BUILTIN: LazyLock<ConceptMap> = LazyLock::new(|| ConceptMap::read(TEXT).0);
const TEXT: &str = include_str!("concepts.txt");

/// Words at the end of a topic that add nothing to it: "diffusion models", "RAG systems".
const GENERIC_HEADS: [&str; 16] = [
    "algorithm",
    "application",
    "approach",
    "architecture",
    "framework",
    "method",
    "methodology",
    "model",
    "paper",
    "problem",
    "research",
    "system",
    "task",
    "technique",
    "technology",
    "work",
];

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
    names: Vec<&'static str>,
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
        let mut reader = Reader::default();
        // Names first: a concept may be mentioned before its line, by any of its names.
        for pass in [Pass::Headings, Pass::Names, Pass::Edges] {
            for (number, line) in text.lines().enumerate() {
                reader.line(number + 1, line, pass);
            }
        }
        let (mut map, mut problems) = (reader.map, reader.problems);
        problems.sort_by_key(|problem| problem.line);
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
        self.names(id).first().copied().unwrap_or_default()
    }

    /// All its names, the usual one first.
    pub fn names(&self, id: ConceptId) -> &[&'static str] {
        self.get(id).map_or(&[], |concept| &concept.names)
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
        for concept in &self.concepts {
            let single = concept.names.iter().map(|name| (name, words_of(name)));
            for (_, short) in single.filter(|(_, words)| words.len() == 1) {
                let spelt = concept.names.iter().filter(|name| spells(&short[0], name));
                found.extend(spelt.map(|long| (words_of(long), short[0].clone())));
            }
        }
        found.retain(|(long, _)| long.len() > 1);
        found.sort_by_key(|(long, _)| std::cmp::Reverse(long.len()));
        self.abbreviations = found;
    }

    fn learn_short_keys(&mut self) {
        let mut found: HashMap<String, Option<ConceptId>, FixedState> = HashMap::default();
        for id in self.ids() {
            for name in self.names(id) {
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

/// What is read of the lines, one after the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Headings,
    /// Other names that stand where a narrower concept is mentioned.
    Names,
    Edges,
}

/// Reads the lines of a map one after another.
#[derive(Default)]
struct Reader {
    map: ConceptMap,
    /// The concept whose block this is.
    current: Option<ConceptId>,
    problems: Vec<MapProblem>,
}

impl Reader {
    fn line(&mut self, line: usize, text: &'static str, pass: Pass) {
        let text = text.trim_end();
        if text.is_empty() || text.starts_with('#') {
            return;
        }
        if !text.starts_with(' ') {
            let result = self.heading(text, pass);
            return self.note(line, result);
        }
        let Some((marker, terms)) = text.trim_start().split_at_checked(1) else { return };
        if !matches!(marker, ">" | "~") {
            if pass == Pass::Edges {
                self.note(line, Err("begins with neither `>` nor `~`".to_owned()));
            }
            return;
        }
        for term in terms.split(';').map(str::trim).filter(|term| !term.is_empty()) {
            let result = match pass {
                Pass::Headings => Ok(()),
                Pass::Names if term.contains('=') => self.concept(term).map(|_| ()),
                Pass::Names => Ok(()),
                Pass::Edges => self.edge(term, marker == "~"),
            };
            self.note(line, result);
        }
    }

    fn note(&mut self, line: usize, result: Result<(), String>) {
        if let Err(what) = result {
            self.problems.push(MapProblem { line, what });
        }
    }

    fn heading(&mut self, names: &'static str, pass: Pass) -> Result<(), String> {
        let usual = names.split('=').next().unwrap_or(names).trim();
        if pass != Pass::Headings {
            self.current = self.map.by_key.get(&words_of(usual).concat()).copied();
            return Ok(());
        }
        let (before, id) = (self.map.concepts.len(), self.concept(names)?);
        self.map.concepts[id.0 as usize].defined = true;
        match self.map.concepts.len() == before {
            true => Err(format!("`{usual}` has a line already")),
            false => Ok(()),
        }
    }

    fn edge(&mut self, term: &'static str, weak: bool) -> Result<(), String> {
        let from = self.current.ok_or("comes before any concept")?;
        let first = term.split('=').next().unwrap_or(term).trim();
        let to = self.concept(first)?;
        if to == from || self.below(to, from) {
            return Err(format!("`{first}` is above itself"));
        }
        if self.map.concepts[from.0 as usize].narrower.iter().any(|edge| edge.to == to) {
            return Err(format!("`{first}` is there twice"));
        }
        self.map.concepts[from.0 as usize].narrower.push(Edge { to, weak });
        self.map.concepts[to.0 as usize].parents.push(Edge { to: from, weak });
        Ok(())
    }

    /// Whether `id` is below `from`.
    fn below(&self, from: ConceptId, id: ConceptId) -> bool {
        self.map.descendants(from).iter().any(|one| one.id == id)
    }

    /// The concept with these names, which are divided by `=`; new if none of them is known.
    fn concept(&mut self, names: &'static str) -> Result<ConceptId, String> {
        let names: Vec<(&'static str, String)> =
            names.split('=').map(|name| (name.trim(), words_of(name).concat())).collect();
        if let Some((name, _)) = names.iter().find(|(_, key)| key.is_empty()) {
            return Err(format!("`{name}` has no words"));
        }
        let known = names.iter().find_map(|(_, key)| self.map.by_key.get(key).copied());
        let id = known.unwrap_or(ConceptId(self.map.concepts.len() as u32));
        if known.is_none() {
            self.map.concepts.push(Concept::default());
        }
        for (name, key) in names {
            let owner = *self.map.by_key.entry(key).or_insert(id);
            if owner != id {
                return Err(format!("`{name}` is a name of `{}` already", self.map.name(owner)));
            }
            let concept = &mut self.map.concepts[id.0 as usize];
            // Of names that a lookup cannot tell apart, the first stays.
            let key = words_of(name).concat();
            if !concept.names.iter().any(|known| words_of(known).concat() == key) {
                concept.names.push(name);
            }
        }
        Ok(id)
    }
}

/// The words of a topic as singulars, without stop words.
fn words_of(text: &str) -> Vec<String> {
    let words = Words::of(text);
    let parts = words.parts().filter(|part| !is_stop_word(part));
    parts.map(|part| singular(part).into_owned()).collect()
}

/// "safety of AI" as "AI safety".
fn turned(topic: &str) -> Option<Vec<String>> {
    let (what, whose) = topic.split_once(" of ")?;
    let (what, mut words) = (words_of(what), words_of(whose));
    words.extend(what);
    Some(words)
}

/// The words without those at the end that say nothing.
fn without_heads(words: &[String]) -> &[String] {
    let heads = words.iter().rev();
    let heads = heads.take_while(|word| GENERIC_HEADS.binary_search(&word.as_str()).is_ok());
    match words.len() - heads.count() {
        0 => words,
        left => &words[..left],
    }
}

/// Whether a word is the initials of a name: `llm` of "large language models".
fn spells(short: &str, long: &str) -> bool {
    let words = Words::of(long);
    let initials: String = words.parts().filter_map(|part| part.chars().next()).collect();
    initials.len() > 1 && initials == short
}

fn singular(word: &str) -> Cow<'_, str> {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return Cow::Owned(format!("{stem}y"));
    }
    let stays = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    match word.strip_suffix('s').filter(|stem| stem.len() > 1 && !stays) {
        Some(stem) => Cow::Borrowed(stem),
        None => Cow::Borrowed(word),
    }
}

#[cfg(test)]
mod tests;
