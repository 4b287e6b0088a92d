//! A paper's words, prepared once for any number of topics.

use std::collections::HashMap;

use domain::Paper;
use foldhash::fast::FixedState;

use super::field::{Field, Place};
use super::narrower::Mentioned;
use super::people::People;
use crate::embedding::Embedding;
use crate::table::{Table, Tokens};
use crate::text::Stems;

/// Papers with fewer words get no vector from the table, because it would be random.
const LEAST_WORDS: usize = 16;

/// A paper's words, prepared once for any number of topics.
pub struct PaperText {
    pub(super) fields: Vec<Field>,
    /// The fields that have each stem, as bits.
    having: HashMap<u64, u64, FixedState>,
    pub(super) mentioned: Mentioned,
    pub(super) tabled: Tabled,
    pub(super) embedding: Option<Embedding>,
    pub(super) people: People,
}

/// A paper's vectors in the table's space.
#[derive(Default)]
pub(super) struct Tabled {
    /// Of the title and abstract.
    pub(super) whole: Option<Embedding>,
    /// The same by subject.
    pub(super) subject: Option<Embedding>,
    pub(super) title: Option<Embedding>,
    pub(super) keywords: Vec<Embedding>,
}

impl PaperText {
    /// Prepares a paper with the built-in table.
    pub fn new(paper: &Paper) -> PaperText {
        PaperText::with_table(paper, &Table::builtin())
    }

    /// Prepares a paper with another table.
    pub fn with_table(paper: &Paper, table: &Table) -> PaperText {
        let stems = Stems::new();
        let mut fields = vec![Field::new(Place::Title, &paper.title, &stems)];
        let keywords = paper.keywords.iter();
        fields.extend(keywords.map(|keyword| Field::new(Place::Keyword, keyword, &stems)));
        let tldr = paper.ai_summary.iter();
        fields.extend(tldr.map(|tldr| Field::new(Place::Tldr, tldr, &stems)));
        fields.push(Field::new(Place::Abstract, &paper.summary, &stems));
        let mentioned = Mentioned::of(&fields);
        let tabled = Tabled::of(&fields, table);
        let mut having: HashMap<u64, u64, FixedState> = HashMap::default();
        for (number, field) in fields.iter().enumerate() {
            for occurrence in &field.stems {
                *having.entry(occurrence.stem).or_default() |= bit(number);
            }
        }
        let people = People::of(paper);
        PaperText { fields, having, mentioned, tabled, embedding: None, people }
    }

    /// Adds the paper's embedding: the vector of its
    /// [`embedding_text`](crate::embedding::embedding_text).
    pub fn with_embedding(mut self, vector: Embedding) -> PaperText {
        self.embedding = Some(vector);
        self
    }

    /// Whether it has keywords from the hub.
    pub(super) fn has_keywords(&self) -> bool {
        self.fields.iter().any(|field| field.place == Place::Keyword)
    }

    /// All its distinct stems.
    pub(super) fn stems(&self) -> impl Iterator<Item = u64> {
        self.having.keys().copied()
    }

    /// Whether it has all of these stems, in any of its fields.
    pub(super) fn has_all(&self, stems: &[u64]) -> bool {
        stems.iter().all(|stem| self.having.contains_key(stem))
    }

    /// The fields that may have all stems of one of the wordings.
    pub(super) fn fields_with<'a>(
        &'a self,
        wordings: &[Vec<u64>],
    ) -> impl Iterator<Item = &'a Field> {
        let having = |stem: &u64| self.having.get(stem).copied().unwrap_or_default();
        let all = |wording: &Vec<u64>| wording.iter().map(having).fold(u64::MAX, |a, b| a & b);
        let bits = wordings.iter().map(all).fold(0, |a, b| a | b);
        let numbered = self.fields.iter().enumerate();
        numbered.filter(move |(number, _)| bits & bit(*number) != 0).map(|(_, field)| field)
    }
}

/// The bit of a field; all from the 64th on share one.
fn bit(number: usize) -> u64 {
    1 << number.min(63)
}

impl Tabled {
    fn of(fields: &[Field], table: &Table) -> Tabled {
        let tokens = |fields: &[&Field]| {
            let (mut words, mut joined) = (Vec::new(), Vec::new());
            for field in fields {
                words.extend(&field.words);
                joined.extend(field.joined.iter().map(|(word, ..)| *word));
            }
            Tokens::new(words, joined)
        };
        let embed = |field: &Field| table.embed_tokens(&tokens(&[field]));
        let at = |place: Place| fields.iter().filter(move |field| field.place == place);
        let own: Vec<&Field> = at(Place::Title).chain(at(Place::Abstract)).collect();
        if own.iter().map(|field| field.words.len()).sum::<usize>() < LEAST_WORDS {
            return Tabled::default();
        }
        let own = tokens(&own);
        Tabled {
            whole: table.embed_tokens(&own),
            subject: table.subject(&own),
            title: at(Place::Title).find_map(embed),
            keywords: at(Place::Keyword).filter_map(embed).collect(),
        }
    }
}
