//! Plurals and verb forms by the rules of English spelling.

use std::borrow::Cow;

use super::lexicon::Lexicon;

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

pub(super) fn has_vowel(text: &str) -> bool {
    text.bytes().any(|letter| is_vowel(letter) || letter == b'y')
}

/// Groups of vowels; `y` is a vowel unless it begins the word.
pub(super) fn syllables(text: &str) -> usize {
    let mut before = false;
    let mut count = 0;
    for (at, letter) in text.bytes().enumerate() {
        let vowel = is_vowel(letter) || letter == b'y' && at > 0;
        count += usize::from(vowel && !before);
        before = vowel;
    }
    count
}

/// The singular of a plural, or the base form of a verb in `-s`. Other words are unchanged.
pub(super) fn singular<'a>(word: Cow<'a, str>, table: &Lexicon) -> Cow<'a, str> {
    let Some(body) = word.strip_suffix('s') else { return word };
    if table.is_singular(&word) {
        return word;
    }
    if let Some(acronym) = acronym(body) {
        return Cow::Owned(acronym.to_owned());
    }
    if word.len() <= 3 || body.ends_with(['s', 'u']) {
        return word;
    }
    if let Some(topic) = body.strip_suffix('c').filter(|rest| rest.ends_with('i')) {
        // `physics` is one field, `metrics` is a plural.
        let counted = table.is_counted(body);
        return if counted { Cow::Owned([topic, "c"].concat()) } else { word };
    }
    if body.ends_with('i') {
        return word;
    }
    let Some(root) = body.strip_suffix('e') else { return Cow::Owned(body.to_owned()) };
    if let Some(root) = root.strip_suffix('i').filter(|root| !root.is_empty()) {
        let ending = if table.ends_in_ie(root) { "ie" } else { "y" };
        return Cow::Owned([root, ending].concat());
    }
    // `analyses`, `hypotheses`.
    if root.ends_with("lys") || root.ends_with("thes") && root.len() > 4 {
        return Cow::Owned([root, "is"].concat());
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|hiss| root.ends_with(hiss));
    let unusual = table.is_unusual_plural(root);
    let whole = match root.as_bytes() {
        // `classes`, `boxes`, `buzzes`, `matches`, `wishes`; but `caches`.
        [.., b's', b's'] | [.., b'z', b'z'] | [.., b'x'] | [.., b's' | b'c', b'h'] => !unusual,
        // `viruses` and `uses`: the first has a consonant and a syllable before the ending.
        [.., before, b'u', b's'] => !is_vowel(*before) && syllables(root) > 1 && !unusual,
        // `cases`, `sizes`; but `biases`, `lenses`.
        _ if hisses => unusual,
        // `heroes`; but `shoes`.
        [.., b'o'] => root.len() > 3 && !unusual,
        _ => false,
    };
    Cow::Owned(if whole { root } else { body }.to_owned())
}

/// `llm` for `llms`: no vowel, except possibly at the end, where a word would double it.
fn acronym(body: &str) -> Option<&str> {
    if body.ends_with('s') {
        return None;
    }
    let vowel = body.find(['a', 'e', 'i', 'o', 'u', 'y']).unwrap_or(body.len());
    (vowel == body.len() || vowel == body.len() - 1 && vowel >= 2 && !body.ends_with(['e', 'y']))
        .then_some(body)
}

/// The base form of a verb in `-ed` or `-ing`. Other words are unchanged.
pub(super) fn verb<'a>(word: Cow<'a, str>, table: &Lexicon) -> Cow<'a, str> {
    if let Some(root) = word.strip_suffix("ied").filter(|root| root.len() >= 2) {
        return Cow::Owned([root, "y"].concat());
    }
    if word.ends_with("eed") {
        return word;
    }
    let stem = word.strip_suffix("ing").or_else(|| word.strip_suffix("ed"));
    match stem.filter(|stem| stem.len() >= 2 && has_vowel(stem)) {
        Some(stem) => Cow::Owned(restore(stem, table)),
        None => word,
    }
}

/// Restores a verb whose ending was removed: undoubles the final consonant, or adds a silent `e`.
fn restore(stem: &str, table: &Lexicon) -> String {
    if table.drops_e(stem) {
        return [stem, "e"].concat();
    }
    if table.has_no_e(stem) {
        return stem.to_owned();
    }
    // `mimicked`.
    if let Some(verb) = stem.strip_suffix('k').filter(|verb| table.is_counted(verb)) {
        return verb.to_owned();
    }
    let letters = stem.as_bytes();
    let (last, before) = (letters[letters.len() - 1], letters[letters.len() - 2]);
    if last == before && !is_vowel(last) {
        // `dialled` has two vowels before the `l`; `falling` keeps both.
        let keeps = matches!(last, b's' | b'z' | b'f') || last == b'l' && !is_paired(letters);
        let keeps = keeps || stem.len() <= 3;
        return if keeps { stem } else { &stem[..stem.len() - 1] }.to_owned();
    }
    if silent_e(letters, syllables(stem)) { [stem, "e"].concat() } else { stem.to_owned() }
}

/// Whether the doubled final consonant follows two vowels; the `u` of `quelled` doesn't count.
fn is_paired(letters: &[u8]) -> bool {
    match letters {
        [.., before, first, second, _, _] => {
            is_vowel(*first) && is_vowel(*second) && !(*before == b'q' && *first == b'u')
        }
        _ => false,
    }
}

/// Whether a verb stem without its ending has a silent `e`.
fn silent_e(letters: &[u8], syllables: usize) -> bool {
    let (last, before) = (letters[letters.len() - 1], letters[letters.len() - 2]);
    let third = letters.len().checked_sub(3).map_or(b' ', |at| letters[at]);
    // A single vowel, as in `cod-ing` but not `load-ing`; the `u` of `quoting` doesn't count.
    let fourth = letters.len().checked_sub(4).map_or(b' ', |at| letters[at]);
    let vowel = is_vowel(before) || before == b'y';
    let paired = is_vowel(third) && !(third == b'u' && fourth == b'q');
    let alone = vowel && !paired;
    let short = syllables == 1;
    match last {
        b'u' | b'v' | b'c' => true,
        b'z' => vowel,
        b'g' => match before {
            b'n' => matches!(third, b'a' | b'e' | b'u'),
            b'r' | b'd' | b'l' => true,
            b'o' => third != b'l',
            _ => vowel,
        },
        b's' => vowel || matches!(before, b'n' | b'r' | b'l' | b'p' | b'w'),
        b'r' => match before {
            b'a' | b'i' | b'y' => alone,
            b'u' => alone,
            _ => false,
        },
        b'l' => match before {
            b'i' | b'o' | b'u' | b'y' => alone,
            _ => b"bpdtfgkzcsx".contains(&before),
        },
        b'n' => match before {
            b'i' | b'u' => alone,
            b'a' | b'o' => alone && short,
            _ => false,
        },
        b't' => match before {
            // `initiate`, `evaluate`; not `treat`, `float`.
            b'a' => alone || matches!(third, b'i' | b'u'),
            b'o' => alone && (short || matches!(third, b'm' | b'n' | b'v' | b'u')),
            b'u' | b'y' => alone,
            _ => false,
        },
        b'd' => alone || letters.ends_with(b"uid"),
        b'm' => match before {
            b'a' => alone && !letters.ends_with(b"gram"),
            b'i' | b'u' | b'y' => alone,
            _ => false,
        },
        b'p' => alone && (short || matches!(before, b'a' | b'y')),
        b'b' | b'k' => alone,
        _ => false,
    }
}
