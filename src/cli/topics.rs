//! `paperboy topics`: measures how well topics match what their subscribers want.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use domain::{Paper, PaperId, Strictness, Topic};
use search::judge::{Labels, Tally};
use search::{
    CalibratedOn, Embedding, Index, PaperText, Sample, TopicMatcher, calibrate, embedding_text,
};
use serde_json::json;

use super::{database, paper_index, say};
use crate::app::papers::index::PaperIndex;
use crate::config::{DataSettings, ModelSettings};
use crate::store::{papers, vectors};

#[derive(Args, Debug)]
pub(super) struct Topics {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Measure the precision and recall of topics on labeled papers in the database
    Judge(Judge),
    /// Fit the weights of the evidence to labeled papers in the database
    Calibrate(Calibrate),
}

#[derive(Args, Debug)]
struct Calibrate {
    /// Label files, as for `judge`
    #[arg(long, value_name = "FILE", required = true)]
    labels: Vec<PathBuf>,
    /// Output file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    data: DataSettings,
    #[command(flatten)]
    model: ModelSettings,
}

#[derive(Args, Debug)]
struct Judge {
    /// JSON Lines: a paper's id, and its topics labeled 2 (definitely) or 1 (partly)
    #[arg(long, value_name = "FILE")]
    labels: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Also list the papers that normal strictness misses or wrongly includes
    #[arg(long)]
    faults: bool,
    #[command(flatten)]
    data: DataSettings,
    #[command(flatten)]
    model: ModelSettings,
}

impl Topics {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self.action {
            Action::Judge(judge) => judge.run().await,
            Action::Calibrate(calibrate) => calibrate.run().await,
        }
    }
}

/// The matches of topics at one strictness, by topic.
struct Found {
    tallies: Vec<[Tally; 3]>,
    faults: Vec<Fault>,
}

/// A paper whose label and match disagree at normal.
struct Fault {
    topic: String,
    paper: PaperId,
    title: String,
    label: u8,
}

impl Judge {
    async fn run(self) -> anyhow::Result<()> {
        let labels = labels(&self.labels)?;
        let store = database::open(&self.data).await?;
        let index = paper_index(store, &self.data, &self.model).await?;
        let known = stored(&index, &labels).await?;
        if known.is_empty() {
            bail!("none of the labeled papers is in the database; run `paperboy sync` first");
        }
        let found = judge(&index, &labels, &known).await?;
        let counts = (known.len(), labels.papers.len());
        if self.json {
            say(as_json(&labels, &found, counts, index.model().is_some()));
        } else {
            print(&labels, &found, counts, self.faults);
        }
        Ok(())
    }
}

fn labels(path: &Path) -> anyhow::Result<Labels> {
    let text = std::fs::read_to_string(path);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    Labels::read(&text).with_context(|| path.display().to_string())
}

/// A labeled paper that is in the database.
struct Known {
    paper: Paper,
    /// From the encoder, if there is one.
    vector: Option<Embedding>,
}

impl Known {
    fn text(&self) -> PaperText {
        self.with_vector(PaperText::new(&self.paper))
    }

    /// The paper as if the hub had not processed it yet, which is the case for a third of new
    /// papers.
    fn without_keywords(&self) -> PaperText {
        let paper = Paper { keywords: Vec::new(), ai_summary: None, ..self.paper.clone() };
        self.with_vector(PaperText::new(&paper))
    }

    fn with_vector(&self, text: PaperText) -> PaperText {
        match &self.vector {
            Some(vector) => text.with_embedding(vector.clone()),
            None => text,
        }
    }
}

/// The labeled papers that are in the database.
async fn stored(index: &PaperIndex, labels: &Labels) -> anyhow::Result<HashMap<PaperId, Known>> {
    let ids: Vec<PaperId> = labels.papers.iter().map(|paper| paper.id.clone()).collect();
    let model = index.model();
    let id = model.as_ref().map(|model| model.id());
    let read = index.store().read(move |conn| {
        let vectors = id.map_or(Ok(HashMap::new()), |id| vectors::of(conn, id, &ids))?;
        Ok((papers::get_many(conn, &ids)?, vectors))
    });
    let (papers, vectors) = read.await?;
    let known = papers.into_iter().map(|paper| {
        let vector = model.as_ref().map(|model| match vectors.get(&paper.id) {
            Some(bytes) => Embedding::from_bytes(bytes),
            None => model.encode(&embedding_text(&paper)),
        });
        (paper.id.clone(), Known { paper, vector })
    });
    Ok(known.collect())
}

/// Prepares the topics of a label file, with the encoder if there is one, relative to a sample of
/// all papers, encoded before or not.
async fn topic_set(index: &PaperIndex, labels: &Labels) -> anyhow::Result<TopicMatcher> {
    let topics = labels.topics.iter().map(|topic| topic.parse());
    let topics: Vec<Topic> = topics.collect::<Result<_, _>>()?;
    let matcher = TopicMatcher::new(&topics);
    let Some(model) = index.model() else { return Ok(matcher) };
    let sample = index.with_index(|index| index.sample(false));
    let papers = index.store().read(move |conn| papers::get_many(conn, &sample)).await?;
    let mut encoded = Index::default();
    for paper in &papers {
        encoded.put(paper);
        encoded.put_embedding(&paper.id, &model.encode(&embedding_text(paper)));
    }
    let words = matcher.words().iter();
    let vectors = words.map(|topic| Some(model.encode_query(topic.as_str()))).collect();
    let background = encoded.background();
    Ok(matcher.prepared(|set| set.with_embedding(vectors).against(&background)))
}

impl Calibrate {
    async fn run(self) -> anyhow::Result<()> {
        let store = database::open(&self.data).await?;
        let index = paper_index(store, &self.data, &self.model).await?;
        if index.model().is_none() {
            bail!("calibration needs an encoder; give its folder with --model");
        }
        let mut about = CalibratedOn::default();
        let mut samples: Vec<Sample> = Vec::new();
        let (mut topics, mut paper) = (Vec::<String>::new(), 0);
        for file in &self.labels {
            let labels = labels(file)?;
            let known = stored(&index, &labels).await?;
            let set = topic_set(&index, &labels).await?;
            let words = set.words().iter().map(Topic::as_str);
            if !words.eq(labels.topics.iter().map(String::as_str)) {
                bail!("{}: only topics of plain words can be calibrated on", file.display());
            }
            let mut numbers = Vec::new();
            for topic in &labels.topics {
                let place = topics.iter().position(|known| known == topic);
                numbers.push(place.unwrap_or_else(|| {
                    topics.push(topic.clone());
                    topics.len() - 1
                }));
            }
            for labeled in &labels.papers {
                let Some(one) = known.get(&labeled.id) else { continue };
                let bare = (!one.paper.keywords.is_empty()).then(|| one.without_keywords());
                let texts = [(Some(one.text()), true), (bare, false)];
                for (text, natural) in texts {
                    let Some(text) = text else { continue };
                    for (at, evidence) in set.words_set().evidence(&text).into_iter().enumerate() {
                        let label = labeled.labels.get(&labels.topics[at]).copied().unwrap_or(0);
                        about.wanted += usize::from(natural && label > 0);
                        samples.push(Sample {
                            topic: numbers[at],
                            paper,
                            label,
                            natural,
                            evidence,
                        });
                    }
                }
                paper += 1;
            }
        }
        (about.papers, about.topics) = (paper, topics.len());
        if about.wanted == 0 {
            bail!("none of the labeled papers is in the database; run `paperboy sync` first");
        }
        let (calibration, quality) = calibrate(&samples, about);
        std::fs::write(&self.out, calibration.to_json() + "\n")
            .with_context(|| format!("cannot write {}", self.out.display()))?;
        say("on left-out topics and papers | strictness | precision | recall | F1");
        say("---|---|---|---|---");
        for (name, tallies) in [("no model", quality.words), ("with the model", quality.encoder)] {
            for (tally, strictness) in tallies.iter().zip(Strictness::ALL) {
                say(format_args!(
                    "{name} | {strictness} | {:.3} | {:.3} | {:.3}",
                    tally.precision(),
                    tally.recall(),
                    tally.f1()
                ));
            }
        }
        Ok(())
    }
}

async fn judge(
    index: &PaperIndex,
    labels: &Labels,
    known: &HashMap<PaperId, Known>,
) -> anyhow::Result<Found> {
    let set = topic_set(index, labels).await?;
    let tallies = vec![[Tally::default(); 3]; labels.topics.len()];
    let mut found = Found { tallies, faults: Vec::new() };
    for labeled in &labels.papers {
        let Some(one) = known.get(&labeled.id) else { continue };
        let matched: HashMap<usize, search::Match> =
            set.matches(&one.text(), Strictness::Loose).into_iter().collect();
        for (number, topic) in labels.topics.iter().enumerate() {
            let label = labeled.labels.get(topic).copied().unwrap_or(0);
            let is = |strictness| matched.get(&number).is_some_and(|one| one.is(strictness));
            for (tally, strictness) in found.tallies[number].iter_mut().zip(Strictness::ALL) {
                tally.count(strictness, label, is(strictness));
            }
            if is(Strictness::Normal) != (label > 0) {
                found.faults.push(Fault {
                    topic: topic.clone(),
                    paper: one.paper.id.clone(),
                    title: one.paper.title.clone(),
                    label,
                });
            }
        }
    }
    found.faults.sort_by(|one, other| (&one.topic, one.label).cmp(&(&other.topic, other.label)));
    Ok(found)
}

fn sum(tallies: &[[Tally; 3]]) -> [Tally; 3] {
    let add = |sum: [Tally; 3], next: &[Tally; 3]| {
        std::array::from_fn(|at| Tally::and(sum[at], next[at]))
    };
    tallies.iter().fold([Tally::default(); 3], add)
}

fn as_json(
    labels: &Labels,
    found: &Found,
    (known, all): (usize, usize),
    model: bool,
) -> serde_json::Value {
    let one = |tally: &Tally| {
        json!({
            "precision": tally.precision(), "recall": tally.recall(), "f1": tally.f1(),
            "found": tally.found, "right": tally.right, "wanted": tally.wanted,
            "brought": tally.brought,
        })
    };
    let each = |tallies: &[Tally; 3]| -> serde_json::Map<String, serde_json::Value> {
        let names = Strictness::ALL.iter().map(ToString::to_string);
        names.zip(tallies).map(|(name, tally)| (name, one(tally))).collect()
    };
    let topics = labels.topics.iter().zip(&found.tallies);
    let topics: serde_json::Map<_, _> =
        topics.map(|(topic, tallies)| (topic.clone(), each(tallies).into())).collect();
    let fault = |fault: &Fault| {
        json!({"topic": fault.topic, "paper": fault.paper, "title": fault.title,
               "label": fault.label})
    };
    json!({
        "papers": known, "labeled": all, "model": model,
        "all": each(&sum(&found.tallies)), "topics": topics,
        "faults": found.faults.iter().map(fault).collect::<Vec<_>>(),
    })
}

fn print(labels: &Labels, found: &Found, (known, all): (usize, usize), faults: bool) {
    say(format_args!("{known} of {all} labeled papers, {} topics", labels.topics.len()));
    let strictness = Strictness::ALL.map(|one| format!("{one} precision | recall | F1"));
    say(format_args!("\ntopic | {}", strictness.join(" | ")));
    say("---|---|---|---|---|---|---|---|---|---");
    let row = |name: &str, tallies: &[Tally; 3]| {
        let cells = tallies.map(|tally| {
            format!("{:.3} | {:.3} | {:.3}", tally.precision(), tally.recall(), tally.f1())
        });
        say(format_args!("{name} | {}", cells.join(" | ")));
    };
    for (topic, tallies) in labels.topics.iter().zip(&found.tallies) {
        row(topic, tallies);
    }
    row("all", &sum(&found.tallies));
    if faults {
        say("\nat normal | topic | paper");
        say("---|---|---");
        for fault in &found.faults {
            let kind = if fault.label > 0 { "missed" } else { "wrong" };
            let Fault { topic, paper, title, label } = fault;
            say(format_args!("{kind} ({label}) | {topic} | {paper} {title}"));
        }
    }
}
