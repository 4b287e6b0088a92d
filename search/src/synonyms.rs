//! Other names of topics, from `synonyms.txt`.

use crate::text::{Stems, is_stop_word, words};

/// One group of names a line, names divided by `=`; `#` begins a comment.
const TABLE: &str = include_str!("synonyms.txt");
/// A topic has at most so many wordings.
const MAX_WORDINGS: usize = 16;

/// The stems of a text without stop words.
pub(crate) fn stems_of(text: &str, stems: &Stems) -> Vec<String> {
    let parts = words(text).into_iter().flat_map(|word| word.parts);
    parts.filter(|part| !is_stop_word(&part.text)).map(|part| stems.stem(&part.text)).collect()
}

/// The wordings of a topic, as stems: itself first, then each in which a known name is replaced
/// by another.
pub(crate) fn wordings(topic: &str, stems: &Stems) -> Vec<Vec<String>> {
    let own = stems_of(topic, stems);
    let mut all = vec![own.clone()];
    for line in TABLE.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        if !may_stand(line, &own) {
            continue;
        }
        let names: Vec<Vec<String>> = line.split('=').map(|name| stems_of(name, stems)).collect();
        for known in all.clone() {
            replace(&known, &names, &mut all);
        }
    }
    all.truncate(MAX_WORDINGS);
    all
}

/// Whether a name of the line can stand in the topic, judged by the beginnings of words alone:
/// stemming the whole table for each topic would be slow.
fn may_stand(line: &str, own: &[String]) -> bool {
    line.split('=').any(|name| {
        let start: String = name.trim_start().chars().take(2).collect::<String>().to_lowercase();
        !start.is_empty() && own.iter().any(|stem| stem.starts_with(&start))
    })
}

fn replace(known: &[String], names: &[Vec<String>], all: &mut Vec<Vec<String>>) {
    let longest = |at: usize| {
        let here = names.iter().filter(|name| !name.is_empty() && known[at..].starts_with(name));
        here.max_by_key(|name| name.len())
    };
    for at in 0..known.len() {
        let Some(name) = longest(at) else { continue };
        for other in names.iter().filter(|other| *other != name && !other.is_empty()) {
            let rest = &known[at + name.len()..];
            let wording: Vec<String> =
                known[..at].iter().chain(other).chain(rest).cloned().collect();
            if !all.contains(&wording) {
                all.push(wording);
            }
        }
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(topic: &str, expected: &[&str]) {
        let stems = Stems::new();
        let found = wordings(topic, &stems);
        let expected: Vec<Vec<String>> =
            expected.iter().map(|name| stems_of(name, &stems)).collect();
        assert_eq!(found, expected, "{topic}");
    }

    #[test]
    fn a_topic_has_its_other_names() {
        for (topic, expected) in [
            ("robots", vec!["robots"]),
            ("RAG", vec!["rag", "retrieval-augmented generation"]),
            ("Retrieval augmented generation", vec!["retrieval augmented generation", "rag"]),
            ("LLM agents", vec!["llm agents", "large language model agents"]),
            ("Mixtures of Experts", vec!["mixture of experts", "moe"]),
            ("diffusion models", vec!["diffusion models", "diffusion"]),
            ("vision", vec!["vision"]),
            ("KV-cache", vec!["kv cache", "key-value cache"]),
        ] {
            check(topic, &expected);
        }
    }

    #[test]
    fn every_name_of_the_table_has_words() {
        let stems = Stems::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let names: Vec<_> = line.split('=').map(|name| stems_of(name, &stems)).collect();
            assert!(names.len() >= 2 && names.iter().all(|name| !name.is_empty()), "{line}");
        }
    }
}
