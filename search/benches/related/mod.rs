//! Papers as questions: which others are about the same thing?
//!
//! Two papers count as related if they share at least two of the Hub's keywords, which no engine
//! sees. Only papers that the built-in table was not trained on take part.

use std::collections::HashMap;

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
    let mut with: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, paper) in unseen.iter().enumerate() {
        let mut keywords: Vec<String> =
            paper.keywords.iter().map(|keyword| keyword.to_lowercase()).collect();
        keywords.sort_unstable();
        keywords.dedup();
        keywords.into_iter().for_each(|keyword| with.entry(keyword).or_default().push(number));
    }
    let (mut corpus, mut queries, mut qrels) = (Vec::new(), Vec::new(), Vec::new());
    for (number, paper) in unseen.iter().enumerate() {
        let row = |text: String| {
            json!({ "_id": number.to_string(), "title": "", "text": text }).to_string()
        };
        corpus.push(
            json!({ "_id": number.to_string(), "title": paper.title, "text": paper.summary })
                .to_string(),
        );
        if number % STEP > 0 {
            continue;
        }
        let mut shared: HashMap<usize, usize> = HashMap::new();
        let others = with.values().filter(|papers| papers.contains(&number)).flatten();
        others.for_each(|other| *shared.entry(*other).or_default() += 1);
        let related = shared.iter().filter(|(other, times)| **other != number && **times >= SHARED);
        let before = qrels.len();
        qrels.extend(related.map(|(other, _)| format!("{number}\t{other}\t1")));
        if qrels.len() > before {
            queries.push(row(format!("{}\n{}", paper.title, paper.summary)));
        }
    }
    Set::read(&corpus.join("\n"), &queries.join("\n"), &qrels.join("\n")).expect("a set")
}
