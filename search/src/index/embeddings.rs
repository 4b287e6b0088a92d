//! The embeddings of papers.

use domain::PaperId;

use super::Index;
use crate::embedding::{Embedding, Vectors};

impl Index {
    /// Puts the vector of a paper's text for embedding; `false` if the paper is not here. All
    /// vectors are of one model: the first of other dimensions drops those before. A vector goes
    /// with its paper, and when that text changes, which is
    /// [`embedding_text`](crate::embedding::embedding_text).
    pub fn put_embedding(&mut self, id: &PaperId, vector: &Embedding) -> bool {
        let Some(slot) = self.ids.get(id) else { return false };
        if self.vectors.dimensions() != vector.dimensions() {
            self.vectors = Vectors::new(vector.dimensions());
        }
        self.vectors.put(*slot, vector)
    }

    /// Drops all vectors, as before those of another model.
    pub fn clear_embeddings(&mut self) {
        self.vectors = Vectors::new(self.vectors.dimensions());
    }

    /// The number of papers with a vector.
    pub fn embedded(&self) -> usize {
        self.vectors.len()
    }

    /// The papers without a vector, in the order of their ids.
    pub fn missing_embeddings(&self) -> impl Iterator<Item = &PaperId> {
        let without = self.ids.iter().filter(|(_, slot)| !self.vectors.contains(**slot));
        without.map(|(id, _)| id)
    }
}
