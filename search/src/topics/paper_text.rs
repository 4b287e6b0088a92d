//! A paper's words, prepared once for any number of topics.

use domain::Paper;

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
        PaperText { fields, mentioned, tabled, embedding: None, people: People::of(paper) }
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

    /// All its distinct stems, sorted.
    pub(super) fn stems(&self) -> Vec<u64> {
        let all = self.fields.iter().flat_map(|field| &field.stems);
        let mut stems: Vec<u64> = all.map(|standing| standing.stem).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }
}

impl Tabled {
    fn of(fields: &[Field], table: &Table) -> Tabled {
        let embed = |fields: &[&Field]| {
            let (mut words, mut joined) = (Vec::new(), Vec::new());
            for field in fields {
                words.extend(&field.words);
                joined.extend(field.joined.iter().map(|(word, ..)| *word));
            }
            table.embed_tokens(&Tokens::new(words, joined))
        };
        let at = |place: Place| fields.iter().filter(move |field| field.place == place);
        let own: Vec<&Field> = at(Place::Title).chain(at(Place::Abstract)).collect();
        if own.iter().map(|field| field.words.len()).sum::<usize>() < LEAST_WORDS {
            return Tabled::default();
        }
        Tabled {
            whole: embed(&own),
            title: at(Place::Title).find_map(|title| embed(&[title])),
            keywords: at(Place::Keyword).filter_map(|keyword| embed(&[keyword])).collect(),
        }
    }
}
