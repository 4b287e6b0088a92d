//! Normalizes the words of a concept name for lookup.

use std::borrow::Cow;

use crate::text::{Words, is_stop_word};

/// Trailing words that add nothing to a topic, as in "diffusion models" or "RAG systems".
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

/// The words of a topic in the singular, without stop words.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let words = Words::of(text);
    let parts = words.parts().filter(|part| !is_stop_word(part));
    parts.map(|part| singular(part).into_owned()).collect()
}

/// The same with stop words, in one piece: `text in images` isn't `text-to-image`.
pub(super) fn every_word(text: &str) -> String {
    Words::of(text).parts().map(singular).collect()
}

/// Reorders "safety of AI" as "AI safety".
pub(super) fn reordered(topic: &str) -> Option<Vec<String>> {
    let (what, whose) = topic.split_once(" of ")?;
    let (what, mut words) = (words_of(what), words_of(whose));
    words.extend(what);
    Some(words)
}

/// The words without generic trailing heads.
pub(super) fn without_heads(words: &[String]) -> &[String] {
    let heads = words.iter().rev();
    let heads = heads.take_while(|word| GENERIC_HEADS.binary_search(&word.as_str()).is_ok());
    match words.len() - heads.count() {
        0 => words,
        left => &words[..left],
    }
}

/// Whether `short` is the initials of `long`, as `llm` is of "large language models".
pub(super) fn is_initials_of(short: &str, long: &str) -> bool {
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
    fn generic_heads_are_sorted() {
        assert!(GENERIC_HEADS.is_sorted());
    }

    #[test]
    fn words_are_compared_in_the_singular() {
        let check = |text: &str, expected: &str| assert_eq!(words_of(text).join(" "), expected);
        check("Jailbreak Attacks", "jailbreak attack");
        check("mixture-of-experts policies", "mixture expert policy");
        check("analysis of losses and bias", "analysis loss bias");
        check("GPUs", "gpu");
    }
}
