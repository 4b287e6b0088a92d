//! The words of a name, as a lookup compares them.

use std::borrow::Cow;

use crate::text::{Words, is_stop_word};

/// Words at the end of a topic that add nothing to it: "diffusion models", "RAG systems".
const GENERIC_HEADS: [&str; 16] = [
    "algorithm",
    "application",
    "approach",
    "architecture",
    "framework",
    "method",
    "methodology",
    "model",
    "paper",
    "problem",
    "research",
    "system",
    "task",
    "technique",
    "technology",
    "work",
];

/// The words of a topic as singulars, without stop words.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let words = Words::of(text);
    let parts = words.parts().filter(|part| !is_stop_word(part));
    parts.map(|part| singular(part).into_owned()).collect()
}

/// "safety of AI" as "AI safety".
pub(super) fn turned(topic: &str) -> Option<Vec<String>> {
    let (what, whose) = topic.split_once(" of ")?;
    let (what, mut words) = (words_of(what), words_of(whose));
    words.extend(what);
    Some(words)
}

/// The words without those at the end that say nothing.
pub(super) fn without_heads(words: &[String]) -> &[String] {
    let heads = words.iter().rev();
    let heads = heads.take_while(|word| GENERIC_HEADS.binary_search(&word.as_str()).is_ok());
    match words.len() - heads.count() {
        0 => words,
        left => &words[..left],
    }
}

/// Whether a word is the initials of a name: `llm` of "large language models".
pub(super) fn spells(short: &str, long: &str) -> bool {
    let words = Words::of(long);
    let initials: String = words.parts().filter_map(|part| part.chars().next()).collect();
    initials.len() > 1 && initials == short
}

fn singular(word: &str) -> Cow<'_, str> {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return Cow::Owned(format!("{stem}y"));
    }
    if ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end)) {
        return Cow::Borrowed(&word[..word.len() - 2]);
    }
    let stays = ["ss", "is", "ias"].iter().any(|end| word.ends_with(end));
    match word.strip_suffix('s').filter(|stem| stem.len() > 1 && !stays) {
        Some(stem) => Cow::Borrowed(stem),
        None => Cow::Borrowed(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heads_are_found_by_halving() {
        assert!(GENERIC_HEADS.is_sorted());
    }

    #[test]
    fn words_are_compared_as_singulars() {
        let check = |text: &str, expected: &str| assert_eq!(words_of(text).join(" "), expected);
        check("Jailbreak Attacks", "jailbreak attack");
        check("mixture-of-experts policies", "mixture expert policy");
        check("analysis of losses and bias", "analysis loss bias");
        check("GPUs", "gpu");
    }
}
