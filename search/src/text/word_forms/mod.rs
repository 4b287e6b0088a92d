//! Headwords: the form under which a dictionary lists a word.
//!
//! Topics and searches compare words by [`headword`]. Two words have the same headword if one is
//!
//! - an inflection of the other: plurals (`policies`, `matrices`, `corpora`, `mice`), verb forms
//!   (`planned`, `coding`, `wrote`), degrees of common adjectives (`larger`);
//! - the other's British or American spelling: `visualise`, `colour`, `centre`, `modelling`;
//! - the noun of a verb with the same meaning: `-ization` and the tool `-izer` from `-ize`,
//!   `-ation` from `-ate`, `-ification` from `-ify`, `analysis` from `analyze`, and the pairs in
//!   the table.
//!
//! Other derivations are separate words, because they mean something else: `visual` and
//! `visualization`, `general` and `generalization`, `physics` and `physical`, `operate` and
//! `operator`, `image` and `imaging`. At most they share a [`family`], which is only a hint.
//!
//! A headword is a key. It usually looks like a word, but not always (`promise` becomes `promize`):
//! only compare it with other headwords and never show it. Exceptions to the rules are in
//! `words.txt`, with the reason.

mod inflection;
mod lexicon;
mod spelling_variants;
#[cfg(test)]
mod word_forms_tests;

use std::borrow::Cow;

use lexicon::Lexicon;

/// The headword of a folded word. Numbers, names with digits, words in other scripts, and words of
/// one or two letters are their own headwords.
pub(crate) fn headword(word: &str) -> Cow<'_, str> {
    if word.len() <= 2 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    let table = Lexicon::get();
    if let Some(known) = table.headword(word) {
        return Cow::Borrowed(known);
    }
    let word = spelling_variants::american(word);
    let found = |word: &str| table.headword(word);
    if let Some(known) = found(&word) {
        return Cow::Borrowed(known);
    }
    let word = inflection::singular(word, table);
    if let Some(known) = found(&word) {
        return Cow::Borrowed(known);
    }
    let word = inflection::verb(word, table);
    if let Some(known) = found(&word) {
        return Cow::Borrowed(known);
    }
    let word = action(word);
    match found(&word) {
        Some(known) => Cow::Borrowed(known),
        None => word,
    }
}

/// The family of a word: its root by Porter's algorithm, shared by `general`, `generate` and
/// `generalization`. It only says that words may be related.
pub(crate) fn family(word: &str) -> Cow<'_, str> {
    if word.len() <= 2 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English).stem(word)
}

/// The verb for a noun that names its action, if the ending shows it: `visualize` for
/// `visualization` and `visualizer`. Also turns `ll` into `l` at the end of longer words, since
/// `distil` and `distill` are the same.
fn action(word: Cow<'_, str>) -> Cow<'_, str> {
    const ENDINGS: [(&str, &str); 6] = [
        ("ization", "ize"),
        ("izer", "ize"),
        ("ification", "ify"),
        ("ation", "ate"),
        ("lysis", "lyze"),
        ("thesis", "thesize"),
    ];
    for (noun, verb) in ENDINGS {
        if let Some(root) = word.strip_suffix(noun) {
            // `station`, `ration` and `thesis` have no verb before the ending.
            return match root.len() >= 3 || inflection::has_vowel(root) {
                true => Cow::Owned([root, verb].concat()),
                false => word,
            };
        }
    }
    match word.strip_suffix("ll") {
        Some(root) if inflection::has_vowel(root) && inflection::syllables(&word) > 1 => {
            Cow::Owned([root, "l"].concat())
        }
        _ => word,
    }
}
