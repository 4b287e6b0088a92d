//! Words by their headwords: the form under which a dictionary lists them.
//!
//! Topics and searches compare words by [`headword`]. Two words have the same headword if one is
//!
//! - an inflection of the other: plurals (`policies`, `matrices`, `corpora`, `mice`), verb forms
//!   (`planned`, `coding`, `wrote`), degrees of common adjectives (`larger`);
//! - the other's British or American spelling: `visualise`, `colour`, `centre`, `modelling`;
//! - the noun of a verb and means the same: `-ization` and the tool `-izer` of `-ize`, `-ation` of
//!   `-ate`, `-ification` of `-ify`, `analysis` of `analyze`, and the pairs in the table.
//!
//! Other derivations are words of their own, since they mean something else: `visual` and
//! `visualization`, `general` and `generalization`, `physics` and `physical`, `operate` and
//! `operator`, `image` and `imaging`. They share a [`family`] at most, which is a hint and decides
//! nothing.
//!
//! A headword is a key. It is mostly spelled like a word, but not always (`promise` has `promize`):
//! compare it with other headwords only, and never show it. What the rules get wrong is in
//! `words.txt`, with the reason.

mod inflection;
mod lexicon;
mod spelling_variants;
#[cfg(test)]
mod word_forms_tests;

use std::borrow::Cow;

use lexicon::Lexicon;

/// The headword of a folded word. Numbers, names with digits, and words of other scripts are their
/// own headwords, and so are words of one or two letters.
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

/// Words of one family have the same root, by Porter's algorithm: `general`, `generate` and
/// `generalization`. It says that they may have to do with each other, no more.
pub(crate) fn family(word: &str) -> Cow<'_, str> {
    if word.len() <= 2 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English).stem(word)
}

/// The verb of a noun that names its action, where the ending tells: `visualize` of
/// `visualization` and `visualizer`. Also one `l` for two at the end of longer words, since
/// `distil` and `distill` are one.
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
