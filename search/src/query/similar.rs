//! Finds papers similar to a given one.

use domain::Paper;

use super::constraint::Limits;
use super::top::Scored;
use super::{Features, Hit, Query, Sort};
use crate::embedding::embedding_text;
use crate::index::Index;
use crate::index::doc::GAP;
use crate::table::Table;

/// The number of papers that the table sorts: those with the most words in common.
const CANDIDATES: usize = 500;
/// The weight of the table, relative to 1 for words. Anything from 1 to 5 is about as good.
const TABLE: f32 = 2.0;

impl Index {
    /// The most similar papers, best first, without the paper itself. Its title and abstract serve
    /// as the question, together with its embedding if there is one; then the table of word vectors
    /// sorts the best ones again. Papers that share nothing with it are left out.
    pub fn similar(&self, paper: &Paper, limit: usize) -> Vec<Hit> {
        let own = self.ids.get(&paper.id);
        let query = Query {
            // Of a long question only the words with the highest weights count.
            text: format!("{}\n{}", paper.title, paper.summary),
            embedding: own.and_then(|slot| self.vectors.get(*slot)),
            features: Features { exact: false, floor: false, ..Features::default() },
            limit: limit.max(CANDIDATES),
            ..Query::default()
        };
        let own: Vec<u32> = own.copied().into_iter().collect();
        let mut close = self.rank(&query, &own, &Limits::default()).close;
        self.add_table(paper, &mut close);
        let close = close.into_iter().take(limit);
        close.filter_map(|(slot, score)| self.hit((slot, score), None)).collect()
    }

    /// Adds to each score how close the paper is to `paper` by the table of word vectors, and sorts
    /// again.
    fn add_table(&self, paper: &Paper, close: &mut [Scored]) {
        let table = Table::builtin();
        let rows = table.rows_by_term(|word| self.vocabulary.stem(word));
        let embed = |slot: u32| {
            // Title and abstract; their ends are marked.
            let mut ends = 0;
            let text = self.doc(slot)?.running().take_while(|term| {
                ends += usize::from(*term == GAP);
                ends < 2
            });
            table.embed_terms(&rows, &text.collect::<Vec<u32>>())
        };
        let own = self.ids.get(&paper.id).and_then(|slot| embed(*slot));
        let Some(own) = own.or_else(|| table.embed(&embedding_text(paper))) else { return };
        let cosines: Vec<f32> = close
            .iter()
            .map(|(slot, _)| embed(*slot).map_or(0.0, |other| own.cosine(&other).max(0.0)))
            .collect();
        let most = |values: &mut dyn Iterator<Item = f32>| values.fold(f32::MIN_POSITIVE, f32::max);
        let best = most(&mut close.iter().map(|(_, score)| *score));
        let nearest = most(&mut cosines.iter().copied());
        for ((_, score), cosine) in close.iter_mut().zip(cosines) {
            *score = *score / best + TABLE * cosine / nearest;
        }
        close.sort_unstable_by(|a, b| self.order(Sort::Relevance, *a, *b));
    }
}

#[cfg(test)]
mod tests {
    use crate::embedding::Embedding;
    use crate::fixtures::{index, paper, sample_papers};

    #[test]
    fn without_vectors_the_table_decides_between_equal_words() {
        let papers = [
            paper("2601.00001", "Models of proteins", "They fold."),
            paper("2601.00002", "Models of pictures", "Text-to-image generation."),
            paper("2601.00003", "Models that denoise", "Latent diffusion."),
        ];
        let hits = index(&papers).similar(&papers[2], 2);
        let found: Vec<&str> = hits.iter().map(|hit| hit.id.as_str()).collect();
        assert_eq!(found, ["2601.00002", "2601.00001"]);
    }

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
