//! What the index keeps of a paper, and a paper prepared for indexing.

use std::hash::{BuildHasher, Hash, Hasher};

use domain::{Paper, PaperId};
use foldhash::fast::FixedState;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::hash_key::HashKey;
use super::names::all_names;
use super::survey::is_survey;
use crate::text::Words;

/// Separates fields in a paper's terms, so that no phrase spans two fields.
pub(crate) const GAP: u32 = u32::MAX;
/// The term of a word that no paper has.
pub(crate) const NOWHERE: u32 = GAP - 1;
/// The packed form of [`GAP`].
const PACKED_GAP: u16 = u16::MAX;
/// Terms from here up take two units: this plus the high bits, then the low 16 bits.
const ESCAPE: u16 = 0xff00;
/// How much more a word counts in the title than in the abstract.
pub(crate) const TITLE_WEIGHT: u32 = 3;

/// A paper split into words: most of the work of indexing, and it needs no index.
/// [`crate::Index::insert`] does the rest.
pub struct Prepared {
    pub(crate) id: PaperId,
    pub(crate) text: NamedText,
    /// Hashes of its title, authors and organization.
    pub(crate) names: Vec<HashKey>,
    pub(crate) facts: Facts,
    pub(crate) fingerprint: u64,
    /// The fingerprint of the text that is encoded.
    pub(crate) embedding_text: u64,
    /// The title's words unchanged, for autocomplete.
    pub(crate) title_words: Words,
    /// The title first; compounds as one word.
    pub(crate) fields: Vec<Words>,
}

/// What filters and sort orders use.
#[derive(Clone, Copy, Default)]
pub(crate) struct Facts {
    pub(crate) upvotes: u32,
    pub(crate) published: Option<Date>,
    pub(crate) has_code: bool,
    pub(crate) has_model: bool,
    pub(crate) has_dataset: bool,
    /// Whether the title says that the paper is a survey.
    pub(crate) is_survey: bool,
}

/// What is kept of a paper.
pub(crate) struct Doc {
    pub(crate) id: PaperId,
    text: NamedText,
    pub(crate) fingerprint: u64,
    /// The fingerprint of the text that was encoded.
    pub(crate) embedding_text: u64,
    terms: Packed,
}

/// A title, authors (one per line) and an organization, in one allocation.
pub(crate) struct NamedText {
    text: Box<str>,
    title_end: u32,
    authors_end: u32,
}

/// Terms in about two bytes each: common terms appear first and so have low numbers.
struct Packed {
    /// The running terms: in order, without stop words, fields separated by [`GAP`]. Then the terms of
    /// joined words; those of the title three times.
    units: Box<[u16]>,
    /// The number of units of the running terms.
    running: u32,
}

impl Prepared {
    /// Splits a paper into words.
    pub fn new(paper: &Paper) -> Prepared {
        let tldr = paper.ai_summary.as_deref().unwrap_or_default();
        let keywords = paper.keywords.iter().map(String::as_str);
        let fields = [paper.title.as_str(), &paper.summary, tldr].into_iter().chain(keywords);
        let authors = paper.authors.join("\n");
        let organization = paper.organization.as_deref().unwrap_or_default();
        Prepared {
            id: paper.id.clone(),
            names: all_names(&paper.title, &authors, organization),
            text: NamedText::new(&paper.title, &authors, organization),
            facts: Facts {
                upvotes: paper.upvotes,
                published: paper.published_at.map(|at| TimeZone::UTC.to_datetime(at).date()),
                has_code: paper.github.is_some(),
                is_survey: is_survey(&paper.title),
                ..Facts::default()
            },
            fingerprint: fingerprint(paper),
            embedding_text: FixedState::default().hash_one((&paper.title, &paper.summary)),
            title_words: Words::of(&paper.title),
            fields: fields.map(|field| Words::of(field).with_compounds()).collect(),
        }
    }
}

fn fingerprint(paper: &Paper) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    (&paper.title, &paper.summary, &paper.ai_summary).hash(&mut hasher);
    (&paper.keywords, &paper.authors, &paper.organization).hash(&mut hasher);
    hasher.finish()
}

impl Doc {
    pub(crate) fn new(read: Prepared, running: &[u32], joined: &[u32]) -> Doc {
        Doc {
            id: read.id,
            text: read.text,
            fingerprint: read.fingerprint,
            embedding_text: read.embedding_text,
            terms: Packed::new(running, joined),
        }
    }

    pub(crate) fn title(&self) -> &str {
        self.text.title()
    }

    /// One per line.
    pub(crate) fn authors(&self) -> &str {
        self.text.authors()
    }

    pub(crate) fn organization(&self) -> &str {
        self.text.organization()
    }

    /// Its terms in order, fields separated by [`GAP`].
    pub(crate) fn running(&self) -> impl Iterator<Item = u32> {
        unpacked(&self.terms.units[..self.terms.running as usize])
    }

    /// The terms of its joined words.
    pub(crate) fn joined(&self) -> impl Iterator<Item = u32> {
        unpacked(&self.terms.units[self.terms.running as usize..])
    }
}

impl NamedText {
    fn new(title: &str, authors: &str, organization: &str) -> NamedText {
        NamedText {
            text: [title, authors, organization].concat().into(),
            title_end: title.len() as u32,
            authors_end: (title.len() + authors.len()) as u32,
        }
    }

    fn title(&self) -> &str {
        &self.text[..self.title_end as usize]
    }

    fn authors(&self) -> &str {
        &self.text[self.title_end as usize..self.authors_end as usize]
    }

    fn organization(&self) -> &str {
        &self.text[self.authors_end as usize..]
    }
}

impl Packed {
    fn new(running: &[u32], joined: &[u32]) -> Packed {
        let terms = running.len() + joined.len();
        let mut units = Vec::with_capacity(terms + terms / 8);
        pack(running, &mut units);
        let end = units.len() as u32;
        pack(joined, &mut units);
        Packed { units: units.into(), running: end }
    }
}

fn pack(terms: &[u32], units: &mut Vec<u16>) {
    for term in terms {
        match u16::try_from(*term) {
            Ok(small) if small < ESCAPE => units.push(small),
            _ if *term == GAP => units.push(PACKED_GAP),
            _ => units.extend([ESCAPE | (term >> 16) as u16, *term as u16]),
        }
    }
}

fn unpacked(units: &[u16]) -> impl Iterator<Item = u32> {
    let mut units = units.iter();
    std::iter::from_fn(move || {
        let unit = *units.next()?;
        Some(match unit {
            PACKED_GAP => GAP,
            ESCAPE.. => u32::from(unit & 0xff) << 16 | u32::from(*units.next()?),
            small => u32::from(small),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_terms_round_trips() {
        let terms = [0, 1, 0xfeff, 0xff00, 0xffff, 0x1_0000, 0x12_3456, GAP, 7, GAP];
        let packed = Packed::new(&terms, &terms[3..7]);
        let (running, joined) = packed.units.split_at(packed.running as usize);
        assert_eq!(unpacked(running).collect::<Vec<_>>(), terms);
        assert_eq!(unpacked(joined).collect::<Vec<_>>(), terms[3..7]);
    }
}
