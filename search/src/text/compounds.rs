//! Fixed compounds: several words read as one, so that their parts don't match alone.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::word_forms::headword;
use super::words::{Part, Words};

const TEXT: &str = include_str!("compounds.txt");

/// The compounds in `compounds.txt`.
struct Compounds {
    /// By first part; longest first.
    by_first: HashMap<&'static str, Vec<Compound>, FixedState>,
    /// The parts of each compound, by the headword of its joined form.
    by_whole: HashMap<String, Vec<&'static str>, FixedState>,
}

struct Compound {
    /// The parts between the first and the last.
    middle: Vec<&'static str>,
    /// The headword of the last part.
    last: Cow<'static, str>,
    /// Only a compound when written with hyphens.
    hyphens: bool,
    /// Not a compound, unless written with hyphens.
    none: bool,
}

impl Compounds {
    fn get() -> &'static Compounds {
        static COMPOUNDS: LazyLock<Compounds> = LazyLock::new(Compounds::read);
        &COMPOUNDS
    }

    fn read() -> Compounds {
        let mut compounds =
            Compounds { by_first: HashMap::default(), by_whole: HashMap::default() };
        for line in TEXT.lines().filter(|line| !line.starts_with('#')) {
            let (none, text) = match line.strip_prefix('!') {
                Some(text) => (true, text),
                None => (false, line),
            };
            let parts: Vec<&'static str> =
                text.split([' ', '-']).filter(|part| !part.is_empty()).collect();
            let [first, middle @ .., last] = parts.as_slice() else { continue };
            let known = compounds.by_first.entry(*first).or_default();
            known.push(Compound {
                middle: middle.to_vec(),
                last: headword(last),
                hyphens: text.contains('-'),
                none,
            });
            known.sort_by_key(|one| std::cmp::Reverse(one.middle.len()));
            if !none {
                let whole = headword(&parts.concat()).into_owned();
                compounds.by_whole.insert(whole, parts);
            }
        }
        compounds
    }
}

/// The parts of a compound given as one word; empty for any other word.
pub(crate) fn parts_of(whole: &str) -> &'static [&'static str] {
    Compounds::get().by_whole.get(&*headword(whole)).map_or(&[], Vec::as_slice)
}

impl Words {
    /// Replaces each fixed compound by a single part. The words of a compound are separated by
    /// exactly one character; more than that may be the end of a sentence.
    pub(crate) fn with_compounds(self) -> Words {
        let compounds = Compounds::get();
        let found = |at: usize| self.compound_at(at, compounds);
        let Some(first) = (0..self.parts.len()).find(|at| found(*at).is_some()) else {
            return self;
        };
        let mut parts: Vec<Part> = self.parts[..first].to_vec();
        // The new index of each part's end, used to renumber the ends of words.
        let mut ends: Vec<Option<u32>> = (0..=first).map(|at| Some(at as u32)).collect();
        let mut at = first;
        while at < self.parts.len() {
            let count = found(at).unwrap_or(1);
            let last = self.parts[at + count - 1];
            parts.push(Part { to: last.to, end: last.end, ..self.parts[at] });
            ends.extend(std::iter::repeat_n(None, count - 1));
            ends.push(Some(parts.len() as u32));
            at += count;
        }
        let ends = self.ends.iter().filter_map(|end| ends[*end as usize]).collect();
        Words { letters: self.letters, parts, ends }
    }

    /// The number of parts from this position that form one compound.
    fn compound_at(&self, at: usize, compounds: &Compounds) -> Option<usize> {
        let part = |at: usize| self.parts.get(at).map(|part| part.of(&self.letters));
        let first = part(at)?;
        let joins = |count: usize| {
            let pairs = self.parts[at..at + count].windows(2);
            pairs.map(|pair| pair[1].start.saturating_sub(pair[0].end)).all(|gap| gap <= 1)
        };
        // Within a word, parts are joined by hyphens.
        let next = self.ends.partition_point(|end| *end as usize <= at);
        let end = self.ends.get(next).map_or(usize::MAX, |end| *end as usize);
        let hyphens = |count: usize| at + count <= end;
        if first == "non" {
            let next = part(at + 1)?;
            return (next.len() > 2 && hyphens(2)).then_some(2);
        }
        for one in compounds.by_first.get(first)? {
            let count = one.middle.len() + 2;
            let middle = || (at + 1..).map(part).zip(&one.middle);
            let fits = part(at + count - 1).is_some_and(|last| {
                last.as_bytes()[0] == one.last.as_bytes()[0]
                    && middle().all(|(part, middle)| part == Some(middle))
                    && headword(last) == one.last
            });
            if !fits || !joins(count) || one.hyphens && !hyphens(count) {
                continue;
            }
            return if one.none && !hyphens(2) { None } else { Some(count) };
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Formats words as `part-part`.
    fn check(text: &str, expected: &str) {
        let words = Words::of(text).with_compounds();
        let shown = words.iter().map(|word| word.parts().collect::<Vec<_>>().join("-"));
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{text}");
    }

    #[test]
    fn a_fixed_compound_is_one_word() {
        for (text, expected) in [
            ("", ""),
            ("art of the state", "art of the state"),
            ("A state-of-the-art model", "a stateoftheart model"),
            ("the state of the art", "the stateoftheart"),
            ("real-time, real time, realtime", "realtime realtime realtime"),
            ("It is real. Time flies", "it is real time flies"),
            ("on real time series", "on real time series"),
            ("a human-in-the-loop system", "a human-intheloop system"),
            ("few-shot-learning and few shots", "fewshot-learning and fewshots"),
            ("open-sourced; open source", "opensourced opensource"),
            ("in-depth work on in depth maps", "indepth work on in depth maps"),
            ("non-autoregressive decoding, non 3d", "nonautoregressive decoding non 3d"),
            ("advances in person search", "advances in person search"),
            ("a head on top; met head-on", "a head on top met headon"),
            ("text-to-image", "text-to-image"),
            ("few", "few"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn the_parts_of_a_compound_are_known() {
        assert_eq!(parts_of("fewshot"), ["few", "shot"]);
        assert_eq!(parts_of("tradeoffs"), ["trade", "off"]);
        assert_eq!(parts_of("diffusion"), [""; 0]);
    }

    #[test]
    fn every_line_is_a_compound() {
        for line in TEXT.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(text) = line.strip_prefix('!') {
                assert!(Words::of(text).with_compounds().iter().len() > 1, "{line}");
            } else {
                assert_eq!(Words::of(line).with_compounds().parts().count(), 1, "{line}");
            }
        }
    }
}
