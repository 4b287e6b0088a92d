//! Parses a concept map.

use super::lookup_words::{every_word, words_of};
use super::{Concept, ConceptId, ConceptMap, Edge, MapProblem};

/// What each pass over the lines reads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Headings,
    /// Alternative names, on their own line or next to a narrower concept.
    Names,
    Edges,
}

/// Parses a map line by line.
#[derive(Default)]
pub(super) struct Parser {
    map: ConceptMap,
    /// The concept whose block is being read.
    current: Option<ConceptId>,
    problems: Vec<MapProblem>,
}

type Result<T> = std::result::Result<T, String>;

impl Parser {
    /// The map, and the problems found in its lines.
    pub(super) fn read(text: &'static str) -> (ConceptMap, Vec<MapProblem>) {
        let mut reader = Parser::default();
        // Names first: any of a concept's names may be used before its own line.
        for pass in [Pass::Headings, Pass::Names, Pass::Edges] {
            for (number, line) in text.lines().enumerate() {
                reader.line(number + 1, line, pass);
            }
        }
        reader.problems.sort_by_key(|problem| problem.line);
        (reader.map, reader.problems)
    }

    fn line(&mut self, line: usize, text: &'static str, pass: Pass) {
        let text = text.trim_end();
        if text.is_empty() || text.starts_with('#') {
            return;
        }
        let Some(indented) = text.strip_prefix(' ') else {
            let result = self.heading(text, pass);
            return self.note(line, result);
        };
        let Some((marker, rest)) = indented.trim_start().split_at_checked(1) else { return };
        match marker {
            "=" => {
                let result = self.more_names(rest, pass);
                self.note(line, result);
            }
            ">" | "~" => {
                for term in rest.split(';').map(str::trim).filter(|term| !term.is_empty()) {
                    let result = self.term(term, marker == "~", pass);
                    self.note(line, result);
                }
            }
            _ if pass == Pass::Edges => {
                self.note(line, Err("must begin with `=`, `>` or `~`".to_owned()));
            }
            _ => {}
        }
    }

    fn note(&mut self, line: usize, result: Result<()>) {
        if let Err(what) = result {
            self.problems.push(MapProblem { line, what });
        }
    }

    fn heading(&mut self, names: &'static str, pass: Pass) -> Result<()> {
        let usual = first(names);
        if pass != Pass::Headings {
            self.current = self.known(usual);
            return Ok(());
        }
        let (before, id) = (self.map.concepts.len(), self.concept(names)?);
        self.current = Some(id);
        self.map.concepts[id.0 as usize].defined = true;
        match self.map.concepts.len() == before {
            true => Err(format!("`{usual}` already has a line")),
            false => Ok(()),
        }
    }

    fn more_names(&mut self, names: &'static str, pass: Pass) -> Result<()> {
        match (pass, self.current) {
            (Pass::Headings, Some(id)) => names.split('=').try_for_each(|name| self.name(id, name)),
            (Pass::Headings, None) => Err("must follow a concept".to_owned()),
            _ => Ok(()),
        }
    }

    fn term(&mut self, term: &'static str, weak: bool, pass: Pass) -> Result<()> {
        match pass {
            Pass::Names if term.contains('=') => self.concept(term).map(|_| ()),
            Pass::Edges => self.edge(term, weak),
            Pass::Headings | Pass::Names => Ok(()),
        }
    }

    fn edge(&mut self, term: &'static str, weak: bool) -> Result<()> {
        let from = self.current.ok_or("must follow a concept")?;
        let usual = first(term);
        let to = self.concept(usual)?;
        if !self.map.all_names(to).any(|name| every_word(name) == every_word(usual)) {
            let owner = self.map.name(to);
            return Err(format!("`{usual}` differs from `{owner}` in small words only"));
        }
        if to == from || self.map.descendants(to).iter().any(|one| one.id == from) {
            return Err(format!("`{usual}` would be above itself"));
        }
        if self.map.concepts[from.0 as usize].narrower.iter().any(|edge| edge.to == to) {
            return Err(format!("`{usual}` is listed twice"));
        }
        self.map.concepts[from.0 as usize].narrower.push(Edge { to, weak });
        self.map.concepts[to.0 as usize].parents.push(Edge { to: from, weak });
        Ok(())
    }

    fn known(&self, name: &str) -> Option<ConceptId> {
        self.map.by_key.get(&words_of(name).concat()).copied()
    }

    /// The concept with these `=`-separated names; created if none of them is known.
    fn concept(&mut self, names: &'static str) -> Result<ConceptId> {
        let known = names.split('=').find_map(|name| self.known(name));
        let id = known.unwrap_or(ConceptId(self.map.concepts.len() as u32));
        if known.is_none() {
            let usual = first(names).trim_matches(['(', ')']);
            self.map.concepts.push(Concept { usual, ..Concept::default() });
        }
        names.split('=').try_for_each(|name| self.name(id, name))?;
        Ok(id)
    }

    /// Adds a name. One in parentheses is understood when typed but is no evidence in a paper. If
    /// lookup can't tell two names apart, the first wins.
    fn name(&mut self, id: ConceptId, name: &'static str) -> Result<()> {
        let bare = name.trim().trim_matches(['(', ')']);
        let key = words_of(bare).concat();
        if key.is_empty() {
            return Err(format!("`{bare}` has no words"));
        }
        match self.map.by_key.get(&key) {
            Some(owner) if *owner != id => {
                Err(format!("`{bare}` is already a name of `{}`", self.map.name(*owner)))
            }
            Some(_) => Ok(()),
            None => {
                self.map.by_key.insert(key, id);
                let concept = &mut self.map.concepts[id.0 as usize];
                match bare.len() < name.trim().len() {
                    true => concept.typed.push(bare),
                    false => concept.names.push(bare),
                }
                Ok(())
            }
        }
    }
}

/// The first of several names.
fn first(names: &'static str) -> &'static str {
    names.split('=').next().unwrap_or(names).trim()
}
