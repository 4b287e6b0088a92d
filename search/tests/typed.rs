//! Tests queries as people type them against the recorded papers, checking the first page.
//!
//! Skipped with a message if the recorded papers are missing.

#![expect(clippy::print_stderr, reason = "a skipped test says so")]

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use std::sync::LazyLock;

use domain::{Expression, Paper};
use jiff::tz::TimeZone;
use search::{Answer, Exact, Index, Query, Sort};

/// Papers per page.
const PAGE: usize = 5;

struct RecordedPapers {
    papers: Vec<Paper>,
    index: Index,
}

impl RecordedPapers {
    /// The recorded papers, read once.
    fn read() -> Option<&'static RecordedPapers> {
        static RECORDED: LazyLock<Option<RecordedPapers>> = LazyLock::new(RecordedPapers::new);
        RECORDED.as_ref()
    }

    fn new() -> Option<RecordedPapers> {
        let Some(papers) = corpus::recorded() else {
            assert!(std::env::var_os("CI").is_none(), "../shared/hub/papers.jsonl.gz is not there");
            eprintln!("skipped: ../shared/hub/papers.jsonl.gz is not there");
            return None;
        };
        let mut index = Index::default();
        papers.iter().for_each(|paper| index.put(paper));
        Some(RecordedPapers { papers, index })
    }

    fn ask(&self, text: &str) -> Answer {
        let today = "2026-08-20".parse().ok();
        self.index.search(&Query { limit: PAGE, today, ..Query::new(text) })
    }

    fn papers(&self, answer: &Answer) -> Vec<&Paper> {
        let paper = |id: &domain::PaperId| {
            self.papers.iter().find(|paper| paper.id == *id).expect("a stored paper")
        };
        let hits = if answer.nothing_close { &[] } else { answer.hits.as_slice() };
        hits.iter().map(|hit| paper(&hit.id)).collect()
    }
}

fn text(paper: &Paper) -> String {
    let keywords = paper.keywords.join(". ");
    let tldr = paper.ai_summary.as_deref().unwrap_or_default();
    format!("{}. {}. {tldr}. {keywords}", paper.title, paper.summary).to_lowercase()
}

fn says(paper: &Paper, any: &[&str]) -> bool {
    any.iter().any(|words| text(paper).contains(words))
}

fn titled(paper: &Paper, any: &[&str]) -> bool {
    any.iter().any(|words| paper.title.to_lowercase().contains(words))
}

fn by(paper: &Paper, author: &str) -> bool {
    paper.authors.iter().any(|one| one == author)
}

fn surnamed(paper: &Paper, surname: &str) -> bool {
    paper.authors.iter().any(|one| one.ends_with(&format!(" {surname}")))
}

fn year(paper: &Paper) -> Option<i16> {
    paper.published_at.map(|at| TimeZone::UTC.to_datetime(at).year())
}

/// A query, and a condition for all papers on its first page, which must not be empty.
type Row = (&'static str, fn(&Paper) -> bool);

const EACH: &[Row] = &[
    // Operators.
    ("diffusion -medical", |paper| !says(paper, &[" medical "])),
    ("diffusion NOT medical", |paper| !says(paper, &[" medical "])),
    ("diffusion !medical", |paper| !says(paper, &[" medical "])),
    ("transformers -\"language model\"", |paper| !says(paper, &["language model"])),
    ("\"test-time scaling\"", |paper| says(paper, &["test-time scaling", "test time scaling"])),
    ("“world model” robots", |paper| says(paper, &["world model", "world-model"])),
    ("title:mamba", |paper| titled(paper, &["mamba"])),
    ("title:\"world model\" -video", |paper| {
        titled(paper, &["world model"]) && !says(paper, &[" video "])
    }),
    ("gaussian (splatting OR avatar) -video", |paper| says(paper, &["splatting", "avatar"])),
    ("author:\"Yann LeCun\"", |paper| by(paper, "Yann LeCun")),
    ("author:Yann LeCun jepa", |paper| by(paper, "Yann LeCun") && says(paper, &["jepa"])),
    ("au:LeCun -survey", |paper| surnamed(paper, "LeCun")),
    ("org:nvidia", |paper| is_from(paper, "nvidia")),
    ("org:nvidia robots", |paper| is_from(paper, "nvidia") && says(paper, &["robot"])),
    ("robots org:\"NVIDIA\"", |paper| is_from(paper, "nvidia") && says(paper, &["robot"])),
    ("papers from NVIDIA about robots", |paper| {
        (is_from(paper, "nvidia") || by(paper, "NVIDIA")) && says(paper, &["robot"])
    }),
    ("robots by nvidia", |paper| is_from(paper, "nvidia") && says(paper, &["robot"])),
    ("robots from NVIDIA since 2026", |paper| {
        is_from(paper, "nvidia") && year(paper) == Some(2026)
    }),
    ("by nvidia", |paper| is_from(paper, "nvidia")),
    ("video by bytedance", |paper| is_from(paper, "bytedance") && says(paper, &["video"])),
    ("image generation by Kaiming He", |paper| by(paper, "Kaiming He")),
    ("agents by stanford", |paper| is_from(paper, "stanford")),
    ("llms by MIT", |paper| is_from(paper, "massachusetts")),
    ("Ziwei Liu's papers", |paper| by(paper, "Ziwei Liu")),
    ("Yann Le Cun", |paper| by(paper, "Yann LeCun")),
    ("NVIDIA papers", |paper| is_from(paper, "nvidia")),
    ("stanford papers on agents", |paper| is_from(paper, "stanford")),
    ("papers from NVIDIA or Google", |paper| is_from(paper, "nvidia") || is_from(paper, "google")),
    ("robotics papers", |paper| says(paper, &["robot"])),
    ("everything by Ziwei Liu", |paper| by(paper, "Ziwei Liu")),
    ("latest from NVIDIA", |paper| is_from(paper, "nvidia")),
    // Dates.
    ("mamba papers since 2025", |paper| says(paper, &["mamba"]) && year(paper) >= Some(2025)),
    ("papers of 2025 about RL", |paper| year(paper) == Some(2025)),
    ("mamba before 2025", |paper| year(paper) < Some(2025)),
    ("papers from May 2026", |paper| year(paper) == Some(2026)),
    ("diffusion since 2026 -medical", |paper| year(paper) == Some(2026)),
    // Not names.
    ("learning from human feedback", |paper| says(paper, &["feedback"])),
    ("step by step reasoning", |paper| says(paper, &["reason"])),
    ("training from scratch", |paper| says(paper, &["train"])),
    // Authors.
    ("papers by Ziwei Liu", |paper| by(paper, "Ziwei Liu")),
    ("show me the latest papers by Ziwei Liu", |paper| by(paper, "Ziwei Liu")),
    ("Ziwei Liu", |paper| by(paper, "Ziwei Liu")),
    ("Liu, Ziwei", |paper| by(paper, "Ziwei Liu")),
    ("Ziwei Liu video", |paper| by(paper, "Ziwei Liu") && says(paper, &["video"])),
    ("video ziwei liu", |paper| by(paper, "Ziwei Liu") && says(paper, &["video"])),
    ("Bengio, Y.", |paper| surnamed(paper, "Bengio")),
    ("Y. Bengio", |paper| surnamed(paper, "Bengio")),
    ("Bengio Y et al.", |paper| surnamed(paper, "Bengio")),
    ("Björn Ommer", |paper| surnamed(paper, "Ommer")),
    ("Bjoern Ommer", |paper| surnamed(paper, "Ommer")),
    ("bjorn ommer", |paper| surnamed(paper, "Ommer")),
    ("Hal Daume", |paper| by(paper, "Hal Daumé III")),
    ("Daume III, Hal", |paper| by(paper, "Hal Daumé III")),
    ("Antonio Laverghetta", |paper| by(paper, "Antonio Laverghetta Jr.")),
    ("van gool", |paper| by(paper, "Luc Van Gool")),
    ("VanDurme", |paper| by(paper, "Benjamin Van Durme")),
    ("author:\"el-yaniv\"", |paper| by(paper, "Ran El-Yaniv")),
    ("Cohen-Or, D.", |paper| by(paper, "Daniel Cohen-Or")),
    ("J.Schmidhuber", |paper| by(paper, "Jürgen Schmidhuber")),
    ("fei fei li", |paper| by(paper, "Li Fei-Fei") || by(paper, "Fei-Fei Li")),
    ("Gu and Dao", |paper| surnamed(paper, "Gu") && surnamed(paper, "Dao")),
    ("Ziwie Liu", |paper| by(paper, "Ziwei Liu")),
    ("Yann Lecunn", |paper| by(paper, "Yann LeCun")),
    ("Jurgen Schmithuber", |paper| by(paper, "Jürgen Schmidhuber")),
    ("Yejin Choy", |paper| by(paper, "Yejin Choi")),
    ("papers by Yan LeCun", |paper| by(paper, "Yann LeCun")),
    ("author:\"Yan LeCun\"", |paper| by(paper, "Yann LeCun")),
    ("author:(\"Yann LeCun\" OR \"Albert Gu\")", |paper| {
        by(paper, "Yann LeCun") || by(paper, "Albert Gu")
    }),
    ("author:Z. Liu", |paper| {
        paper.authors.iter().any(|name| name.starts_with('Z') && name.ends_with(" Liu"))
    }),
    ("org:UNC", |paper| is_from(paper, "north carolina")),
    ("org:Zhejiang Univ.", |paper| is_from(paper, "zhejiang")),
    ("org:allen institute", |paper| is_from(paper, "ai2")),
    ("latest from Yejin Choi on commonsense", |paper| by(paper, "Yejin Choi")),
    ("robots from NVIDIA about manipulation", |paper| is_from(paper, "nvidia")),
    ("what is NVIDIA working on?", |paper| is_from(paper, "nvidia")),
    ("what has Yann LeCun published", |paper| by(paper, "Yann LeCun")),
    ("hill climbing", |paper| says(paper, &["hill climbing", "hill-climbing"])),
    ("yann lecun jepa", |paper| by(paper, "Yann LeCun") && says(paper, &["jepa"])),
    // Spellings.
    ("text2sql", |paper| says(paper, &["text-to-sql", "text2sql", "nl2sql", "nl-to-sql"])),
    ("sim2real", |paper| says(paper, &["sim-to-real", "sim2real"])),
    ("image2video", |paper| says(paper, &["image-to-video", "i2v", "image2video"])),
    // Questions.
    ("animal", |paper| says(paper, &["animal"])),
    ("latest diffusion papers", |paper| says(paper, &["diffusion"])),
    ("what is new in tokenization", |paper| says(paper, &["tokeniz", "tokenis"])),
    ("quantizaton of llms", |paper| says(paper, &["quantiz", "quantis"])),
    ("reinforcment learnign", |paper| says(paper, &["reinforcement learning", "rl"])),
    ("flash attention 3", |paper| says(paper, &["attention"])),
];

fn is_from(paper: &Paper, organization: &str) -> bool {
    let name = paper.organization.as_ref().map(|name| name.to_lowercase());
    name.is_some_and(|name| name.contains(organization))
}

#[test]
fn every_paper_on_the_first_page_matches() {
    let Some(recorded) = RecordedPapers::read() else { return };
    let mut wrong = Vec::new();
    for (typed, holds) in EACH {
        let answer = recorded.ask(typed);
        let papers = recorded.papers(&answer);
        if papers.is_empty() {
            wrong.push(format!("{typed}: nothing"));
        }
        let others = papers.into_iter().filter(|paper| !holds(paper));
        wrong.extend(others.map(|paper| format!("{typed}: {} {}", paper.id, paper.title)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn excluded_papers_are_counted() {
    let Some(recorded) = RecordedPapers::read() else { return };
    let (all, fewer) = (recorded.ask("diffusion"), recorded.ask("diffusion -medical"));
    assert!(fewer.excluded > 0);
    assert_eq!(all.total, fewer.total + fewer.excluded);
}

#[test]
fn missing_phrases_are_reported() {
    let Some(recorded) = RecordedPapers::read() else { return };
    let answer = recorded.ask("\"privacy paradox\"");
    let found = recorded.papers(&answer);
    match found.as_slice() {
        [] => assert_eq!(answer.missing.as_deref(), Some("\"privacy paradox\"")),
        found => assert!(found.iter().all(|paper| says(paper, &["privacy paradox"]))),
    }
    assert_eq!(recorded.ask("author:Zzyzx Qwv").missing.as_deref(), Some("author:Zzyzx Qwv"));
}

#[test]
fn every_alternative_is_on_the_first_page() {
    let Some(recorded) = RecordedPapers::read() else { return };
    for typed in ["diffusion OR mamba", "mamba | diffusion", "(diffusion OR mamba) -medical"] {
        let answer = recorded.ask(typed);
        let found = recorded.papers(&answer);
        let with = |word| found.iter().filter(|paper| titled(paper, &[word])).count();
        assert!(with("diffusion") >= 2 && with("mamba") >= 2, "{typed}");
    }
}

#[test]
fn the_intended_paper_comes_first() {
    let Some(recorded) = RecordedPapers::read() else { return };
    for (typed, other) in [
        ("show me papers about protein folding", "protein folding"),
        ("can you find any research on protein folding please", "protein folding"),
        ("S* test time scaling", "S*: Test Time Scaling for Code Generation"),
        ("quantizaton of llms", "quantization of llms"),
        ("reinforcment learnign", "reinforcement learning"),
        ("Bjoern Ommer", "Björn Ommer"),
        ("Y Bengio", "Bengio, Yoshua"),
    ] {
        let first = |text: &str| recorded.ask(text).hits.first().map(|hit| hit.id.clone());
        assert_eq!(first(typed), first(other), "{typed}");
        assert!(first(typed).is_some());
    }
}

#[test]
fn name_variants_find_the_same_papers() {
    let Some(recorded) = RecordedPapers::read() else { return };
    for (one, other) in [
        ("Björn Ommer", "Bjoern Ommer"),
        ("Björn Ommer", "OMMER, Bjorn"),
        ("Yoshua Bengio", "bengio yoshua"),
        ("Aäron van den Oord", "Aaron van den Oord"),
    ] {
        let ids = |text: &str| {
            let all = recorded.index.search(&Query { limit: 100, ..Query::new(text) });
            all.hits.iter().filter(|hit| hit.exact.is_some()).map(|hit| hit.id.clone()).collect()
        };
        let (ones, others): (Vec<_>, Vec<_>) = (ids(one), ids(other));
        assert_eq!(ones, others, "{one} {other}");
    }
    let vaswani = recorded.ask("Vaswani et al., 2017");
    assert!(vaswani.hits.iter().take(2).all(|hit| hit.exact == Some(Exact::Author)));
    let bengio = recorded.ask("Bengio, Y.");
    assert!(recorded.papers(&bengio).iter().all(|paper| by(paper, "Yoshua Bengio")));
}

#[test]
fn surveys_match_abbreviated_topics_in_the_top_three() {
    let Some(recorded) = RecordedPapers::read() else { return };
    for (typed, words) in [
        ("RAG survey", &["retrieval-augmented", "retrieval augmented", " rag "][..]),
        ("survey of LLM agents", &["agent"]),
        ("a comprehensive survey on VLA models", &["vision-language-action", "vla"]),
        ("RLHF overview", &["human feedback", "rlhf", "preference"]),
    ] {
        let answer = recorded.ask(typed);
        let found = recorded.papers(&answer);
        let survey = |paper: &&&Paper| titled(paper, &["survey", "review", "overview"]);
        assert!(found.iter().take(3).filter(survey).any(|paper| says(paper, words)), "{typed}");
    }
}

#[test]
fn flash_attention_finds_attention_kernels() {
    let Some(recorded) = RecordedPapers::read() else { return };
    let answer = recorded.ask("flash attention 3");
    let cost = ["flashattention", "kernel", "sparse attention", "speedup", "efficient", "latency"];
    for paper in recorded.papers(&answer).into_iter().take(3) {
        assert!(
            titled(paper, &["attention"]) || says(paper, &["flashattention"]),
            "{}",
            paper.title
        );
        assert!(says(paper, &cost), "{}", paper.title);
    }
}

#[test]
fn sort_words_set_the_order() {
    let Some(recorded) = RecordedPapers::read() else { return };
    let latest = recorded.ask("latest diffusion papers");
    assert_eq!(latest.understood.sort, Some(Sort::Newest));
    let dates: Vec<_> = recorded.papers(&latest).iter().map(|paper| paper.published_at).collect();
    assert!(dates.iter().rev().is_sorted(), "{dates:?}");
    for typed in ["top this week", "top papers this month"] {
        let top = recorded.ask(typed);
        let votes: Vec<u32> = recorded.papers(&top).iter().map(|paper| paper.upvotes).collect();
        assert!(!votes.is_empty() && votes.iter().rev().is_sorted(), "{typed}: {votes:?}");
        assert!(top.total < recorded.papers.len() / 2, "{typed}: {}", top.total);
    }
}

#[test]
fn a_pasted_abstract_finds_its_paper_and_neighbors() {
    let Some(recorded) = RecordedPapers::read() else { return };
    for paper in recorded.papers.iter().step_by(1_500) {
        let answer = recorded.ask(&paper.summary);
        assert_eq!(answer.hits.first().map(|hit| &hit.id), Some(&paper.id), "{}", paper.title);
        assert!(answer.total >= 20, "{} has {} neighbors", paper.title, answer.total);
    }
}

#[test]
fn other_languages_are_detected() {
    let Some(recorded) = RecordedPapers::read() else { return };
    for typed in [
        "Warum halluzinieren Sprachmodelle",
        "reconocimiento de la lengua de signos",
        "apprentissage par renforcement",
        "强化学习",
        "拡散モデル",
        "обучение с подкреплением",
    ] {
        let answer = recorded.ask(typed);
        assert!(answer.language.is_some() && answer.repaired.is_none(), "{typed}");
    }
}

#[test]
fn invalid_queries_are_refused() {
    for typed in ["cs.CL", "\"\"", "-medical", ",", "NOT robots"] {
        assert!(typed.parse::<Expression>().is_err(), "{typed}");
    }
}
