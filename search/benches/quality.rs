//! Measures the quality of answers on the benchmark sets and on known items: each step of the
//! engine separately and, with `--features peers`, tantivy and SQLite's FTS5 for comparison.
//!
//! Arguments are parts of the names of the sets to measure; without any, all are.
//! `PAPERBOY_MODEL` is a model's folder; without it, meaning is not measured. The first run with
//! one takes minutes, to encode the sets.

#![expect(clippy::print_stdout, reason = "a bench reports what it measures")]

mod cached_vectors;
mod corpus;
mod known;
#[cfg(feature = "peers")]
mod peers;
mod related;
mod typos;

use std::path::Path;
use std::time::{Duration, Instant};

use domain::{Paper, PaperId};
use search::eval::{Question, Set};
use search::{Embedding, Encoder, Features, Hit, Index, Query, Table, embedding_text};

/// The name of the set of papers as questions.
const RELATED: &str = "papers as questions";
/// The name of the table of claims about medicine that find something.
const FLOOR: &str = "claims that find something";
/// The name of the table of typos.
const TYPOS: &str = "typos";

/// What makes the vector of a query; `None` to search by words.
type Embed<'a> = Option<&'a dyn Fn(&str) -> Option<Embedding>>;

/// The maximum number of results that are scored, as in trec_eval.
const DEPTH: usize = 1_000;

fn main() {
    let encoder = std::env::var_os("PAPERBOY_MODEL")
        .map(|folder| Encoder::open(Path::new(&folder)).expect("a model"));
    let only: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let is_wanted = |title: &str| only.is_empty() || only.iter().any(|part| title.contains(part));
    for (name, judged) in [("scifact", "train"), ("hf_topics", "dev")] {
        let title = format!("{name} {judged}");
        if !is_wanted(&title) {
            continue;
        }
        let Some(set) = benchmark(name, judged) else {
            println!("skipped: ../shared/bench/{name} is not there");
            continue;
        };
        measure(&title, name, &set, encoder.as_ref());
    }
    let Some(papers) = corpus::recorded() else {
        println!("skipped: ../shared/hub/papers.jsonl.gz is not there");
        return;
    };
    for kind in known::Kind::ALL.into_iter().filter(|kind| is_wanted(kind.name())) {
        measure(kind.name(), "papers", &known::set(&papers, kind), encoder.as_ref());
    }
    if is_wanted(FLOOR)
        && let Some(claims) = benchmark("scifact", "train")
    {
        measure_floor(&claims, &papers, encoder.as_ref());
    }
    if is_wanted(TYPOS)
        && let Some(claims) = benchmark("scifact", "train")
    {
        measure_typos(&papers, &claims);
    }
    if is_wanted(RELATED) {
        measure_related(&related::set(&papers), encoder.as_ref());
    }
}

/// A set in BEIR's format, or `None` if its files are missing.
fn benchmark(name: &str, judged: &str) -> Option<Set> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/bench").join(name);
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).ok();
    let qrels = read(&format!("qrels/{judged}.tsv"))?;
    Some(Set::read(&read("corpus.jsonl")?, &read("queries.jsonl")?, &qrels).expect(name))
}

/// Prints the share of claims that find something among papers on their subject, and among papers
/// on another one, where they shouldn't.
fn measure_floor(claims: &Set, others: &[Paper], encoder: Option<&Encoder>) {
    println!("\n{FLOOR} | by words | with meaning");
    println!("---|---|---");
    for (name, corpus, papers) in
        [("medical papers", "scifact", &claims.papers[..]), ("machine learning", "papers", others)]
    {
        let mut index = Index::default();
        papers.iter().for_each(|paper| index.put(paper));
        let found = |index: &Index, embed: Embed| {
            let finds = |question: &&Question| {
                let query = Query::new(&question.text);
                let embedding = embed.and_then(|embed| embed(&index.wording(&query)));
                index.search(&Query { embedding, ..query }).total > 0
            };
            claims.questions.iter().filter(finds).count() as f64 / claims.questions.len() as f64
        };
        let by_words = found(&index, None);
        let with_meaning = encoder.map(|encoder| {
            let vectors = cached_vectors::vectors(corpus, papers, encoder);
            put_vectors(&mut index, papers, vectors.into_iter().map(Some));
            found(&index, Some(&|text: &str| Some(encoder.encode_query(text))))
        });
        let with_meaning = with_meaning.map_or(String::new(), |share| format!("{share:.3}"));
        println!("{name} | {by_words:.3} | {with_meaning}");
    }
}

/// Prints how many misspelt words are corrected to the one that was meant, and how many words of
/// another field are taken for typos.
fn measure_typos(papers: &[Paper], others: &Set) {
    let mut index = Index::default();
    papers.iter().for_each(|paper| index.put(paper));
    let misspelt = typos::misspelt(papers);
    let (mut right, mut wrong) = (0, 0);
    for one in &misspelt {
        match index.repaired(&one.typed) {
            Some(text) if text == one.meant => right += 1,
            Some(_) => wrong += 1,
            None => {}
        }
    }
    let rare = typos::rare(papers, &others.papers);
    let changed = rare.iter().filter(|word| index.repaired(word).is_some()).count();
    println!("\n{TYPOS} | number | corrected | changed to another word");
    println!("---|---|---|---");
    let all = misspelt.len() as f64;
    let (right, wrong) = (right as f64 / all, wrong as f64 / all);
    println!("words of titles with a typo | {} | {right:.3} | {wrong:.3}", misspelt.len());
    let changed = changed as f64 / rare.len() as f64;
    println!("words of medicine | {} | | {changed:.3}", rare.len());
}

/// Prints the table of papers as questions, in `/similar` and pasted into `/search`.
fn measure_related(set: &Set, encoder: Option<&Encoder>) {
    head(RELATED);
    // FTS5 takes more than a second for a whole abstract.
    #[cfg(feature = "peers")]
    tantivy_row(set);
    let mut index = Index::default();
    set.papers.iter().for_each(|paper| index.put(paper));
    let own = |question: &Question| {
        let number: usize = question.id.parse().expect("a number");
        &set.papers[number]
    };
    let similar = |index: &Index, question: &Question| ids(index.similar(own(question), DEPTH));
    row("`/search`, words", set, |question| {
        ids(index.search(&Query { limit: DEPTH, ..Query::new(&question.text) }).hits)
    });
    row("`/similar`, table", set, |question| similar(&index, question));
    let Some(encoder) = encoder else { return };
    let vectors = cached_vectors::vectors("related", &set.papers, encoder);
    put_vectors(&mut index, &set.papers, vectors.into_iter().map(Some));
    row("`/similar`, table and model", set, |question| similar(&index, question));
}

fn head(title: &str) {
    println!("\n{title} | nDCG@10 | Recall@10 | Recall@100 | MAP | MRR | p50 | p99");
    println!("---|---|---|---|---|---|---|---");
}

#[cfg(feature = "peers")]
fn peer_rows(set: &Set) {
    let engine = peers::Fts5::new(&set.papers);
    row("SQLite FTS5", set, |question| engine.search(&question.text, DEPTH));
    tantivy_row(set);
}

#[cfg(feature = "peers")]
fn tantivy_row(set: &Set) {
    let engine = peers::Tantivy::new(&set.papers);
    row("tantivy", set, |question| engine.search(&question.text, DEPTH));
}

/// Prints one table; sets with the same `corpus` share their vectors.
fn measure(title: &str, corpus: &str, set: &Set, encoder: Option<&Encoder>) {
    head(title);
    #[cfg(feature = "peers")]
    peer_rows(set);
    let mut index = Index::default();
    set.papers.iter().for_each(|paper| index.put(paper));
    let ask = |index: &Index, question: &Question, features: Features, embed: Embed| {
        let query = Query { limit: DEPTH, features, ..Query::new(&question.text) };
        let embedding = embed.and_then(|embed| embed(&index.wording(&query)));
        ids(index.search(&Query { embedding, ..query }).hits)
    };
    let words = Features { phrases: false, synonyms: false, ..Features::default() };
    let phrases = Features { synonyms: false, ..Features::default() };
    row("words", set, |question| ask(&index, question, words, None));
    row("+ phrases", set, |question| ask(&index, question, phrases, None));
    row("+ phrases + synonyms", set, |question| ask(&index, question, Features::default(), None));
    let table = Table::builtin();
    let vectors = set.papers.iter().map(|paper| table.embed(&embedding_text(paper)));
    put_vectors(&mut index, &set.papers, vectors);
    let by_table = |text: &str| table.embed(text);
    row("all, with the table", set, |question| {
        ask(&index, question, Features::default(), Some(&by_table))
    });
    let Some(encoder) = encoder else {
        println!("skipped meaning: PAPERBOY_MODEL is not set");
        return;
    };
    let vectors = cached_vectors::vectors(corpus, &set.papers, encoder);
    put_vectors(&mut index, &set.papers, vectors.into_iter().map(Some));
    let far = Features { floor: false, exact: false, ..Features::default() };
    let by_model = |text: &str| Some(encoder.encode_query(text));
    let some: Embed = Some(&by_model);
    row("words + meaning", set, |question| ask(&index, question, words, some));
    row("+ phrases", set, |question| ask(&index, question, phrases, some));
    row("+ phrases + synonyms: all", set, |question| {
        ask(&index, question, Features::default(), some)
    });
    row("all, without floor and names", set, |question| ask(&index, question, far, some));
}

/// Adds the papers' vectors, in the order of the papers.
fn put_vectors(
    index: &mut Index,
    papers: &[Paper],
    vectors: impl Iterator<Item = Option<Embedding>>,
) {
    for (paper, vector) in papers.iter().zip(vectors) {
        if let Some(vector) = vector {
            index.put_embedding(&paper.id, &vector);
        }
    }
}

fn ids(hits: Vec<Hit>) -> Vec<PaperId> {
    hits.into_iter().map(|hit| hit.id).collect()
}

fn row(name: &str, set: &Set, mut answer: impl FnMut(&Question) -> Vec<PaperId>) {
    let mut times: Vec<Duration> = Vec::new();
    let scores = set.judge(|question| {
        let start = Instant::now();
        let answer = answer(question);
        times.push(start.elapsed());
        answer
    });
    times.sort_unstable();
    let ms = |share: f64| times[(times.len() as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "{name} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.2} ms | {:.2} ms",
        scores.ndcg_10,
        scores.recall_10,
        scores.recall_100,
        scores.map,
        scores.mrr,
        ms(0.5),
        ms(0.99),
    );
}
