//! Papers' embeddings in the index.

use domain::PaperId;

use super::Index;
use crate::embedding::{Embedding, Vectors};

impl Index {
    /// Stores the vector of a paper's [`embedding_text`](crate::embedding::embedding_text); `false`
    /// if the paper is not in the index. All vectors belong to one model: a vector with other
    /// dimensions clears all earlier ones. A vector is dropped with its paper, or when that text
    /// changes.
    pub fn put_embedding(&mut self, id: &PaperId, vector: &Embedding) -> bool {
        let Some(slot) = self.ids.get(id) else { return false };
        if self.vectors.dimensions() != vector.dimensions() {
            self.vectors = Vectors::new(vector.dimensions());
        }
        self.vectors.put(*slot, vector)
    }

    /// Drops all vectors, before those of another model are added.
    pub fn clear_embeddings(&mut self) {
        self.vectors = Vectors::new(self.vectors.dimensions());
    }

    /// The number of papers with a vector.
    pub fn embedded(&self) -> usize {
        self.vectors.len()
    }

    /// The papers without a vector, in id order.
    pub fn missing_embeddings(&self) -> impl Iterator<Item = &PaperId> {
        let without = self.ids.iter().filter(|(_, slot)| !self.vectors.contains(**slot));
        without.map(|(id, _)| id)
    }
}
