//! Papers as questions: which others are about the same thing?
//!
//! Two papers count as related if they share at least two of the Hub's keywords, which no engine
//! sees. Only papers that the built-in table was not trained on take part.

use std::collections::{BTreeSet, HashMap};

use domain::Paper;
use search::Table;
use search::eval::Set;
use serde_json::json;

/// The number of keywords that related papers share.
const SHARED: usize = 2;
/// One paper in this many is a question.
const STEP: usize = 4;

/// A question for every fourth paper, if it has related ones: its title and abstract.
pub(crate) fn set(papers: &[Paper]) -> Set {
    let last = Table::builtin().about().months.1.clone();
    let unseen: Vec<&Paper> =
        papers.iter().filter(|paper| paper.id.as_str()[..4] > last[..]).collect();
    let keywords: Vec<BTreeSet<String>> = unseen
        .iter()
        .map(|paper| paper.keywords.iter().map(|keyword| keyword.to_lowercase()).collect())
        .collect();
    let mut with: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, keywords) in keywords.iter().enumerate() {
        keywords.iter().for_each(|keyword| with.entry(keyword).or_default().push(number));
    }
    let row = |number: usize, title: &str, text: &str| {
        json!({ "_id": number.to_string(), "title": title, "text": text }).to_string()
    };
    let all = unseen.iter().enumerate();
    let corpus: Vec<String> =
        all.clone().map(|(number, paper)| row(number, &paper.title, &paper.summary)).collect();
    let (mut queries, mut qrels) = (Vec::new(), Vec::new());
    for (number, paper) in all.step_by(STEP) {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for other in keywords[number].iter().flat_map(|keyword| &with[keyword.as_str()]) {
            *shared.entry(*other).or_default() += 1;
        }
        let related = shared.iter().filter(|(other, times)| **other != number && **times >= SHARED);
        let before = qrels.len();
        qrels.extend(related.map(|(other, _)| format!("{number}\t{other}\t1")));
        if qrels.len() > before {
            queries.push(row(number, "", &format!("{}\n{}", paper.title, paper.summary)));
        }
    }
    Set::read(&corpus.join("\n"), &queries.join("\n"), &qrels.join("\n")).expect("a set")
}
