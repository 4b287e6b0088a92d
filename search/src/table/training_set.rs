//! Training data: which texts belong together.

use std::collections::HashMap;

use domain::Paper;
use foldhash::fast::FixedState;
use sha2::{Digest, Sha256};

use super::Uses;
use super::batch::{Row, Rows, Vocabulary, keys};
use super::tokens::{self, Headwords};
use crate::concepts::{ConceptId, ConceptMap};
use crate::random::Random;

/// Words and pairs in fewer papers are dropped, because too little is learned about them.
const LEAST_PAPERS: (u32, u32) = (3, 16);
/// The longest name searched for in titles and keywords, in words.
const LONGEST_NAME: usize = 6;

/// A broad topic with its names and the names of everything below it.
#[derive(Clone, Debug, Default)]
pub struct BroadTopic {
    /// Its own names.
    pub names: Vec<String>,
    /// The names of narrower topics.
    pub narrower: Vec<String>,
}

impl BroadTopic {
    /// Every concept of a map, with everything below it except related concepts.
    pub fn all(map: &ConceptMap) -> Vec<BroadTopic> {
        let names = |id: ConceptId| map.names(id).iter().map(|name| (*name).to_owned());
        let broad = |id: ConceptId| {
            let below = map.descendants(id).into_iter().filter(|below| !below.weak);
            BroadTopic {
                names: names(id).collect(),
                narrower: below.flat_map(|below| names(below.id)).collect(),
            }
        };
        map.ids().map(broad).collect()
    }

    /// A fingerprint of these topics: the start of a SHA-256.
    pub fn version(topics: &[BroadTopic]) -> String {
        let mut hash = Sha256::new();
        for topic in topics {
            hash.update(topic.names.join("=").as_bytes());
            hash.update(topic.narrower.join(";").as_bytes());
        }
        hash.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Papers and topics, prepared for training.
pub struct TrainingSet {
    pub(super) words: Vec<String>,
    pub(super) uses: Vec<Uses>,
    pub(super) papers: usize,
    pub(super) whole: Rows,
    titles: Rows,
    abstracts: Rows,
    sentences: Rows,
    halves: [Rows; 2],
    /// Each distinct keyword.
    keywords: Rows,
    /// Pairs of paper and keyword.
    keyword_pairs: Vec<(usize, u32)>,
    /// Sorted, by paper.
    keywords_of: Vec<Vec<u32>>,
    /// The names of all topics.
    names: Rows,
    /// For each topic, the index of its first name and the number of its names.
    names_of: Vec<(usize, usize)>,
    /// The narrower names of all topics, and the topics they belong to, sorted.
    narrower: Rows,
    narrower_of: Vec<Vec<u32>>,
    /// For each topic, the papers that name it or a narrower one in the title or keywords.
    papers_of: Vec<Vec<usize>>,
    /// Sorted, by paper.
    topics_of: Vec<Vec<u32>>,
    /// Topics with at least one paper.
    taught: Vec<u32>,
}

/// A kind of pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    KeywordPaper,
    TitleAbstract,
    SentencePaper,
    Halves,
    TopicPaper,
    TopicNarrower,
}

/// The order in which the kinds take turns.
pub(super) const TURNS: [Kind; 9] = [
    Kind::KeywordPaper,
    Kind::KeywordPaper,
    Kind::KeywordPaper,
    Kind::TitleAbstract,
    Kind::SentencePaper,
    Kind::Halves,
    Kind::TopicPaper,
    Kind::TopicPaper,
    Kind::TopicNarrower,
];

/// Questions and texts, row by row; and for each row, ids that mark pairs as also correct: one of
/// the question, and those of the text.
pub(super) struct Batch<'a> {
    pub(super) questions: Vec<Row<'a>>,
    pub(super) texts: Vec<Row<'a>>,
    numbers: Vec<u32>,
    known: Vec<&'a [u32]>,
}

impl Batch<'_> {
    /// Whether the text is also correct for another row's question.
    pub(super) fn is_right(&self, question: usize, text: usize) -> bool {
        let number = self.numbers.get(question);
        number.is_some_and(|number| self.known[text].binary_search(number).is_ok())
    }
}

impl TrainingSet {
    /// Prepares papers and topics. The order of the papers affects the result.
    pub fn read(papers: &[Paper], topics: &[BroadTopic]) -> TrainingSet {
        let stems = Headwords::default();
        let (words, uses) = count(papers, &stems);
        let numbered = words.iter().enumerate();
        let vocabulary: Vocabulary =
            numbered.map(|(number, word)| (word.clone(), number as u32)).collect();
        let read = |texts: &mut dyn Iterator<Item = String>| -> Rows {
            let texts: Vec<String> = texts.collect();
            Rows::read(texts.iter().map(String::as_str), &vocabulary, &stems)
        };
        let own = |text: &str, paper: &Paper| {
            if text.is_empty() { paper.title.clone() } else { text.to_owned() }
        };
        let whole = |paper: &Paper| format!("{}. {}", paper.title, paper.summary);
        let halves: Vec<(String, String)> =
            papers.iter().map(|paper| halves(&paper.summary)).collect();

        let mut set = TrainingSet {
            papers: papers.len(),
            whole: read(&mut papers.iter().map(whole)),
            titles: read(&mut papers.iter().map(|paper| paper.title.clone())),
            abstracts: read(&mut papers.iter().map(|paper| own(&paper.summary, paper))),
            sentences: read(
                &mut papers
                    .iter()
                    .map(|paper| own(paper.ai_summary.as_deref().unwrap_or_default(), paper)),
            ),
            halves: [
                read(&mut papers.iter().zip(&halves).map(|(paper, (one, _))| own(one, paper))),
                read(&mut papers.iter().zip(&halves).map(|(paper, (_, two))| own(two, paper))),
            ],
            keywords: Rows::default(),
            keyword_pairs: Vec::new(),
            keywords_of: Vec::new(),
            names: read(&mut topics.iter().flat_map(|topic| topic.names.iter().cloned())),
            names_of: Vec::new(),
            narrower: Rows::default(),
            narrower_of: Vec::new(),
            papers_of: Vec::new(),
            topics_of: Vec::new(),
            taught: Vec::new(),
            words,
            uses,
        };
        set.read_keywords(papers, &vocabulary, &stems);
        set.read_topics(papers, topics, &vocabulary, &stems);
        set
    }

    fn read_keywords(&mut self, papers: &[Paper], vocabulary: &Vocabulary, stems: &Headwords) {
        let mut numbers: HashMap<String, u32, FixedState> = HashMap::default();
        let mut all: Vec<String> = Vec::new();
        for (number, paper) in papers.iter().enumerate() {
            let mut own: Vec<u32> = Vec::new();
            for keyword in &paper.keywords {
                let name = forms(keyword, stems).join(" ");
                if name.is_empty() {
                    continue;
                }
                own.push(*numbers.entry(name).or_insert_with(|| {
                    all.push(keyword.clone());
                    all.len() as u32 - 1
                }));
            }
            own.sort_unstable();
            own.dedup();
            self.keyword_pairs.extend(own.iter().map(|keyword| (number, *keyword)));
            self.keywords_of.push(own);
        }
        self.keywords = Rows::read(all.iter().map(String::as_str), vocabulary, stems);
    }

    fn read_topics(
        &mut self,
        papers: &[Paper],
        topics: &[BroadTopic],
        vocabulary: &Vocabulary,
        stems: &Headwords,
    ) {
        // A name, and the topics of any text that contains it.
        let mut about: HashMap<String, Vec<u32>, FixedState> = HashMap::default();
        let mut narrower: Vec<(String, Vec<u32>)> = Vec::new();
        let mut places: HashMap<String, usize, FixedState> = HashMap::default();
        let mut names = 0;
        for (number, topic) in topics.iter().enumerate() {
            self.names_of.push((names, topic.names.len()));
            names += topic.names.len();
            for name in topic.names.iter().chain(&topic.narrower) {
                about.entry(forms(name, stems).join(" ")).or_default().push(number as u32);
            }
            for name in &topic.narrower {
                let place = *places.entry(forms(name, stems).join(" ")).or_insert_with(|| {
                    narrower.push((name.clone(), Vec::new()));
                    narrower.len() - 1
                });
                narrower[place].1.push(number as u32);
            }
        }
        let texts = narrower.iter().map(|(name, _)| name.as_str());
        self.narrower = Rows::read(texts, vocabulary, stems);
        self.narrower_of = narrower.into_iter().map(|(_, topics)| topics).collect();
        self.narrower_of.iter_mut().for_each(|topics| topics.dedup());
        self.papers_of = vec![Vec::new(); topics.len()];
        for (number, paper) in papers.iter().enumerate() {
            let mut found: Vec<u32> = Vec::new();
            for text in std::iter::once(&paper.title).chain(&paper.keywords) {
                let words = forms(text, stems);
                for length in 1..=LONGEST_NAME.min(words.len()) {
                    for name in words.windows(length) {
                        found.extend(about.get(&name.join(" ")).into_iter().flatten());
                    }
                }
            }
            found.sort_unstable();
            found.dedup();
            for topic in &found {
                self.papers_of[*topic as usize].push(number);
            }
            self.topics_of.push(found);
        }
        let topics = self.papers_of.iter().enumerate();
        let taught =
            topics.filter(|(number, papers)| !papers.is_empty() && self.names_of[*number].1 > 0);
        self.taught = taught.map(|(number, _)| number as u32).collect();
    }

    /// Whether there is anything of this kind.
    pub(super) fn has(&self, kind: Kind) -> bool {
        match kind {
            Kind::KeywordPaper => !self.keyword_pairs.is_empty(),
            Kind::TitleAbstract | Kind::SentencePaper | Kind::Halves => self.papers > 0,
            Kind::TopicPaper => !self.taught.is_empty(),
            Kind::TopicNarrower => !self.narrower_of.is_empty(),
        }
    }

    /// Pairs of a kind, which must not be empty.
    pub(super) fn batch(&self, kind: Kind, size: usize, random: &mut Random) -> Batch<'_> {
        let mut batch = Batch {
            questions: Vec::with_capacity(size),
            texts: Vec::with_capacity(size),
            numbers: Vec::new(),
            known: Vec::new(),
        };
        match kind {
            Kind::KeywordPaper => {
                for _ in 0..size {
                    let (paper, keyword) =
                        self.keyword_pairs[random.below(self.keyword_pairs.len())];
                    batch.questions.push(self.keywords.get(keyword as usize));
                    batch.texts.push(self.whole.get(paper));
                    batch.numbers.push(keyword);
                    batch.known.push(&self.keywords_of[paper]);
                }
            }
            Kind::TopicPaper => {
                for _ in 0..size {
                    let topic = self.taught[random.below(self.taught.len())];
                    let papers = &self.papers_of[topic as usize];
                    let paper = papers[random.below(papers.len())];
                    batch.questions.push(self.name(topic, random));
                    batch.texts.push(self.whole.get(paper));
                    batch.numbers.push(topic);
                    batch.known.push(&self.topics_of[paper]);
                }
            }
            Kind::TopicNarrower => {
                for name in random.sample(self.narrower_of.len(), size) {
                    let topics = &self.narrower_of[name];
                    let topic = topics[random.below(topics.len())];
                    batch.questions.push(self.name(topic, random));
                    batch.texts.push(self.narrower.get(name));
                    batch.numbers.push(topic);
                    batch.known.push(topics);
                }
            }
            Kind::TitleAbstract | Kind::SentencePaper | Kind::Halves => {
                let (questions, texts) = match kind {
                    Kind::TitleAbstract => (&self.titles, &self.abstracts),
                    Kind::SentencePaper => (&self.sentences, &self.whole),
                    _ => (&self.halves[0], &self.halves[1]),
                };
                for paper in random.sample(self.papers, size) {
                    batch.questions.push(questions.get(paper));
                    batch.texts.push(texts.get(paper));
                }
            }
        }
        batch
    }

    fn name(&self, topic: u32, random: &mut Random) -> Row<'_> {
        let (first, count) = self.names_of[topic as usize];
        // A topic without its own name has no papers, so it is never picked.
        self.names.get(first + if count > 1 { random.below(count) } else { 0 })
    }
}

/// The words and pairs that enough papers use, in alphabetical order, with their statistics.
fn count(papers: &[Paper], stems: &Headwords) -> (Vec<String>, Vec<Uses>) {
    let mut all: HashMap<String, (u32, Uses), FixedState> = HashMap::default();
    for paper in papers {
        let mut times: HashMap<String, (u32, bool), FixedState> = HashMap::default();
        let texts = [(&paper.title, true), (&paper.summary, false)];
        for (text, is_title) in texts {
            keys(text, stems, |key| {
                let known = times.entry(key.to_owned()).or_default();
                known.0 += 1;
                known.1 |= is_title;
            });
        }
        for (key, (times, in_title)) in &times {
            let (_, uses) = all.entry(key.clone()).or_default();
            uses.papers += 1;
            uses.titles += u32::from(*in_title);
            uses.repeated += u32::from(*times > 1);
        }
        for keyword in &paper.keywords {
            keys(keyword, stems, |key| {
                times.entry(key.to_owned()).or_default();
            });
        }
        times.into_keys().for_each(|key| all.entry(key).or_default().0 += 1);
    }
    let enough = |key: &str, papers: u32| {
        papers >= if key.contains(' ') { LEAST_PAPERS.1 } else { LEAST_PAPERS.0 }
    };
    let mut kept: Vec<(String, Uses)> = all
        .into_iter()
        .filter(|(key, (papers, _))| enough(key, *papers))
        .map(|(key, (_, uses))| (key, uses))
        .collect();
    kept.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    kept.into_iter().unzip()
}

/// The words of a text, without joined ones.
fn forms(text: &str, stems: &Headwords) -> Vec<String> {
    let mut found = Vec::new();
    tokens::each(text, stems, |word, joined| {
        if !joined {
            found.push(word.to_owned());
        }
    });
    found
}

/// The first and second half of a text's sentences.
fn halves(text: &str) -> (String, String) {
    let sentences: Vec<&str> = text.split_inclusive(". ").collect();
    let (one, two) = sentences.split_at(sentences.len() / 2);
    (one.concat(), two.concat())
}
