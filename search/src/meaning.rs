//! Meaning: the vectors of papers beside their words.

use domain::{Paper, PaperId};

use crate::embedding::Embedding;
use crate::index::Index;
use crate::vectors::Vectors;

/// Meaning counts when so many of so many papers have a vector.
const TOLD: (usize, usize) = (9, 10);

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

    /// How near each paper is to a question, by slot; nothing before nearly all papers have their
    /// vectors: until then those that have one would be ahead for no other reason.
    pub(crate) fn cosines(&self, question: Option<&Embedding>) -> Vec<f32> {
        let (with, all) = (self.with_meaning(), self.len());
        match question {
            Some(vector) if with > 0 && with * TOLD.1 >= all * TOLD.0 => {
                self.vectors.cosines(vector)
            }
            _ => Vec::new(),
        }
    }
}
