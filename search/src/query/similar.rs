//! Finds papers similar to a given one.

use domain::Paper;

use super::constraint::Limits;
use super::{Features, Hit, Query};
use crate::index::Index;

impl Index {
    /// The most similar papers, best first, without the paper itself. Its title and abstract serve
    /// as the question, together with its embedding if there is one. Papers that share nothing with
    /// it are left out.
    pub fn similar(&self, paper: &Paper, limit: usize) -> Vec<Hit> {
        let own = self.ids.get(&paper.id);
        let query = Query {
            // Of a long question only the words with the highest weights count.
            text: format!("{}\n{}", paper.title, paper.summary),
            embedding: own.and_then(|slot| self.vectors.get(*slot)),
            features: Features { exact: false, floor: false, ..Features::default() },
            limit,
            ..Query::default()
        };
        let own: Vec<u32> = own.copied().into_iter().collect();
        let ranked = self.rank(&query, &own, &Limits::default());
        let close = ranked.close.into_iter().take(limit);
        close.filter_map(|(slot, score)| self.hit((slot, score), None)).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::embedding::Embedding;
    use crate::fixtures::{index, paper, sample_papers};

    #[test]
    fn similar_papers_come_first_without_the_paper_itself() {
        let papers = sample_papers();
        let mut index = index(&papers);
        let numbers = |index: &crate::Index, at: usize, limit: usize| -> Vec<String> {
            let hits = index.similar(&papers[at], limit).into_iter();
            hits.map(|hit| hit.id.as_str().trim_start_matches("2601.0000").to_owned()).collect()
        };
        // By words: the other cookbook, the other harbour.
        assert_eq!(numbers(&index, 1, 1), ["3"]);
        assert!(!numbers(&index, 1, 50).contains(&"2".to_owned()));
        assert_eq!(numbers(&index, 1, 0), Vec::<String>::new());
        // By meaning, without common words.
        let put = |index: &mut crate::Index, number: usize, values: [f32; 2]| {
            index.put_embedding(&papers[number - 1].id, &Embedding::from_real(&values))
        };
        for number in 1..=9 {
            put(&mut index, number, [0.0, 1.0]);
        }
        put(&mut index, 2, [1.0, 0.0]);
        put(&mut index, 9, [1.0, 0.1]);
        assert_eq!(numbers(&index, 1, 2), ["3", "9"]);
        // A paper that is not in the index is compared by its words.
        let stranger = paper("2602.00001", "Robots and rumours", "What robots say.");
        assert_eq!(index.similar(&stranger, 1)[0].id, papers[6].id);
    }
}
