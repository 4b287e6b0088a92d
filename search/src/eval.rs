//! Evaluates search on datasets in BEIR's format.
//!
//! A dataset is a corpus, queries, and relevance judgements. The measures match trec_eval: gains
//! are linear, queries without a relevant document don't count, and a query's own document (with
//! the same id) is not an answer to it.

use std::collections::HashMap;

use domain::{Paper, PaperId};
use serde::Deserialize;

/// A corpus with queries and judgements.
pub struct Set {
    /// The documents as papers. Their ids are made up in corpus order, because ids of other corpora
    /// are not paper ids.
    pub papers: Vec<Paper>,
    /// The queries that have at least one relevant document.
    pub questions: Vec<Question>,
    /// Made-up id → the corpus's own id.
    names: HashMap<PaperId, String>,
}

/// A query and its judged documents.
pub struct Question {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Document → relevance, above 0.
    relevant: HashMap<String, u32>,
}

/// Means over the queries of a dataset, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// Normalized discounted cumulative gain of the top 10.
    pub ndcg_10: f64,
    /// The share of relevant documents in the top 10.
    pub recall_10: f64,
    /// The share of relevant documents in the top 100.
    pub recall_100: f64,
    /// Mean average precision over all results.
    pub map: f64,
    /// Mean reciprocal rank of the first relevant document.
    pub mrr: f64,
}

/// A line of a dataset that can't be parsed.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of the {file}: {why}")]
pub struct SetError {
    file: &'static str,
    line: usize,
    why: String,
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
}

impl Set {
    /// Parses a dataset from the contents of its three files.
    ///
    /// # Errors
    /// On the first line that is not in BEIR's format.
    pub fn read(corpus: &str, queries: &str, qrels: &str) -> Result<Set, SetError> {
        let mut relevant = judgements(qrels)?;
        let mut set = Set { papers: Vec::new(), questions: Vec::new(), names: HashMap::new() };
        for (number, row) in rows("corpus", corpus)?.into_iter().enumerate() {
            let id =
                made_up_id(number).ok_or_else(|| error("corpus", number, "too many documents"))?;
            set.names.insert(id.clone(), row.id);
            set.papers.push(document(id, row.title, row.text));
        }
        for row in rows("queries", queries)? {
            if let Some(relevant) = relevant.remove(&row.id) {
                set.questions.push(Question { id: row.id, text: row.text, relevant });
            }
        }
        Ok(set)
    }

    /// How relevant a paper is to a query; 0 if it is not.
    pub fn gain(&self, question: &Question, paper: &PaperId) -> u32 {
        let name = self.names.get(paper);
        name.and_then(|name| question.relevant.get(name)).copied().unwrap_or_default()
    }

    /// Runs every query and scores the results: `answer` returns papers best first, as many as it
    /// likes.
    pub fn judge(&self, mut answer: impl FnMut(&Question) -> Vec<PaperId>) -> Scores {
        let mut sum = Scores::default();
        for question in &self.questions {
            let answer = answer(question);
            let names = answer.iter().filter_map(|id| self.names.get(id).map(String::as_str));
            let ranked: Vec<&str> = names.filter(|name| *name != question.id).collect();
            let one = question.judge(&ranked);
            sum.ndcg_10 += one.ndcg_10;
            sum.recall_10 += one.recall_10;
            sum.recall_100 += one.recall_100;
            sum.map += one.map;
            sum.mrr += one.mrr;
        }
        let count = self.questions.len().max(1) as f64;
        Scores {
            ndcg_10: sum.ndcg_10 / count,
            recall_10: sum.recall_10 / count,
            recall_100: sum.recall_100 / count,
            map: sum.map / count,
            mrr: sum.mrr / count,
        }
    }
}

impl Question {
    fn judge(&self, ranked: &[&str]) -> Scores {
        let discount = |place: usize| 1.0 / (place as f64 + 2.0).log2();
        let gain = |name: &str| self.relevant.get(name).copied().unwrap_or_default();
        let dcg: f64 = ranked
            .iter()
            .take(10)
            .enumerate()
            .map(|(place, name)| f64::from(gain(name)) * discount(place))
            .sum();
        let mut best: Vec<u32> = self.relevant.values().copied().collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        let ideal: f64 = best
            .iter()
            .take(10)
            .enumerate()
            .map(|(place, gain)| f64::from(*gain) * discount(place))
            .sum();
        let places: Vec<usize> = ranked
            .iter()
            .enumerate()
            .filter(|(_, name)| gain(name) > 0)
            .map(|(place, _)| place + 1)
            .collect();
        let all = self.relevant.len() as f64;
        let within = |most: usize| places.iter().filter(|place| **place <= most).count() as f64;
        let precisions =
            places.iter().enumerate().map(|(found, place)| (found + 1) as f64 / *place as f64);
        Scores {
            ndcg_10: if ideal > 0.0 { dcg / ideal } else { 0.0 },
            recall_10: within(10) / all,
            recall_100: within(100) / all,
            map: precisions.sum::<f64>() / all,
            mrr: places.first().map_or(0.0, |place| 1.0 / *place as f64),
        }
    }
}

fn rows(file: &'static str, text: &str) -> Result<Vec<Row>, SetError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|why| error(file, number, &why.to_string()))
        })
        .collect()
}

/// Query → document → relevance; judgements of 0 are dropped.
fn judgements(qrels: &str) -> Result<HashMap<String, HashMap<String, u32>>, SetError> {
    let mut all: HashMap<String, HashMap<String, u32>> = HashMap::new();
    for (number, line) in qrels.lines().enumerate() {
        let mut cells = line.split('\t');
        let (Some(question), Some(document), Some(score)) =
            (cells.next(), cells.next(), cells.next())
        else {
            if line.trim().is_empty() {
                continue;
            }
            return Err(error("qrels", number, "expected three tab-separated columns"));
        };
        match score.trim().parse::<i64>() {
            Ok(score) if score > 0 => {
                let score = u32::try_from(score).unwrap_or(u32::MAX);
                all.entry(question.to_owned()).or_default().insert(document.to_owned(), score);
            }
            Ok(_) => {}
            Err(_) if number == 0 => {} // The header.
            Err(_) => return Err(error("qrels", number, "the score is not a number")),
        }
    }
    Ok(all)
}

fn error(file: &'static str, number: usize, why: &str) -> SetError {
    SetError { file, line: number + 1, why: why.to_owned() }
}

/// The made-up id of a document: `1501.00000`, `1501.00001` and so on. arXiv has used five-digit
/// ids since that month.
fn made_up_id(number: usize) -> Option<PaperId> {
    let (month, number) = (number / 100_000, number % 100_000);
    PaperId::find(&format!("{:02}{:02}.{number:05}", 15 + month / 12, month % 12 + 1))
}

fn document(id: PaperId, title: String, summary: String) -> Paper {
    Paper::new(id, title, summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORPUS: &str = r#"{"_id": "a", "title": "Boats", "text": "of paper"}
        {"_id": "b", "title": "Kites", "text": "of paper", "metadata": {}}
        {"_id": "q2", "text": "Gulls"}"#;
    const QUERIES: &str = r#"{"_id": "q1", "text": "boats"}
        {"_id": "q2", "text": "gulls"}
        {"_id": "q3", "text": "nobody judged this"}"#;

    fn check(qrels: &str, answer: &[usize], expected: [f64; 5]) {
        let set = Set::read(CORPUS, QUERIES, qrels).expect(qrels);
        let ids: Vec<PaperId> = answer.iter().map(|at| set.papers[*at].id.clone()).collect();
        let scores = set.judge(|_| ids.clone());
        let Scores { ndcg_10, recall_10, recall_100, map, mrr } = scores;
        for (found, expected) in
            [ndcg_10, recall_10, recall_100, map, mrr].into_iter().zip(expected)
        {
            assert!((found - expected).abs() < 1e-4, "{qrels:?} {answer:?}: {scores:?}");
        }
    }

    #[test]
    fn measures_match_trec_eval() {
        let second = 1.0 / 3f64.log2();
        check("q1\ta\t1", &[0, 1], [1.0; 5]);
        check("query-id\tcorpus-id\tscore\nq1\ta\t1\n", &[1, 0], [second, 1.0, 1.0, 0.5, 0.5]);
        check("q1\ta\t1\nq1\tb\t0", &[1], [0.0; 5]);
        // Graded: the more relevant one is second.
        let graded = (1.0 + 2.0 * second) / (2.0 + second);
        check("q1\ta\t2\nq1\tb\t1", &[1, 0], [graded, 1.0, 1.0, 1.0, 1.0]);
        // Its own document is dropped from the results; the missing one counts.
        check("q2\ta\t1\nq2\tb\t1", &[2, 1], [1.0 / (1.0 + second), 0.5, 0.5, 0.5, 1.0]);
        assert_eq!(Set::read(CORPUS, QUERIES, "q9\ta\t1").expect("a set").questions.len(), 0);
    }

    #[test]
    fn errors_name_the_line() {
        for (corpus, qrels, expected) in [
            ("{\"_id\": 1}", "", "line 1 of the corpus: invalid type"),
            (CORPUS, "q1\ta", "line 1 of the qrels: expected three tab-separated columns"),
            (CORPUS, "x\ty\tz\nq1\ta\tmuch", "line 2 of the qrels: the score is not a number"),
        ] {
            let error = Set::read(corpus, QUERIES, qrels).err().expect(expected).to_string();
            assert!(error.starts_with(expected), "{error}");
        }
        assert!(made_up_id(99_999).is_some_and(|id| id.as_str() == "1501.99999"));
        assert!(made_up_id(1_200_000).is_some_and(|id| id.as_str() == "1601.00000"));
    }
}
