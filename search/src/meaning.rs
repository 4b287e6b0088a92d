//! Meaning: the vectors of papers beside their words.

use domain::{Paper, PaperId};

use crate::embedding::Embedding;
use crate::index::Index;
use crate::vectors::Vectors;

/// What of a paper is encoded: its title and its abstract.
pub fn passage(paper: &Paper) -> String {
    format!("{}. {}", paper.title, paper.summary)
}

impl Index {
    /// Puts the vector of a paper's [`passage`]; `false` if the paper is not here. All vectors are
    /// of one model: the first of other dimensions drops those before. A vector goes with its
    /// paper, and when the paper's text changes.
    pub fn put_meaning(&mut self, id: &PaperId, vector: &Embedding) -> bool {
        let Some(slot) = self.ids.get(id) else { return false };
        if self.vectors.dimensions() != vector.dimensions() {
            self.vectors = Vectors::new(vector.dimensions());
        }
        self.vectors.put(*slot, vector)
    }

    /// Drops all vectors, as before those of another model.
    pub fn forget_meaning(&mut self) {
        self.vectors = Vectors::new(self.vectors.dimensions());
    }

    /// The number of papers with a vector.
    pub fn with_meaning(&self) -> usize {
        self.vectors.len()
    }

    /// The papers without a vector, in the order of their ids.
    pub fn without_meaning(&self) -> impl Iterator<Item = &PaperId> {
        let without = self.ids.iter().filter(|(_, slot)| !self.vectors.contains(**slot));
        without.map(|(id, _)| id)
    }

    /// How near each paper is to a question, by slot; nothing where that cannot be told.
    pub(crate) fn cosines(&self, question: Option<&Embedding>) -> Vec<f32> {
        match question {
            Some(vector) if !self.vectors.is_empty() => self.vectors.cosines(vector),
            _ => Vec::new(),
        }
    }
}
