//! People's names in the various ways they are written.

use crate::text::Words;

/// Words between given names and surname.
const PARTICLES: [&str; 12] =
    ["van", "von", "de", "den", "der", "di", "da", "del", "la", "le", "ten", "el"];

/// A name as typed, without the words around it.
pub(crate) struct TypedName {
    /// Words of more than one letter, folded.
    pub(crate) long: Vec<String>,
    /// Single letters.
    pub(crate) initials: Vec<String>,
    /// Whether the surname comes first: `Bengio, Y.`
    surname_first: bool,
    /// Whether co-authors were indicated: `et al.`
    with_others: bool,
}

impl TypedName {
    pub(crate) fn read(text: &str) -> TypedName {
        let lower = text.to_lowercase();
        let with_others = ["et al", "and others", "and colleagues", "& al"]
            .iter()
            .any(|others| lower.contains(others));
        let comma = text.split_once([',', '，']).map(|(before, _)| before);
        let words = Words::of(text);
        // `Cohen-Or` is one word, `J.-R.` two.
        let folded: Vec<&str> = words
            .iter()
            .flat_map(|word| {
                let initials = word.parts().any(|part| part.chars().count() == 1);
                let whole = (!initials).then(|| word.whole());
                word.parts().filter(move |_| initials).chain(whole)
            })
            .collect();
        let idle = |word: &&str| {
            !(is_year(word)
                || is_suffix(word)
                || matches!(*word, "et" | "al" | "and" | "others" | "colleagues")
                || matches!(*word, "dr" | "prof" | "professor"))
        };
        let all = folded.into_iter().filter(idle).map(str::to_owned);
        let (long, initials): (Vec<String>, Vec<String>) =
            all.partition(|word| word.chars().count() > 1);
        let surname_first = comma.is_some_and(|before| {
            let surname = Words::of(before);
            surname.parts().count() <= 3
        });
        TypedName { long, initials, surname_first, with_others }
    }

    /// Whether it is written in the form of a citation.
    pub(crate) fn is_formal(&self) -> bool {
        let short = self.long.len() <= 3 && self.initials.len() <= 3;
        short && !self.long.is_empty() && (self.with_others || !self.initials.is_empty())
    }

    pub(crate) fn surname(&self) -> Option<&str> {
        let names: Vec<&String> =
            self.long.iter().filter(|word| !PARTICLES.contains(&word.as_str())).collect();
        let surname = if self.surname_first { names.first() } else { names.last() };
        surname.map(|surname| surname.as_str())
    }

    /// The first given name or its initial.
    pub(crate) fn given(&self, surname: &str) -> Option<&str> {
        let long = self
            .long
            .iter()
            .find(|word| word.as_str() != surname && !PARTICLES.contains(&word.as_str()));
        long.or(self.initials.first()).map(String::as_str)
    }
}

pub(crate) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// A paper's author, for comparison with typed names.
pub(crate) struct Person {
    /// The keys of the name, in every spelling.
    keys: Vec<String>,
    /// First name and surname, in every spelling.
    names: Vec<(String, String)>,
}

/// A typed name, for comparison with authors.
pub(crate) struct Wanted {
    keys: Vec<String>,
    surname: Option<String>,
    given: Option<String>,
}

fn keys_of(name: &str) -> Vec<String> {
    let mut keys = Vec::new();
    each_spelling(name, |words| each_key(words, |key, _| keys.push(key.to_owned())));
    keys
}

impl Person {
    pub(crate) fn new(name: &str) -> Person {
        let mut names = Vec::new();
        each_spelling(name, |words| {
            let first = words.parts().next().unwrap_or_default().to_owned();
            let last = words.iter().next_back().map(|word| word.whole().to_owned());
            names.push((first, last.unwrap_or_default()));
        });
        Person { keys: keys_of(name), names }
    }
}

impl Wanted {
    pub(crate) fn new(name: &str) -> Wanted {
        let typed = TypedName::read(name);
        let surname = typed.surname().map(str::to_owned);
        let given = surname.as_deref().and_then(|surname| typed.given(surname));
        let mut keys = keys_of(name);
        other_given_names(name).for_each(|name| keys.extend(keys_of(&name)));
        Wanted { keys, given: given.map(str::to_owned), surname }
    }

    /// Whether the author could be written this way.
    pub(crate) fn is(&self, person: &Person) -> bool {
        if self.keys.iter().any(|key| person.keys.contains(key)) {
            return true;
        }
        person.names.iter().any(|(first, last)| {
            self.surname.as_deref() == Some(last)
                && self.given.as_deref().is_none_or(|given| is_given(first, given))
        })
    }
}

/// Whether two first names match; either may be an initial.
pub(crate) fn is_given(first: &str, given: &str) -> bool {
    let initial = first.chars().count() == 1 || given.chars().count() == 1;
    first == given || initial && first.chars().next() == given.chars().next()
}

/// Short forms of given names, and the full ones.
const SHORT_FORMS: [(&str, &str); 44] = [
    ("alex", "alexander alexandre alexandra"),
    ("andy", "andrew"),
    ("ben", "benjamin"),
    ("bob", "robert"),
    ("bill", "william"),
    ("chris", "christopher christian"),
    ("dan", "daniel"),
    ("dave", "david"),
    ("ed", "edward"),
    ("fred", "frederick"),
    ("geoff", "geoffrey"),
    ("greg", "gregory"),
    ("jeff", "jeffrey"),
    ("jim", "james"),
    ("joe", "joseph"),
    ("jon", "jonathan"),
    ("josh", "joshua"),
    ("kate", "katherine"),
    ("ken", "kenneth"),
    ("larry", "lawrence"),
    ("liz", "elizabeth"),
    ("matt", "matthew"),
    ("max", "maximilian"),
    ("mike", "michael"),
    ("nick", "nicholas nicolas"),
    ("pat", "patrick"),
    ("pete", "peter"),
    ("phil", "philip"),
    ("ray", "raymond"),
    ("rich", "richard"),
    ("rob", "robert"),
    ("ron", "ronald"),
    ("sam", "samuel"),
    ("sasha", "alexander"),
    ("steve", "steven stephen"),
    ("sue", "susan"),
    ("ted", "theodore"),
    ("tim", "timothy"),
    ("tom", "thomas"),
    ("tony", "anthony"),
    ("vlad", "vladimir"),
    ("will", "william"),
    ("zack", "zachary"),
    ("zach", "zachary"),
];

/// The name with the short form of its first word instead of the full one, and the reverse: `Chris`
/// and `Christopher`.
pub(crate) fn other_given_names(name: &str) -> impl Iterator<Item = String> {
    let (first, rest) = name.trim().split_once(' ').unwrap_or_default();
    let first = first.to_lowercase();
    let pairs = SHORT_FORMS
        .iter()
        .flat_map(|(short, full)| full.split(' ').map(move |full| (*short, full)));
    pairs.filter_map(move |(short, full)| match first.as_str() {
        first if first == short => Some(format!("{full} {rest}")),
        first if first == full => Some(format!("{short} {rest}")),
        _ => None,
    })
}

/// The name's last word with the particles before it, if it has any: `vangool`.
pub(crate) fn surname_with_particles(words: &Words) -> Option<String> {
    let whole: Vec<&str> = words.iter().map(|word| word.whole()).collect();
    let (last, before) = whole.split_last()?;
    let is_particle = |word: &&&str| PARTICLES.contains(word);
    let particles = before.iter().skip(1).rev().take_while(is_particle).count();
    let from = before.len() - particles;
    (particles > 0).then(|| [&before[from..], &[*last]].concat().concat())
}

/// Calls `found` with a name without accents and in transliteration, `Löwe` gives `Lowe` and
/// `Loewe`, and with a nickname instead of the given names: `Jim Fan` for `Linxi "Jim" Fan`.
pub(crate) fn each_spelling(name: &str, mut found: impl FnMut(&Words)) {
    let name = without_suffix(name);
    found(&Words::of(name));
    if let Some(other) = transliterated(name) {
        found(&Words::of(&other));
    }
    if let Some(other) = by_nickname(name) {
        found(&Words::of(&other));
    }
}

/// Whether it stands after a surname and isn't part of it.
fn is_suffix(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii" | "iv")
}

/// The name without `Jr.` or `III`.
fn without_suffix(name: &str) -> &str {
    match name.trim().rsplit_once(' ') {
        Some((before, last))
            if before.trim().contains(' ')
                && is_suffix(&last.trim_end_matches('.').to_lowercase()) =>
        {
            before.trim().trim_end_matches(',')
        }
        _ => name,
    }
}

fn by_nickname(name: &str) -> Option<String> {
    let quotes = ['"', '\'', '“', '”', '‘', '’'];
    let words = || name.split_whitespace();
    let quoted = |word: &&str| word.len() > 2 && word.starts_with(quotes) && word.ends_with(quotes);
    let nickname = words().find(quoted)?.trim_matches(quotes);
    Some(format!("{nickname} {}", words().next_back()?))
}

/// The name with letters such as `ö` written as two; `None` if it has none.
pub(crate) fn transliterated(name: &str) -> Option<String> {
    let two = |c: char| match c {
        'ö' | 'ø' | 'ő' => Some("oe"),
        'Ö' | 'Ø' | 'Ő' => Some("Oe"),
        'ä' => Some("ae"),
        'Ä' => Some("Ae"),
        'ü' | 'ű' => Some("ue"),
        'Ü' | 'Ű' => Some("Ue"),
        'å' => Some("aa"),
        'Å' => Some("Aa"),
        'đ' => Some("dj"),
        'Đ' => Some("Dj"),
        _ => None,
    };
    let composed: String = unicode_normalization::UnicodeNormalization::nfc(name).collect();
    if !composed.chars().any(|c| two(c).is_some()) {
        return None;
    }
    let mut other = String::with_capacity(composed.len() + 4);
    composed.chars().for_each(|c| match two(c) {
        Some(letters) => other.push_str(letters),
        None => other.push(c),
    });
    Some(other)
}

/// How much of a name a key has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// All of it, except initials.
    Full,
    /// Only the first and the last word: of a typed name, it may be somebody else's.
    Outer,
}

/// Calls `found` with the keys of a full name: with hyphens as spaces, without hyphens, without
/// initials, and, last, only the first and last word. None for a single word, which is not a full
/// name.
pub(crate) fn each_key(words: &Words, mut found: impl FnMut(&str, Key)) {
    let split: Vec<&str> = words.parts().collect();
    let whole: Vec<&str> = words.iter().map(|word| word.whole()).collect();
    let long: Vec<&str> = split.iter().filter(|word| word.chars().count() > 1).copied().collect();
    let hyphens = whole.len() != split.len();
    let initials = long.len() != split.len();
    let outer = match (whole.first(), whole.last()) {
        (Some(first), Some(last)) if whole.len() > 2 && first.chars().count() > 1 => {
            Some(vec![*first, *last])
        }
        _ => None,
    };
    let outer_is = if initials { Key::Full } else { Key::Outer };
    let all = [
        (Some(split), Key::Full),
        (Some(whole).filter(|_| hyphens), Key::Full),
        (Some(long).filter(|_| initials), Key::Full),
        (outer, outer_is),
    ];
    for (words, key) in all {
        let Some(mut words) = words.filter(|words| (2..=8).contains(&words.len())) else {
            continue;
        };
        words.sort_unstable();
        found(&words.join(" "), key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_recognized_however_their_names_are_written() {
        for (typed, author, expected) in [
            ("Ziwei Liu", "Ziwei Liu", true),
            ("Liu, Ziwei", "Ziwei Liu", true),
            ("Z. Liu", "Ziwei Liu", true),
            ("Z. Liu", "Wei Liu", false),
            ("fei fei li", "Li Fei-Fei", true),
            ("Hasan Hammoud", "Hasan Abed Al Kader Hammoud", true),
            ("Hasan Abed Al Kader Hammoud", "Hasan Hammoud", true),
            ("Ryan A. Rossi", "Ryan Rossi", true),
            ("Hal Daume", "Hal Daumé III", true),
            ("Daumé III, Hal", "Hal Daumé III", true),
            ("Marcelo Ang", "Marcelo H. Ang Jr.", true),
            ("Jim Fan", "Linxi \"Jim\" Fan", true),
            ("Linxi Fan", "Linxi \"Jim\" Fan", true),
            ("van gool", "Luc Van Gool", true),
            ("el-yaniv", "Ran El-Yaniv", true),
            ("Cohen-Or, D.", "Daniel Cohen-Or", true),
            ("J.Schmidhuber", "Jürgen Schmidhuber", true),
            ("Juergen Schmidhuber", "Jürgen Schmidhuber", true),
            ("Bjorn Ommer", "Björn Ommer", true),
            ("Chris Manning", "Christopher D. Manning", true),
            ("Paul Liang", "Percy Liang", false),
        ] {
            assert_eq!(Wanted::new(typed).is(&Person::new(author)), expected, "{typed}: {author}");
        }
    }
}
