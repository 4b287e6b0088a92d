//! Finds the names of concepts in a text.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::field::{Field, Span};
use crate::concepts::{ConceptId, ConceptMap};
use crate::text::{Stems, Words, hash, is_stop_word};

static BUILTIN: LazyLock<Names> = LazyLock::new(|| Names::of(ConceptMap::builtin()));

/// A name without its first word, and its concept.
type Name = (Box<[u64]>, ConceptId);

/// The names of all concepts, and the concepts above each.
pub(super) struct Names {
    /// By the first word of a name: the other words and the concept. Longest names first.
    by_first: HashMap<u64, Vec<Name>, FixedState>,
    above: HashMap<ConceptId, Vec<BroaderConcept>, FixedState>,
}

/// A concept above another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BroaderConcept {
    pub(super) id: ConceptId,
    /// The number of steps.
    pub(super) depth: u8,
    /// Whether it is only related.
    pub(super) weak: bool,
}

impl Names {
    /// The names in the built-in map.
    pub(super) fn builtin() -> &'static Names {
        &BUILTIN
    }

    fn of(map: &ConceptMap) -> Names {
        let stems = Stems::new();
        let mut names = Names { by_first: HashMap::default(), above: HashMap::default() };
        for id in map.ids() {
            for name in map.names(id) {
                let [parts, whole] = wordings(name, &stems);
                names.learn(&parts, id);
                if whole != parts {
                    names.learn(&whole, id);
                }
            }
            for below in map.descendants(id) {
                let above = BroaderConcept { id, depth: below.depth, weak: below.weak };
                names.above.entry(below.id).or_default().push(above);
            }
        }
        for known in names.by_first.values_mut() {
            known
                .sort_by(|one, other| other.0.len().cmp(&one.0.len()).then_with(|| one.cmp(other)));
            known.dedup();
        }
        names
    }

    fn learn(&mut self, words: &[u64], id: ConceptId) {
        if let Some((first, rest)) = words.split_first() {
            self.by_first.entry(*first).or_default().push((rest.into(), id));
        }
    }

    /// The concepts above one.
    pub(super) fn above(&self, id: ConceptId) -> &[BroaderConcept] {
        self.above.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The concepts named in a field with their positions, in text order. A name inside a longer
    /// one doesn't count.
    pub(super) fn find(&self, field: &Field) -> Vec<(Span, ConceptId)> {
        let mut found: Vec<(Span, ConceptId)> = Vec::new();
        let mut end = 0;
        for at in 0..field.words.len() {
            let word = (field.words[at], at + 1);
            let joined = field.joined.iter().filter(|(_, from, _)| *from == at);
            let starts = joined.map(|(word, _, to)| (*word, *to)).chain([word]);
            let longest = starts
                .filter_map(|(word, after)| {
                    let known = self.by_first.get(&word)?;
                    let rest = &field.words[after..];
                    let (name, id) = known.iter().find(|(name, _)| rest.starts_with(name))?;
                    Some((after + name.len(), *id))
                })
                .max_by_key(|(to, _)| *to);
            if let Some((to, id)) = longest.filter(|(to, _)| *to > end) {
                end = to;
                found.push(((at, to), id));
            }
        }
        found
    }
}

/// The words of a name: split at hyphens, and with hyphenated words joined.
fn wordings(name: &str, stems: &Stems) -> [Vec<u64>; 2] {
    let words = Words::of(name).with_compounds();
    let (mut parts, mut whole) = (Vec::new(), Vec::new());
    for word in words.iter() {
        let own = word.parts().filter(|part| !is_stop_word(part));
        let own: Vec<u64> = own.map(|part| hash(&stems.stem(part))).collect();
        match word.joined() {
            Some(joined) => whole.push(hash(&stems.stem(joined))),
            None => whole.extend(&own),
        }
        parts.extend(own);
    }
    [parts, whole]
}

#[cfg(test)]
mod tests {
    use super::super::field::Place;
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let field = Field::new(Place::Abstract, text, &Stems::new());
        let map = ConceptMap::builtin();
        let found = Names::builtin().find(&field);
        let found: Vec<&str> = found.into_iter().map(|(_, id)| map.name(id)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_longest_names_are_found() {
        let map = ConceptMap::builtin();
        let name = |topic: &str| map.name(map.lookup(topic).expect(topic));
        check("We paint boats.", &[]);
        check("Jailbreaks, and Jailbreaking", &[name("jailbreak"), name("jailbreak")]);
        check("3D Gaussian splatting of boats", &[name("3D Gaussian splatting")]);
    }

    #[test]
    fn above_is_the_inverse_of_below() {
        let map = ConceptMap::builtin();
        let jailbreak = map.lookup("jailbreak").expect("a concept");
        let safety = map.lookup("AI safety").expect("a concept");
        assert!(Names::builtin().above(jailbreak).iter().any(|above| above.id == safety));
    }
}
