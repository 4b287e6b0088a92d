//! Finds authors and organizations in a question, however their names are written.

use std::cmp::Reverse;

use super::Exact;
use crate::index::Index;
use crate::index::organization::{each_organization_key, other_organization};
use crate::index::person_name::{TypedName, each_spelling, is_given, is_year, transliterated};
use crate::text::{Words, is_request_word, is_stop_word, key};

/// The longest name looked for among other words, in words.
const LONGEST: usize = 4;
/// Shorter surnames are more often words than names.
const SHORTEST_SURNAME: usize = 4;
/// What authors do in questions.
const WORKS: [&str; 9] = [
    "working",
    "published",
    "publish",
    "publishing",
    "released",
    "written",
    "write",
    "doing",
    "done",
];
/// Papers by an author.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// By the intended author.
    pub(crate) surely: Vec<u32>,
    /// By others with the same surname, if only initials were given.
    pub(crate) others: Vec<u32>,
}

/// A name found among other words.
pub(crate) struct Named {
    pub(crate) slots: Vec<u32>,
    /// The other words.
    pub(crate) rest: String,
}

/// The words of an organization's name that set it apart from others, in alphabetical order.
fn own_words(organization: &str) -> Vec<String> {
    const COMMON: [&str; 16] = [
        "academy",
        "ai",
        "college",
        "company",
        "corporation",
        "group",
        "inc",
        "institute",
        "lab",
        "laboratory",
        "labs",
        "research",
        "science",
        "team",
        "technology",
        "university",
    ];
    let words = Words::of(organization);
    let own = words.parts().filter(|word| !is_stop_word(word) && !COMMON.contains(word));
    let mut own: Vec<String> = own.map(str::to_owned).collect();
    own.sort_unstable();
    own
}

/// Whether a sorted list has this slot.
fn has(sorted: &[u32], slot: &u32) -> bool {
    sorted.binary_search(slot).is_ok()
}

impl Index {
    /// Papers by one author or several.
    pub(crate) fn written_by(&self, text: &str) -> Written {
        self.by_several(text).unwrap_or_else(|| self.by_one(text))
    }

    /// Papers by an author, however the name is written: surname first or last, with initials, with
    /// accents or their substitutes, with or without middle names, or the surname alone.
    pub(crate) fn by_one(&self, text: &str) -> Written {
        let mut exactly = self.names.written_by(text);
        let typed = TypedName::read(text);
        // `Zhang, W.` are many, even if a paper abbreviates one of them so.
        let is_short = typed.long.len() == 1 && !typed.initials.is_empty();
        if !exactly.is_empty() && !is_short {
            self.add_other_spellings(text, &mut exactly);
            return Written { surely: exactly, ..Written::default() };
        }
        // `Van Gool`, `El-Yaniv`
        let whole = self.names.surnamed(text);
        if !whole.is_empty() {
            return Written { surely: whole, ..Written::default() };
        }
        if typed.long.len() > 1 {
            // Without the year and anything else around the name.
            let bare = [typed.long.join(" "), typed.initials.join(" ")].join(" ");
            let found = self.names.written_by(&bare);
            if !found.is_empty() {
                return Written { surely: found, ..Written::default() };
            }
        }
        let Some(surname) = typed.surname() else { return Written::default() };
        let surnamed = self.names.surnamed(surname);
        let Some(given) = typed.given(surname) else {
            return Written { surely: surnamed, ..Written::default() };
        };
        let (mut surely, others): (Vec<u32>, Vec<u32>) =
            surnamed.into_iter().partition(|slot| self.has_author(*slot, surname, given));
        // `Weinan E`
        surely.extend(exactly);
        surely.sort_unstable();
        surely.dedup();
        // A given first name excludes authors with another one.
        let others = if given.chars().count() == 1 { others } else { Vec::new() };
        Written { surely, others }
    }

    /// Papers by several people, each with a full name: `Ada Lovelace and Grace Hopper`. Those by all
    /// of them, then those by any; if they have none together, those by any.
    pub(crate) fn by_several(&self, text: &str) -> Option<Written> {
        // `Chen, Wei`, but `Wei Chen, Bo Li` are two, even if there is a Li Wei.
        let mut sides = text.split([',', '，']);
        let one_word = |side: &str| side.split_whitespace().count() == 1;
        if sides.clone().count() == 2
            && sides.any(one_word)
            && !self.names.written_by(text).is_empty()
        {
            return None;
        }
        let text = [" and ", " & ", " or ", " + ", " with "]
            .iter()
            .fold(text.to_owned(), |text, and| text.replace(and, ","));
        let names: Vec<&str> = text.split([',', ';', '&', '，', '、']).map(str::trim).collect();
        let full = |name: &&str| (2..=LONGEST).contains(&name.split_whitespace().count());
        if !(2..=LONGEST).contains(&names.len()) {
            return None;
        }
        if !names.iter().all(full) {
            return self.by_surnames(&names);
        }
        let each: Vec<Vec<u32>> = names.iter().map(|name| self.names.written_by(name)).collect();
        if each.iter().any(Vec::is_empty) {
            return None;
        }
        let mut any = each.concat();
        any.sort_unstable();
        any.dedup();
        let (all, others): (Vec<u32>, Vec<u32>) =
            any.into_iter().partition(|slot| each.iter().all(|slots| has(slots, slot)));
        Some(match all.is_empty() {
            true => Written { surely: others, ..Written::default() },
            false => Written { surely: all, others },
        })
    }

    /// Papers by several people of whom only the surnames are given, as in `Gu and Dao, 2023`, if they
    /// wrote any together.
    fn by_surnames(&self, names: &[&str]) -> Option<Written> {
        let bare = |name: &&str| -> String {
            let words = name.trim_matches(['(', ')']).split(' ').filter(|word| !is_year(word));
            words.collect::<Vec<_>>().join(" ")
        };
        let surnames: Vec<String> =
            names.iter().map(bare).filter(|name| !name.is_empty()).collect();
        let is_surname =
            |name: &String| name.starts_with(char::is_uppercase) && !name.contains(' ');
        if surnames.len() < 2 || !surnames.iter().all(is_surname) {
            return None;
        }
        let mut each = surnames.iter().map(|name| self.names.surnamed(name));
        let first = each.next()?;
        let surely = each
            .fold(first, |all, slots| all.into_iter().filter(|slot| has(&slots, slot)).collect());
        (!surely.is_empty()).then(|| Written { surely, ..Written::default() })
    }

    /// Whether the whole text is a name in citation form: `Bengio, Y.` or `Vaswani et al.`
    pub(crate) fn is_citation(text: &str) -> bool {
        let few = text.len() < 60 && text.split_whitespace().count() <= 6;
        few && TypedName::read(text).is_formal()
    }

    /// Adds authors written `Bjorn` to a search for `Bjoern`, if some paper has `Björn`.
    fn add_other_spellings(&self, text: &str, slots: &mut Vec<u32>) {
        let sorted = |text: &str| {
            let words = Words::of(text);
            let mut words: Vec<String> = words.parts().map(str::to_owned).collect();
            words.sort_unstable();
            words
        };
        let wanted = sorted(text);
        let mut others = Vec::new();
        for doc in slots.iter().filter_map(|slot| self.doc(*slot)) {
            for author in doc.authors().lines() {
                let Some(other) = transliterated(author) else { continue };
                if sorted(&other) == wanted || sorted(author) == wanted {
                    others.extend(self.names.written_by(author));
                }
            }
        }
        slots.extend(others);
        slots.sort_unstable();
        slots.dedup();
    }

    /// Whether the paper has an author with this surname and first name; either first name may be
    /// an initial.
    fn has_author(&self, slot: u32, surname: &str, given: &str) -> bool {
        let Some(doc) = self.doc(slot) else { return false };
        let mut found = false;
        for author in doc.authors().lines() {
            each_spelling(author, |words| {
                let parts: Vec<&str> = words.parts().collect();
                let last = words.iter().next_back().map(|word| word.whole());
                let first = parts.first().copied().unwrap_or_default();
                found |= parts.len() > 1 && last == Some(surname) && is_given(first, given);
            });
        }
        found
    }

    /// Papers from an organization whose name has all of the typed words.
    pub(crate) fn of_organization(&self, text: &str) -> Vec<u32> {
        let words = Words::of(text);
        let mut found: Option<Vec<u32>> = None;
        for word in words.parts().filter(|word| !is_stop_word(word)) {
            let university = matches!(word, "u" | "uni" | "univ");
            let word = if university { "university" } else { word };
            let mut with = self.names.of_organization(word).to_vec();
            with.sort_unstable();
            found = Some(match found {
                None => with,
                Some(found) => found.into_iter().filter(|slot| has(&with, slot)).collect(),
            });
        }
        // `Google DeepMind` and `GoogleDeepMind`
        let (mut found, joined) = (found.unwrap_or_default(), key(text));
        found.extend(self.names.of_organization(&joined));
        if let Some(other) = other_organization(&joined) {
            found.extend(self.names.of_organization(other));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Splits `diffusion by nvidia` and `robots from Kaiming He` into words and a name, if it is known
    /// as one: `step by step` and `learning from data` have none.
    pub(crate) fn by_at_the_end(&self, text: &str) -> Option<(String, String)> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let is = |word: &str, other: &str| word.eq_ignore_ascii_case(other);
        let known_as = |name: &str| {
            self.is_organization(name)
                || name.contains(' ') && !self.names.written_by(name).is_empty()
        };
        // `Yann LeCun's papers`, of which `papers` was read.
        if let Some(name) = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s"))
            && words.len() <= LONGEST
            && known_as(name)
        {
            return Some((String::new(), name.to_owned()));
        }
        // `what is NVIDIA working on`, `what has Yann LeCun published`
        if let [what, auxiliary, rest @ ..] = words.as_slice()
            && is(what, "what")
            && ["is", "are", "has", "have", "did", "does"].iter().any(|word| is(auxiliary, word))
        {
            let ends = |verb: &&str| rest.iter().any(|word| is(word.trim_end_matches('?'), verb));
            let verb = WORKS.iter().find(|verb| ends(verb))?;
            let at = rest.iter().position(|word| is(word.trim_end_matches('?'), verb))?;
            let name: Vec<&str> =
                rest[..at].iter().filter(|word| !is(word, "been")).copied().collect();
            let name = name.join(" ");
            let after = rest[at + 1..].join(" ");
            let alone = matches!(after.trim_end_matches('?'), "" | "on" | "lately" | "recently");
            if alone && known_as(&name) {
                return Some((String::new(), name));
            }
        }
        let at = words.iter().rposition(|word| is(word, "by") || is(word, "from"))?;
        // `latest from Yejin Choi on commonsense`
        let on = words[at + 1..].iter().position(|word| is(word, "on") || is(word, "about"));
        let end = on.map_or(words.len(), |on| at + 1 + on);
        let name = words[at + 1..end].join(" ");
        let name = name.trim_end_matches(['?', '.', '!', ',']);
        if !(1..=LONGEST + 2).contains(&(end - at - 1)) {
            return None;
        }
        let rest = words.get(end + 1..).unwrap_or_default();
        let surname = || is(words[at], "by") && self.surname_alone(name).is_some();
        if !known_as(name) && !surname() {
            return None;
        }
        let all = ["all", "anything", "everything", "stuff", "something", "latest", "work"];
        let about = match words[..at] {
            [word] if all.iter().any(|all| is(word, all)) => rest.join(" "),
            ref about => [about, rest].concat().join(" "),
        };
        Some((about, name.to_owned()))
    }

    /// Splits `stanford papers on robots` and `CMU papers`, whose words were read as `words`, into other
    /// words and an organization that is more than a word.
    pub(crate) fn organization_before_papers(
        &self,
        typed: &str,
        words: &str,
    ) -> Option<(String, String)> {
        let is_papers = |word: &str| matches!(&*word.to_lowercase(), "papers" | "paper");
        let name: Vec<&str> =
            typed.split_whitespace().take_while(|word| !is_papers(word)).collect();
        let name = name.join(" ");
        if name.len() == typed.trim().len() || !words.starts_with(&name) {
            return None;
        }
        let rest = words[name.len()..].trim_start();
        let about = match rest.split_once(' ') {
            None if rest.is_empty() => "",
            Some((papers, about)) if is_papers(papers) => {
                let (on, about) = about.split_once(' ')?;
                matches!(on, "on" | "about" | "in" | "for" | "with" | "regarding")
                    .then_some(about)?
            }
            _ => return None,
        };
        let is_word = self.papers_with(&key(&name)) > 20 * self.of_organization(&name).len();
        (self.is_organization(&name) && !is_word).then(|| (about.to_owned(), name))
    }

    /// Papers by an author or from an organization, or by any of several, and by which kind of name each
    /// is found, sorted: `NVIDIA or Google`.
    pub(crate) fn by_any(&self, name: &str) -> Vec<(u32, Exact)> {
        let by_one = |name: &str| -> Vec<(u32, Exact)> {
            let written = self.written_by(name).surely.into_iter();
            let from = self.of_organization(name).into_iter();
            let written = written.map(|slot| (slot, Exact::Author));
            written.chain(from.map(|slot| (slot, Exact::Organization))).collect()
        };
        let mut all = by_one(name);
        if all.is_empty() {
            let names = name.replace(" or ", ",").replace(" and ", ",").replace(" & ", ",");
            let each: Vec<Vec<(u32, Exact)>> =
                names.split(',').map(|name| by_one(name.trim())).collect();
            if each.iter().all(|papers| !papers.is_empty()) {
                all = each.concat();
            }
        }
        // An organization can also be among the authors.
        all.sort_unstable_by_key(|(slot, exact)| (*slot, Reverse(*exact)));
        all.dedup_by_key(|(slot, _)| *slot);
        all
    }

    /// A name with two words joined, if papers have it so: `Yann LeCun` for `Yann Le Cun`.
    pub(crate) fn joined_name(&self, text: &str) -> Option<String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        if !(3..=LONGEST).contains(&words.len()) || !self.names.written_by(text).is_empty() {
            return None;
        }
        let joined = |at: usize| {
            let (before, after) = (words[..at].join(" "), words[at..].join(" "));
            [before, after].concat()
        };
        let mut names = (1..words.len()).rev().map(joined);
        names.find(|name| !self.names.written_by(name).is_empty())
    }

    /// Whether an organization is called so, apart from words such as `University`, or its initials
    /// are.
    fn is_organization(&self, name: &str) -> bool {
        let joined = key(name);
        let typed = own_words(name);
        let is_one = |organization: &str| {
            let words = Words::of(organization).parts().count();
            let mut at = 0;
            let mut short = false;
            each_organization_key(organization, |key| {
                short |= at >= words && key == joined;
                at += 1;
            });
            short || own_words(organization) == typed
        };
        let mut docs = self.of_organization(name).into_iter().filter_map(|slot| self.doc(slot));
        !typed.is_empty()
            && (other_organization(&joined).is_some() || docs.any(|doc| is_one(doc.organization())))
    }

    /// The longest prefix of `text` for which `find` finds papers, and the words after it.
    pub(crate) fn beginning(
        text: &str,
        find: impl Fn(&str) -> Vec<u32>,
    ) -> Option<(Vec<u32>, String)> {
        let words: Vec<&str> = text.split_whitespace().collect();
        (1..=words.len().min(LONGEST + 2)).rev().find_map(|count| {
            let slots = find(&words[..count].join(" "));
            (!slots.is_empty()).then(|| (slots, words[count..].join(" ")))
        })
    }

    /// An author's full name among the words, or a surname that is not otherwise a word.
    pub(crate) fn name_among(&self, text: &str) -> Option<Named> {
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.len() < 2 || words.len() > 12 {
            return None;
        }
        let rest =
            |at: usize, count: usize| [&words[..at], &words[at + count..]].concat().join(" ");
        for count in (2..=LONGEST.min(words.len() - 1)).rev() {
            for at in 0..=words.len() - count {
                let name = words[at..at + count].join(" ");
                let plain = Words::of(&name).parts().all(|part| part.chars().count() > 1);
                let slots = if plain { self.names.written_by(&name) } else { Vec::new() };
                if !slots.is_empty() {
                    let mut slots = slots;
                    self.add_other_spellings(&name, &mut slots);
                    return Some(Named { slots, rest: rest(at, count) });
                }
            }
        }
        words.iter().enumerate().find_map(|(at, word)| {
            let slots = self.surname_alone(word)?;
            // `hill climbing`
            let mut pairs =
                words.windows(2).skip(at.saturating_sub(1)).take(if at > 0 { 2 } else { 1 });
            if pairs.any(|pair| !self.with_phrase(&pair.join(" "), false).is_empty()) {
                return None;
            }
            Some(Named { slots, rest: rest(at, 1) })
        })
    }

    /// Papers by authors with this surname, if it is more likely a name than a word.
    pub(crate) fn surname_alone(&self, word: &str) -> Option<Vec<u32>> {
        let words = Words::of(word);
        let name: String = words.parts().collect();
        let letters = name.chars().count();
        if letters < SHORTEST_SURNAME || is_stop_word(&name) || is_request_word(&name) {
            return None;
        }
        let slots = self.names.surnamed(word);
        let is_word = self.titles.has(&name) || self.papers_with(&name) > slots.len();
        (!slots.is_empty() && !is_word).then_some(slots)
    }
}
