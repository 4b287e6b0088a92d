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
        let folded: Vec<&str> = words.parts().collect();
        let idle = |word: &&str| {
            let year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
            !(year
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
    each_spelling(name, |words| each_key(words, |key| keys.push(key.to_owned())));
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

/// Calls `found` with a name without accents and in transliteration: `Löwe` gives `Lowe` and
/// `Loewe`.
pub(crate) fn each_spelling(name: &str, mut found: impl FnMut(&Words)) {
    found(&Words::of(name));
    if let Some(other) = transliterated(name) {
        found(&Words::of(&other));
    }
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

/// Calls `found` with the keys of a full name: with hyphens as spaces, without hyphens, without
/// initials, and only the first and last word. None for a single word, which is not a full name.
pub(crate) fn each_key(words: &Words, mut found: impl FnMut(&str)) {
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
    let all =
        [Some(split), Some(whole).filter(|_| hyphens), Some(long).filter(|_| initials), outer];
    for mut words in all.into_iter().flatten().filter(|words| (2..=8).contains(&words.len())) {
        words.sort_unstable();
        found(&words.join(" "));
    }
}
