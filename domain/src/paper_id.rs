//! arXiv identifiers, and how to find them in pasted text: links, file names, citations, Markdown,
//! whole messages.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::excerpt::excerpt;
use crate::invisible::plain as plain_character;

/// An arXiv identifier without its version: `2401.12345`, `0704.0001` or `hep-th/9901001`.
///
/// It needs no allocation: an index of a million papers holds each id twice.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PaperId {
    /// ASCII, followed by zeros, so that ids are in the order of their texts.
    bytes: [u8; LONGEST],
    length: u8,
}

/// The longest id: eight letters of an archive, a dot and a class of two letters, a slash and seven
/// digits.
const LONGEST: usize = 19;

/// A text that is not a paper id.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a paper id")]
pub struct PaperIdError(String);

/// The most ids found in one text; a pasted bibliography is cut off here.
const MAX_FOUND: usize = 10;
/// How often a link may be percent-encoded.
const MOST_ENCODED: usize = 3;
/// Prefixes that may be attached to an id in file names and links.
const LABELS: [&str; 6] = ["arxiv", "abs", "pdf", "html", "paper", "papers"];

impl PaperId {
    /// An id from its text, which must be valid.
    fn new(text: &str) -> PaperId {
        let mut id = PaperId { bytes: [0; LONGEST], length: text.len() as u8 };
        id.bytes[..text.len()].copy_from_slice(text.as_bytes());
        id
    }

    /// The identifier.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length.into()]).unwrap_or_default()
    }

    /// The first id in a text; see [`PaperId::find_all`].
    pub fn find(text: &str) -> Option<PaperId> {
        PaperId::find_all(text).into_iter().next()
    }

    /// The ids in a text, in order and without duplicates, at most ten: bare, with a version, in
    /// links to any site, DOIs, file names (`2401.12345v2.pdf`), citations (`arXiv:2401.12345
    /// [cs.CL]`), Markdown, percent-encoded or full-width. Old ids may be upper-case.
    pub fn find_all(text: &str) -> Vec<PaperId> {
        let text = plain(text);
        let mut found: Vec<PaperId> = Vec::new();
        let mut at = 0;
        while at < text.len() && found.len() < MAX_FOUND {
            let here = [modern, compact, old].iter().find_map(|read| read(&text, at));
            let Some((id, end)) = here else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
                continue;
            };
            if !found.contains(&id) {
                found.push(id);
            }
            at = end;
        }
        found
    }
}

/// Removes what hides ids: percent-encoding, full-width characters, exotic dashes, and invisible
/// characters.
fn plain(text: &str) -> String {
    // A link inside a link is encoded twice.
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..MOST_ENCODED {
        let decoded = percent_decoded(&bytes);
        if decoded.len() == bytes.len() {
            break;
        }
        bytes = decoded;
    }
    let points = |c: char| match c {
        '\u{2024}' | '\u{3002}' | '·' | '‧' | '・' => '.',
        c => c,
    };
    let text = String::from_utf8_lossy(&bytes);
    // Markdown escapes points and underscores; Windows separates folders.
    let unescaped = text.replace("\\.", ".").replace("\\_", "_").replace('\\', "/");
    unescaped.chars().filter_map(plain_character).map(points).collect()
}

fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        let decoded = match (first, tail) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(h, l)| h * 16 + l),
            _ => None,
        };
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { &tail[2..] } else { tail };
    }
    bytes
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Reads `2401.12345`, with or without a version. A comma instead of the point can only be a slip
/// before five digits.
fn modern(text: &str, at: usize) -> Option<(PaperId, usize)> {
    let (month, rest) = take_digits(&text[at..], 4)?;
    let digits = serial_length(month)?;
    let number =
        rest.strip_prefix('.').or_else(|| rest.strip_prefix(',').filter(|_| digits == 5))?;
    let (number, rest) = take_digits(number, digits)?;
    let end = end_of(text, text.len() - rest.len())?;
    starts_cleanly(&text[..at]).then(|| (PaperId::new(&format!("{month}.{number}")), end))
}

/// Reads `arXiv240112345` as in bibcodes, `abs-2401-12345` as in dblp keys, and `arxiv 2401 12345`.
fn compact(text: &str, at: usize) -> Option<(PaperId, usize)> {
    let rest = &text[at..];
    let rest = strip_prefix_ignoring_case(rest, "abs-").or_else(|| {
        let rest = strip_prefix_ignoring_case(rest, "arxiv")?;
        Some(rest.trim_start_matches([':', ' ', '_', '-', '/', '#']))
    })?;
    let (month, rest) = take_digits(rest, 4)?;
    let rest = rest.strip_prefix(['-', '_', ' ']).unwrap_or(rest);
    let (number, rest) = take_digits(rest, serial_length(month)?)?;
    let goes_on = rest.starts_with(|c: char| c.is_ascii_digit());
    (!goes_on).then(|| (PaperId::new(&format!("{month}.{number}")), text.len() - rest.len()))
}

/// Reads `hep-th/9901001` and `math.GT/0309136`, with or without a version.
fn old(text: &str, at: usize) -> Option<(PaperId, usize)> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-') {
        return None;
    }
    let rest = &text[at..];
    let named = ARCHIVES.iter().filter_map(|archive| {
        strip_prefix_ignoring_case(rest, archive).map(|rest| (*archive, rest))
    });
    // `math-ph` begins with `math`.
    let (archive, rest) = named.max_by_key(|(archive, _)| archive.len())?;
    let (class, rest) = match rest.strip_prefix('.') {
        Some(after) if after.len() > 2 && after.is_char_boundary(2) => {
            let (class, rest) = after.split_at(2);
            let letters = class.bytes().all(|byte| byte.is_ascii_alphabetic());
            letters.then(|| (format!(".{}", class.to_ascii_uppercase()), rest))?
        }
        _ => (String::new(), rest),
    };
    let (number, rest) = take_digits(rest.strip_prefix(['/', '_'])?, 7)?;
    let end = end_of(text, text.len() - rest.len())?;
    is_month(&number[..4]).then(|| (PaperId::new(&format!("{archive}{class}/{number}")), end))
}

/// The archives of ids before April 2007.
const ARCHIVES: [&str; 37] = [
    "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn",
    "chem-ph", "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex",
    "hep-lat", "hep-ph", "hep-th", "math", "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th",
    "patt-sol", "physics", "plasm-ph", "q-alg", "q-bio", "quant-ph", "solv-int", "stat",
    "supr-con", "econ", "eess",
];

/// The number of digits after the dot: four until December 2014, five since.
fn serial_length(month: &str) -> Option<usize> {
    match month.parse().ok().filter(|_| is_month(month))? {
        704..=1412 => Some(4),
        1501..=9912 => Some(5),
        _ => None,
    }
}

/// Whether an id can begin after this text: not inside a number, a price or a word.
fn starts_cleanly(before: &str) -> bool {
    let word = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let glued = &before[word.len()..];
    if !glued.is_empty() {
        return LABELS.iter().any(|label| glued.eq_ignore_ascii_case(label));
    }
    let mut before = before.chars().rev();
    match before.next() {
        None => true,
        Some('.') => !before.next().is_some_and(|c| c.is_ascii_digit()),
        // Chinese and Japanese have no spaces.
        Some('\u{2e80}'..) => true,
        Some(c) => !c.is_alphanumeric() && !"$€£¥".contains(c),
    }
}

/// The end of an id whose digits end at `at`, including its version; `None` if a word or number
/// continues there.
fn end_of(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let version = rest.strip_prefix(['v', 'V']).map(|after| {
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        (digits, 1 + digits)
    });
    let at = match version {
        Some((1..=3, length)) => at + length,
        _ => at,
    };
    let mut rest = text[at..].chars();
    match rest.next() {
        Some('.') => (!rest.next().is_some_and(|c| c.is_ascii_digit())).then_some(at),
        Some(c) => (!c.is_ascii_alphanumeric()).then_some(at),
        None => Some(at),
    }
}

fn take_digits(text: &str, count: usize) -> Option<(&str, &str)> {
    let digits = text.as_bytes().get(..count)?;
    digits.iter().all(u8::is_ascii_digit).then(|| text.split_at(count))
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let start = text.get(..prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// Parses a bare stored id, old or new.
fn parse_bare(text: &str) -> Option<PaperId> {
    let (month, number) = text.split_once('.')?;
    let valid = month.len() == 4 && is_month(month) && is_digits(number, 4, 5);
    valid.then(|| PaperId::new(text))
}

fn is_digits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text begins with a year and month: `2401`.
fn is_month(text: &str) -> bool {
    take_digits(text, 4).is_some_and(|(digits, _)| matches!(digits[2..].parse(), Ok(1..=12)))
}

impl FromStr for PaperId {
    type Err = PaperIdError;

    fn from_str(text: &str) -> Result<PaperId, PaperIdError> {
        let found = parse_bare(text.trim()).or_else(|| PaperId::find(text));
        found.ok_or_else(|| PaperIdError(excerpt(text)))
    }
}

impl TryFrom<String> for PaperId {
    type Error = PaperIdError;

    fn try_from(text: String) -> Result<PaperId, PaperIdError> {
        text.parse()
    }
}

impl From<PaperId> for String {
    fn from(id: PaperId) -> String {
        id.as_str().to_owned()
    }
}

impl fmt::Display for PaperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for PaperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PaperId").field(&self.as_str()).finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = PaperId::find_all(text);
        let found: Vec<&str> = found.iter().map(PaperId::as_str).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn ids_are_in_the_order_of_their_texts() {
        let longest = "supr-con.AB/9901001";
        let mut texts = ["2401.12345", "0704.0001", longest, "math.GT/0309136", "cs/0309136"];
        let mut ids = texts.map(|text| PaperId::find(text).expect(text));
        texts.sort_unstable();
        ids.sort_unstable();
        assert_eq!(ids.each_ref().map(PaperId::as_str), texts);
        assert!(ARCHIVES.iter().all(|archive| archive.len() + ".AB/9901001".len() <= LONGEST));
        assert_eq!(format!("{:?}", ids[0]), r#"PaperId("0704.0001")"#);
    }

    #[test]
    fn ids_are_found_in_pasted_text() {
        for text in [
            "2401.12345",
            " 2401.12345v2 ",
            "arXiv:2401.12345",
            "arXiv: 2401.12345",
            "arxiv2401.12345",
            "ARXIV:2401.12345V3",
            "2401.12345.",
            "2401.12345,",
            "2401.12345?",
            "2401.12345!",
            "(2401.12345)",
            "“2401.12345”",
            "'2401.12345'",
            "`2401.12345`",
            "**2401.12345**",
            "||2401.12345||",
            "#2401.12345",
            "id=2401.12345",
            "2401.12345v1.pdf",
            "2401.12345v1 (1).pdf",
            "arXiv-2401.12345v2.tar.gz",
            "paper_2401.12345.pdf",
            "arXiv:2401.12345 [cs.CL]",
            "arXiv:2401.12345v2 [cs.CL] 5 Jan 2024",
            "2401.12345v1 [cs.LG]",
            "see 2401.12345, it is good",
            "https://arxiv.org/abs/2401.12345",
            "https://arxiv.org/abs/2401.12345,",
            "(https://arxiv.org/abs/2401.12345)",
            "[A title](https://arxiv.org/abs/2401.12345)",
            "<https://hf.co/papers/2401.12345>",
            "[2401.12345](https://arxiv.org/abs/2401.12345v2)",
            "https://arxiv.org/abs/arxiv:2401.12345",
            "https://arxiv.org/pdf/2401.12345v3.pdf",
            "https://arxiv.org/html/2401.12345v3#S2",
            "http://www.arxiv.org/abs/2401.12345?context=cs",
            "https://huggingface.co/papers/2401.12345#comments",
            "https://huggingface.co/papers?q=2401.12345",
            "https://huggingface.co/papers?q=arXiv%3A2401.12345",
            "https%3A%2F%2Farxiv.org%2Fabs%2F2401.12345",
            "https://export.arxiv.org/api/query?id_list=2401.12345",
            "https://www.alphaxiv.org/abs/2401.12345",
            "https://ar5iv.labs.arxiv.org/html/2401.12345",
            "https://www.emergentmind.com/papers/2401.12345",
            "https://scirate.com/arxiv/2401.12345",
            "https://doi.org/10.48550/arXiv.2401.12345",
            "10.48550/arxiv.2401.12345",
            "https://ui.adsabs.harvard.edu/abs/2024arXiv240112345K/abstract",
            "https://dblp.org/rec/journals/corr/abs-2401-12345.html",
            "https://www.semanticscholar.org/arxiv/2401.12345",
            "CoRR abs/2401.12345 (2024)",
            "\u{200b}2401.12345\u{feff}",
            "2401\u{2060}.12345",
            "２４０１．１２３４５",
            "https://www.google.com/url?q=https%253A%252F%252Farxiv.org%252Fabs%252F2401.12345",
            "https://arxiv\\.org/abs/2401\\.12345",
            "论文2401.12345怎么样",
            "「2401.12345」",
            "2401,12345",
            "2401·12345",
            "arxiv 2401 12345",
            "arxiv:240112345",
            "arXiv:2401-12345",
            "arxiv_2401_12345.pdf",
            "https://www.alphaxiv.org/overview/2401.12345v2",
            "https://openreview.net/redirect?url=https://arxiv.org/abs/2401.12345",
            "https://api.semanticscholar.org/graph/v1/paper/ARXIV:2401.12345",
            "https://scholar.google.com/scholar_url?url=https://arxiv.org/pdf/2401.12345&hl=en",
            "https://huggingface.co/models?other=arxiv:2401.12345",
            "<https://arxiv.org/abs/2401.12345|the paper>",
            "[the paper](<https://arxiv.org/abs/2401.12345>)",
            "\\href{https://arxiv.org/abs/2401.12345}{title}",
            "@misc{smith2024, eprint={2401.12345}, archivePrefix={arXiv}}",
            "C:\\stuff\\2401.12345v1.pdf",
            "2401.12345’s results",
        ] {
            check(text, &["2401.12345"]);
        }
        for (text, id) in [
            ("0704.0001", "0704.0001"),
            ("1412.6980", "1412.6980"),
            ("hep-th/9901001v1", "hep-th/9901001"),
            ("HEP-TH/9901001", "hep-th/9901001"),
            ("math.GT/0309136", "math.GT/0309136"),
            ("math-ph/0309136", "math-ph/0309136"),
            ("https://arxiv.org/pdf/hep-th/9901001.pdf", "hep-th/9901001"),
            ("https://arxiv.org/abs/cs%2F0112017", "cs/0112017"),
            ("arXiv:cond-mat/9901001 [math]", "cond-mat/9901001"),
        ] {
            check(text, &[id]);
        }
    }

    #[test]
    fn several_ids_are_found_in_order_without_duplicates() {
        check("2605.12825, and 2605.09810", &["2605.12825", "2605.09810"]);
        check("2605.12825,2605.09810", &["2605.12825", "2605.09810"]);
        check("hep-th/9901001;2401.12345\n2401.12345v2", &["hep-th/9901001", "2401.12345"]);
        let many: Vec<String> = (0..20).map(|number| format!("2401.{number:05}")).collect();
        assert_eq!(PaperId::find_all(&many.join(" ")).len(), MAX_FOUND);
    }

    #[test]
    fn numbers_and_words_are_not_ids() {
        for text in [
            "",
            "diffusion",
            "2401",
            "2413.12345",
            "2401.123",
            "2401.1234",
            "2401.123456",
            "2401.1234x",
            "2401.12345x",
            "x2401.12345",
            "$2401.12345",
            "1.2401.12345",
            "2401.12345.6",
            "12401.12345",
            "GPT-4/2401001x",
            "1/2",
            "v2",
            "arXiv:",
            "١٢٣٤.١٢٣٤٥",
            "0613.1234",
            "physics/99010",
            "metaphysics/9901001",
            "arXiv2401123456",
            "2401,1234",
            "https://openreview.net/forum?id=AbC2401x12345",
            "https://doi.org/10.1145/3292500.3330701",
            "https://aclanthology.org/2024.acl-long.123/",
            "2024.12.25",
            "1234,56789",
            "user2401.12345",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn stored_ids_of_any_month_are_read_back() {
        for (text, id) in [("2401.1234", Some("2401.1234")), ("0001.00007", Some("0001.00007"))] {
            assert_eq!(text.parse::<PaperId>().ok().map(String::from).as_deref(), id, "{text}");
        }
        let error = "soon".parse::<PaperId>().expect_err("no id").to_string();
        assert!(error.contains("`soon` is not a paper id"), "{error}");
    }

    proptest! {
        #[test]
        fn no_text_panics(
            text in "\\PC{0,80}",
            near in "[a-z0-9./:v%_-]{0,24}",
            dotted in "\\PC{0,4}[./]\\PC{0,8}",
        ) {
            for text in [text, near, dotted] {
                let _ = (PaperId::find_all(&text), text.parse::<PaperId>());
            }
        }

        #[test]
        fn ids_round_trip(text in "(arxiv:|math.GT/|hep-th/|abs/)?[0-9]{4}[./]?[0-9]{3,5}(v[0-9])?") {
            for id in PaperId::find_all(&text) {
                prop_assert_eq!(PaperId::find_all(id.as_str()), vec![id.clone()]);
                prop_assert_eq!(id.as_str().parse::<PaperId>(), Ok(id));
            }
        }
    }
}
