//! Scores topics on hand-labeled papers.
//!
//! A label says how relevant a topic is to a paper: 2 is definitely, 1 is a substantial part;
//! unlisted topics are not. At normal and loose both count as wanted; strict must find the 2s, and
//! finding a 1 is not an error.

use std::collections::{BTreeMap, BTreeSet};

use domain::{PaperId, Strictness};
use serde::Deserialize;

/// Labeled papers, as JSON lines: `{"id": "2601.00001", "labels": {"topic": 2}}`.
#[derive(Debug, Default)]
pub struct Labels {
    /// In file order.
    pub papers: Vec<LabeledPaper>,
    /// Every labeled topic, in alphabetical order.
    pub topics: Vec<String>,
}

/// A paper and its labels.
#[derive(Debug, Deserialize)]
pub struct LabeledPaper {
    /// The paper.
    pub id: PaperId,
    /// Topic → 1 or 2.
    pub labels: BTreeMap<String, u8>,
}

/// A line that can't be parsed as a label.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is not a labeled paper: {why}")]
pub struct LabelError {
    line: usize,
    why: String,
}

/// How well one topic, or all of them, found the labeled papers at one strictness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Papers found.
    pub found: usize,
    /// Papers found that are labeled 1 or 2.
    pub right: usize,
    /// Papers that should be found.
    pub wanted: usize,
    /// Papers that should be found and were.
    pub brought: usize,
}

impl Labels {
    /// Parses a labels file; empty lines are skipped.
    ///
    /// # Errors
    /// On the first line that is not a labeled paper.
    pub fn read(text: &str) -> Result<Labels, LabelError> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let read = |(at, line): (usize, &str)| {
            let paper: Result<LabeledPaper, _> = serde_json::from_str(line);
            paper.map_err(|error| LabelError { line: at + 1, why: error.to_string() })
        };
        let papers = lines.map(read).collect::<Result<Vec<LabeledPaper>, _>>()?;
        let topics: BTreeSet<&String> =
            papers.iter().flat_map(|paper| paper.labels.keys()).collect();
        let topics = topics.into_iter().cloned().collect();
        Ok(Labels { papers, topics })
    }
}

impl Tally {
    /// Counts one paper.
    pub fn count(&mut self, strictness: Strictness, label: u8, found: bool) {
        let least = if strictness == Strictness::Strict { 2 } else { 1 };
        let wanted = label >= least;
        self.found += usize::from(found);
        self.right += usize::from(found && label >= 1);
        self.wanted += usize::from(wanted);
        self.brought += usize::from(found && wanted);
    }

    /// The sum of both.
    pub fn and(self, other: Tally) -> Tally {
        Tally {
            found: self.found + other.found,
            right: self.right + other.right,
            wanted: self.wanted + other.wanted,
            brought: self.brought + other.brought,
        }
    }

    /// The share of found papers that are right; 1 if nothing was found.
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    /// The share of wanted papers that were found; 1 if nothing was wanted.
    pub fn recall(self) -> f64 {
        share(self.brought, self.wanted)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }
}

fn share(part: usize, all: usize) -> f64 {
    if all == 0 { 1.0 } else { part as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_line_by_line() {
        let text = "{\"id\": \"2601.00001\", \"labels\": {\"kites\": 2, \"boats\": 1}}\n\n\
            {\"id\": \"2601.00002\", \"labels\": {}}\n";
        let labels = Labels::read(text).expect("labels");
        assert_eq!(labels.topics, ["boats", "kites"]);
        assert_eq!(labels.papers.len(), 2);
        assert_eq!(labels.papers[0].labels["kites"], 2);
        let error =
            Labels::read("{\"id\": \"2601.00001\", \"labels\": {}}\nboats").expect_err("no");
        assert!(error.to_string().starts_with("line 2 is not a labeled paper"), "{error}");
    }

    #[test]
    fn strict_must_find_twos_and_may_find_ones() {
        let check = |strictness: Strictness, expected: [f64; 3]| {
            let mut tally = Tally::default();
            for (label, found) in
                [(2, true), (2, true), (1, true), (1, false), (0, true), (0, false)]
            {
                tally.count(strictness, label, found);
            }
            let got = [tally.precision(), tally.recall(), tally.f1()];
            for (got, expected) in got.iter().zip(expected) {
                assert!((got - expected).abs() < 1e-9, "{strictness}: {got}");
            }
        };
        check(Strictness::Loose, [0.75, 0.75, 0.75]);
        check(Strictness::Normal, [0.75, 0.75, 0.75]);
        check(Strictness::Strict, [0.75, 1.0, 6.0 / 7.0]);
        assert_eq!(Tally::default().f1(), 1.0);
    }
}
