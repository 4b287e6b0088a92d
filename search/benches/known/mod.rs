//! Known-item queries: questions made from the recorded papers, each with one correct paper.
//!
//! Nothing is random: words are chosen by a hash of the word and its paper, so the questions are
//! the same in every run. The weights by question length were chosen with these in view, and
//! nothing else was.

use std::collections::{HashMap, HashSet};

use domain::Paper;
use search::eval::Set;

/// One paper in this many gets a question.
const STEP: usize = 11;
/// A keyword must be in at least this many papers, and in at most one in this many.
const LEAST: usize = 2;
const SHARE: usize = 33;
/// One word in this many is dropped from a sentence.
const DROPPED: usize = 3;

/// How a question is made from its paper.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Three uncommon words of its title and abstract, in order.
    Keywords,
    /// Three of its keywords on the hub, which are not part of the searched text.
    HubKeywords,
    /// Three fairly uncommon words of its title, in order.
    TitleWords,
    /// A sentence from the middle of its abstract without every third word.
    Sentence,
}

impl Kind {
    /// All kinds.
    pub(crate) const ALL: [Kind; 4] =
        [Kind::Keywords, Kind::HubKeywords, Kind::TitleWords, Kind::Sentence];

    /// The name shown by the bench.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Keywords => "known items by three words",
            Kind::HubKeywords => "known items by three of the hub's keywords",
            Kind::TitleWords => "known items by three words of the title",
            Kind::Sentence => "known items by a sentence with gaps",
        }
    }
}

/// The papers, and a question for every eleventh one.
pub(crate) fn set(papers: &[Paper], kind: Kind) -> Set {
    let papers_with = papers_with(papers);
    let uncommon = |word: &String| {
        let with = papers_with.get(word).copied().unwrap_or_default();
        word.len() >= 3 && (LEAST..=papers.len() / SHARE).contains(&with)
    };
    let telling = |word: &String| {
        let with = papers_with.get(word).copied().unwrap_or_default();
        word.len() >= 3 && with <= papers.len() / 4
    };
    let row = |id: usize, title: &str, text: &str| {
        serde_json::json!({ "_id": id.to_string(), "title": title, "text": text }).to_string()
    };
    let all = papers.iter().enumerate();
    let corpus: Vec<String> =
        all.clone().map(|(id, paper)| row(id, &paper.title, &paper.summary)).collect();
    let (mut queries, mut qrels) = (Vec::new(), Vec::new());
    // Question ids differ from paper ids, because a question's own document is ignored.
    for (id, paper) in all.step_by(STEP) {
        let asked = match kind {
            Kind::Keywords => three(id, words(&text(paper)).filter(uncommon)),
            Kind::HubKeywords => three(id, paper.keywords.iter().cloned()),
            Kind::TitleWords => three(id, words(&paper.title).filter(telling)),
            Kind::Sentence => sentence(&paper.summary),
        };
        if let Some(asked) = asked {
            queries.push(row(papers.len() + id, "", &asked));
            qrels.push(format!("{}\t{id}\t1", papers.len() + id));
        }
    }
    Set::read(&corpus.join("\n"), &queries.join("\n"), &qrels.join("\n")).expect("a set")
}

/// The number of papers that have each word.
pub(crate) fn papers_with(papers: &[Paper]) -> HashMap<String, usize> {
    let mut papers_with = HashMap::new();
    for paper in papers {
        let all: HashSet<String> = words(&text(paper)).collect();
        all.into_iter().for_each(|word| *papers_with.entry(word).or_default() += 1);
    }
    papers_with
}

fn text(paper: &Paper) -> String {
    format!("{} {}", paper.title, paper.summary)
}

/// Lower-cased words of plain letters.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    let all = text.split(|c: char| !c.is_alphanumeric());
    let plain =
        all.filter(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic()));
    plain.map(str::to_ascii_lowercase)
}

/// Three of the words, in order.
fn three(id: usize, words: impl Iterator<Item = String>) -> Option<String> {
    let mut seen = HashSet::new();
    let all: Vec<String> = words.filter(|word| seen.insert(word.clone())).collect();
    let mut places: Vec<usize> = (0..all.len()).collect();
    places.sort_by_key(|place| hash(id, &all[*place]));
    places.truncate(3);
    places.sort_unstable();
    let chosen: Vec<&str> = places.iter().map(|place| all[*place].as_str()).collect();
    (chosen.len() == 3).then(|| chosen.join(" "))
}

fn sentence(summary: &str) -> Option<String> {
    let all: Vec<&str> = summary.split(". ").filter(|one| one.split(' ').count() >= 8).collect();
    let words = all.get(all.len() / 2)?.split_whitespace().enumerate();
    let kept: Vec<&str> =
        words.filter(|(at, _)| at % DROPPED != DROPPED - 1).map(|(_, word)| word).collect();
    Some(kept.join(" "))
}

/// FNV-1a.
pub(crate) fn hash(id: usize, word: &str) -> u64 {
    let bytes = id.to_le_bytes().into_iter().chain(word.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
