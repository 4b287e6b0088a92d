//! Fifty questions as people type them, over the recorded papers: the first result next to the
//! expected one. The results are in docs/SEARCH.md and must match.
//!
//! `cargo test -p search --bench fifty` compares; `cargo bench -p search --bench fifty -- --write`
//! updates the table. With `PAPERBOY_MODEL` set it includes the answers with meaning: encoding all
//! papers takes minutes the first time; after that they are compared as well.

#![expect(clippy::print_stdout, reason = "a bench reports what it measures")]

mod cached_vectors;
mod corpus;

use std::path::Path;

use search::{Encoder, Index, Query};

const QUESTIONS: &str = include_str!("fifty.tsv");
const BEGIN: &str = "<!-- fifty -->\n";
const END: &str = "<!-- /fifty -->";

fn main() {
    let Some(papers) = corpus::recorded() else {
        println!("skipped: ../shared/hub/papers.jsonl.gz is not there");
        return;
    };
    let doc = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/SEARCH.md");
    let text = std::fs::read_to_string(&doc).expect("docs/SEARCH.md");
    let (before, rest) = text.split_once(BEGIN).expect(BEGIN);
    let (known, after) = rest.split_once(END).expect(END);

    let mut index = Index::default();
    papers.iter().for_each(|paper| index.put(paper));
    let words = answers(&index, None);
    let writes = std::env::args().any(|arg| arg == "--write");
    let meaning = std::env::var_os("PAPERBOY_MODEL").and_then(|folder| {
        let encoder = Encoder::open(Path::new(&folder)).expect("a model");
        let vectors = match writes {
            true => cached_vectors::vectors("papers", &papers, &encoder),
            false => cached_vectors::known("papers", &papers, &encoder)?,
        };
        for (paper, vector) in papers.iter().zip(vectors) {
            index.put_embedding(&paper.id, &vector);
        }
        Some(answers(&index, Some(&encoder)))
    });
    // Columns that can't be measured here keep their values.
    let meaning = meaning.unwrap_or_else(|| column(known, 4));
    let table = table(&words, &meaning);
    if writes {
        std::fs::write(&doc, format!("{before}{BEGIN}{table}{END}{after}"))
            .expect("docs/SEARCH.md");
    } else if table != known {
        println!("{table}\ndocs/SEARCH.md has other results; update it with -- --write");
        std::process::exit(1);
    }
}

fn table(words: &[String], meaning: &[String]) -> String {
    let mut table = String::from("typed | it is | expected | words and phrases | with meaning\n");
    table.push_str("---|---|---|---|---\n");
    for (number, line) in QUESTIONS.lines().enumerate() {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (typed, expected, kind) = (cell(), cell(), cell());
        let judged = |found: Option<&String>| match found.map(|text| text.trim_start_matches("✗ "))
        {
            Some(found) if found.ends_with(expected) => found.to_owned(),
            Some(found) if !found.is_empty() => format!("✗ {found}"),
            _ => String::new(),
        };
        let (words, meaning) = (judged(words.get(number)), judged(meaning.get(number)));
        table.push_str(&format!("`{typed}` | {kind} | {expected} | {words} | {meaning}\n"));
    }
    let right = |all: &[String]| {
        let pairs = QUESTIONS.lines().zip(all);
        pairs
            .filter(|(line, found)| found.ends_with(line.split('\t').nth(1).unwrap_or("?")))
            .count()
    };
    let all = QUESTIONS.lines().count();
    table.push_str(&format!("**right, of {all}** | | | {} | {}\n", right(words), right(meaning)));
    table
}

/// A column of the current table, from 0.
fn column(table: &str, number: usize) -> Vec<String> {
    let rows = table.lines().skip(2).take(QUESTIONS.lines().count());
    let cell = |row: &str| row.split('|').nth(number).unwrap_or_default().trim().to_owned();
    rows.map(|row| cell(row).trim_start_matches("✗ ").to_owned()).collect()
}

/// The first result; if a suggestion is made, the first result after following it.
fn answers(index: &Index, encoder: Option<&Encoder>) -> Vec<String> {
    let first = |text: &str| {
        let embedding =
            encoder.map(|encoder| encoder.encode_query(&index.wording(&Query::new(text))));
        let answer = index.search(&Query { embedding, ..Query::new(text) });
        let hit = answer.hits.first().filter(|_| !answer.nothing_close);
        (hit.map_or("nothing".to_owned(), |hit| hit.id.to_string()), answer.repaired)
    };
    let typed = QUESTIONS.lines().filter_map(|line| line.split('\t').next());
    let answer = |typed: &str| match first(typed) {
        (_, Some(meant)) => format!("did you mean “{meant}”: {}", first(&meant).0),
        (found, None) => found,
    };
    typed.map(answer).collect()
}
