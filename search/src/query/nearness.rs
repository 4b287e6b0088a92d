//! How close papers are to a question by their embeddings.

use super::fusion::CLOSE;
use crate::embedding::Embedding;
use crate::index::Index;

/// Once this share of papers have a vector, the nearest of them counts as the best possible match.
const MOST: (usize, usize) = (9, 10);

impl Index {
    /// The cosine between each paper and the question, by slot; empty without vectors.
    pub(crate) fn cosines(&self, question: Option<&Embedding>) -> Vec<f32> {
        match question {
            Some(vector) if self.embedded() > 0 => self.vectors.cosines(vector),
            _ => Vec::new(),
        }
    }

    /// The cosine that others are measured against, given the highest one found. While many papers
    /// lack a vector, the nearest of the rest may be far from the question and must not count as
    /// near just because nothing is nearer; a fixed cosine is then the minimum.
    pub(crate) fn yardstick(&self, highest: f32) -> f32 {
        let (with, all) = (self.embedded(), self.len());
        let known = highest <= 0.0 || with * MOST.1 >= all * MOST.0;
        if known { highest } else { highest.max(CLOSE) }
    }
}

#[cfg(test)]
mod tests {
    use domain::Paper;

    use super::*;
    use crate::fixtures::{index, paper, sample_papers};
    use crate::query::{Filters, Query};

    fn vector(one: f32, other: f32) -> Embedding {
        Embedding::from_real(&[one, other])
    }

    fn asked(text: &str) -> Query {
        Query { embedding: Some(vector(1.0, 0.0)), ..Query::new(text) }
    }

    /// The papers found, by the number at the end of their ids; none if nothing is close.
    fn found(index: &Index, query: &Query) -> Vec<String> {
        let answer = index.search(query);
        let close = answer.hits.iter().filter(|_| !answer.nothing_close);
        close.map(|hit| hit.id.as_str().trim_start_matches("2601.0000").to_owned()).collect()
    }

    #[test]
    fn links_and_vector_survive_a_new_summary_or_keyword() {
        let papers = sample_papers();
        let check = |what: &str, change: fn(&mut Paper), kept: bool| {
            let mut index = index(&papers);
            for paper in &papers {
                assert!(index.put_embedding(&paper.id, &vector(0.7, 1.0)));
            }
            let mut changed = papers[4].clone();
            assert!(index.put_embedding(&changed.id, &vector(1.0, 0.0)));
            index.note_linked(&changed.id, true, true);
            change(&mut changed);
            index.put(&changed);
            assert_eq!(index.embedded(), if kept { 9 } else { 8 }, "{what}");
            let near = found(&index, &asked("amnesia of oceans"));
            assert_eq!(near.contains(&"5".to_owned()), kept, "{what}: {near:?}");
            for filters in [
                Filters { has_model: true, ..Filters::default() },
                Filters { has_dataset: true, ..Filters::default() },
            ] {
                let linked = found(&index, &Query { filters, ..Query::new("salt") });
                assert_eq!(linked, ["5"], "{what}: what is linked to it");
            }
        };
        check("votes", |paper| paper.upvotes += 1, true);
        check("a summary of the hub's", |paper| paper.ai_summary = Some("Salt.".to_owned()), true);
        check("a keyword", |paper| paper.keywords.push("salt".to_owned()), true);
        check("an author", |paper| paper.authors.push("Ada Lovelace".to_owned()), true);
        check("another title", |paper| paper.title.push_str(", Part Two"), false);
        check("another abstract", |paper| paper.summary.push_str(" Twice."), false);
    }

    #[test]
    fn meaning_counts_for_papers_that_have_a_vector() {
        let mut index = index(&sample_papers());
        // A few distant papers change nothing, although they are the nearest known.
        for number in [1, 2] {
            assert!(index.put_embedding(&sample_papers()[number - 1].id, &vector(0.2, 1.0)));
        }
        for text in ["amnesia of oceans", "diffusion", "video diffusion", "pretraining"] {
            let words = found(&index, &Query::new(text));
            assert_eq!(found(&index, &asked(text)), words, "{text}: 2 of 9 have a vector");
        }
        // A close one is found and doesn't displace those found by words.
        assert!(index.put_embedding(&sample_papers()[4].id, &vector(1.0, 0.1)));
        assert_eq!(found(&index, &asked("amnesia of oceans")), ["5"]);
        assert_eq!(found(&index, &asked("diffusion")), ["7", "1", "5"]);
    }

    #[test]
    fn new_papers_without_a_vector_do_not_turn_meaning_off() {
        let mut index = index(&sample_papers());
        for paper in sample_papers() {
            let near = if paper.id == sample_papers()[4].id {
                vector(1.0, 0.1)
            } else {
                vector(-0.1, 1.0)
            };
            assert!(index.put_embedding(&paper.id, &near));
        }
        for number in 0..50 {
            assert_eq!(found(&index, &asked("amnesia of oceans")), ["5"], "{number} new papers");
            index.put(&paper(&format!("2602.{number:05}"), "On Bread", "It rises."));
        }
    }
}
