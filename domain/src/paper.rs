//! A paper as the hub lists it, and the identifiers and links it is known by.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One paper. Text fields are plain text in one line; optional ones are absent, not empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The arXiv identifier, without a version.
    pub id: PaperId,
    /// The title, in one line; may hold TeX.
    pub title: String,
    /// The abstract.
    pub summary: String,
    /// The hub's one-sentence summary; missing for a third of fresh papers.
    pub ai_summary: Option<String>,
    /// The hub's keywords.
    pub keywords: Vec<String>,
    /// Visible authors, in order.
    pub authors: Vec<String>,
    /// The organisation behind the paper.
    pub organization: Option<String>,
    /// When it appeared on arXiv.
    pub published_at: Option<Timestamp>,
    /// Votes on the hub when last read.
    pub upvotes: u32,
    /// Comments on the hub when last read.
    pub comments: u32,
    /// A preview picture.
    pub thumbnail: Option<WebUrl>,
    /// The code repository, as entered by a user.
    pub github: Option<WebUrl>,
    /// Stars of the repository.
    pub github_stars: Option<u32>,
    /// The project page, as entered by a user.
    pub project: Option<WebUrl>,
}

impl Paper {
    /// What to say of it in one sentence: the hub's summary, else the abstract's first sentence.
    pub fn gist(&self) -> &str {
        match &self.ai_summary {
            Some(summary) => summary,
            None => first_sentence(&self.summary),
        }
    }

    /// `Ada Lovelace, Alan Turing and 12 others`: at most `shown` names.
    pub fn byline(&self, shown: usize) -> String {
        let rest = self.authors.len().saturating_sub(shown);
        let names = self.authors.iter().take(shown).cloned().collect::<Vec<_>>().join(", ");
        match rest {
            0 => names,
            1 => format!("{names} and 1 other"),
            rest => format!("{names} and {rest} others"),
        }
    }

    /// The paper's page on the hub.
    pub fn hub_url(&self) -> String {
        format!("https://huggingface.co/papers/{}", self.id)
    }

    /// The abstract's page on arXiv.
    pub fn arxiv_url(&self) -> String {
        format!("https://arxiv.org/abs/{}", self.id)
    }

    /// The PDF on arXiv.
    pub fn pdf_url(&self) -> String {
        format!("https://arxiv.org/pdf/{}", self.id)
    }
}

fn first_sentence(text: &str) -> &str {
    let ends = text.match_indices(". ").map(|(at, _)| at + 1);
    // "et al. " and "i.e. " end no sentence: take the first end past a plausible length.
    ends.into_iter().find(|end| *end >= 40).map_or(text, |end| &text[..end])
}

/// An arXiv identifier: `2401.12345`, `0704.0001` or `hep-th/9901001`, without its version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PaperId(String);

/// A text that is no paper id.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a paper id. One looks like `2401.12345`; a link to arXiv or the hub works too."
)]
pub struct PaperIdError(String);

impl PaperId {
    /// The identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id in a text that is an id (`2401.12345v2`, `arXiv:2401.12345`), a DOI or a link to
    /// the paper on arXiv, the hub or a mirror of them; `None` for anything else.
    pub fn find(text: &str) -> Option<PaperId> {
        let text = text.trim().trim_start_matches('<').trim_end_matches('>');
        let link = text.contains("://") || text.starts_with("www.") || text.contains('/');
        if !link {
            return parse_bare(strip_prefix_ignoring_case(text, "arxiv:").trim());
        }
        let path = text.split(['?', '#']).next().unwrap_or(text);
        if let Some(id) = parse_bare(strip_prefix_ignoring_case(path, "arxiv:")) {
            return Some(id);
        }
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let known = parts.iter().any(|part| {
            let part = part.to_ascii_lowercase();
            part.contains("xiv") || part.contains("huggingface.co") || part == "hf.co"
        });
        if !known {
            return None;
        }
        (0..parts.len()).find_map(|at| {
            let one = strip_prefix_ignoring_case(parts[at], "arxiv.");
            let one = one.strip_suffix(".pdf").unwrap_or(one);
            parse_bare(one).or_else(|| {
                let next = parts.get(at + 1)?;
                parse_bare(&format!("{one}/{}", next.strip_suffix(".pdf").unwrap_or(next)))
            })
        })
    }
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> &'a str {
    match text.get(..prefix.len()) {
        Some(start) if start.eq_ignore_ascii_case(prefix) => &text[prefix.len()..],
        _ => text,
    }
}

fn parse_bare(text: &str) -> Option<PaperId> {
    let text = match text.rsplit_once(['v', 'V']) {
        Some((id, version)) if is_digits(version, 1, 3) => id,
        _ => text,
    };
    let Some((archive, number)) = text.split_once('/') else {
        let (month, number) = text.split_once('.')?;
        let valid = is_month(month) && is_digits(number, 4, 5);
        return valid.then(|| PaperId(text.to_owned()));
    };
    let archive_is_plain = !archive.is_empty()
        && archive.len() <= 20
        && archive.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || c == '.')
        && archive.starts_with(|c: char| c.is_ascii_lowercase());
    let valid = archive_is_plain && is_digits(number, 7, 7) && is_month(&number[..4]);
    valid.then(|| PaperId(text.to_owned()))
}

fn is_digits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_month(text: &str) -> bool {
    is_digits(text, 4, 4) && matches!(text[2..].parse(), Ok(1..=12))
}

impl FromStr for PaperId {
    type Err = PaperIdError;

    fn from_str(text: &str) -> Result<PaperId, PaperIdError> {
        PaperId::find(text).ok_or_else(|| PaperIdError(text.trim().chars().take(60).collect()))
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
        id.0
    }
}

impl fmt::Display for PaperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An `http://` or `https://` link without white space or control characters. Links on the hub
/// are entered by users: anything else is dropped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebUrl(String);

impl WebUrl {
    /// Discord takes no longer link on a button.
    const MAX_LENGTH: usize = 512;

    /// The link, if it is one that may be shown.
    pub fn parse(text: &str) -> Option<WebUrl> {
        let text = text.trim();
        let rest = ["https://", "http://"].iter().find_map(|scheme| {
            text.get(..scheme.len())?.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
        })?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"`{}|\\^()".contains(c);
        let valid = text.len() <= WebUrl::MAX_LENGTH
            && host.contains('.')
            && !host.contains('@')
            && host.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(plain);
        valid.then(|| WebUrl(text.to_owned()))
    }

    /// The link.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for WebUrl {
    type Error = String;

    fn try_from(text: String) -> Result<WebUrl, String> {
        WebUrl::parse(&text).ok_or_else(|| format!("`{text}` is not a web link"))
    }
}

impl From<WebUrl> for String {
    fn from(url: WebUrl) -> String {
        url.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_is_found_in_whatever_people_paste() {
        for (text, id) in [
            ("2401.12345", "2401.12345"),
            (" 2401.12345v2 ", "2401.12345"),
            ("arXiv:2401.12345", "2401.12345"),
            ("0704.0001", "0704.0001"),
            ("hep-th/9901001v1", "hep-th/9901001"),
            ("math.GT/0309136", "math.GT/0309136"),
            ("https://arxiv.org/abs/2401.12345", "2401.12345"),
            ("https://arxiv.org/pdf/2401.12345v3.pdf", "2401.12345"),
            ("https://arxiv.org/pdf/hep-th/9901001.pdf", "hep-th/9901001"),
            ("http://www.arxiv.org/abs/2401.12345?context=cs", "2401.12345"),
            ("https://huggingface.co/papers/2401.12345#comments", "2401.12345"),
            ("<https://hf.co/papers/2401.12345>", "2401.12345"),
            ("huggingface.co/papers/2401.12345", "2401.12345"),
            ("https://www.alphaxiv.org/abs/2401.12345", "2401.12345"),
            ("https://doi.org/10.48550/arXiv.2401.12345", "2401.12345"),
        ] {
            assert_eq!(PaperId::find(text).map(String::from).as_deref(), Some(id), "{text}");
        }
        for text in [
            "",
            "diffusion",
            "2401",
            "2413.12345",
            "2401.123",
            "2401.123456",
            "2401.1234x",
            "https://example.org/2401.12345",
            "GPT-4/2401001x",
            "1/2",
            "v2",
            "arXiv:",
            "١٢٣٤.١٢٣٤٥",
        ] {
            assert_eq!(PaperId::find(text), None, "{text}");
        }
    }

    #[test]
    fn only_web_links_are_links() {
        for text in ["https://github.com/a/b", "HTTP://example.org", "https://x.io/?q=1#a"] {
            assert!(WebUrl::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "javascript:alert(1)",
            "ftp://a.b",
            "https://",
            "https://a",
            "https://a.b/c d",
            "https://user@evil.example/",
            "https://a.b/)[x](https://c.d",
            "data:text/html,x",
        ] {
            assert_eq!(WebUrl::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_sentence_is_not_cut_at_an_abbreviation() {
        let text = "We follow Smith et al. and train a larger model on more data. It works.";
        assert_eq!(
            first_sentence(text),
            "We follow Smith et al. and train a larger model on more data."
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,80}") {
            let _ = (PaperId::find(&text), WebUrl::parse(&text));
        }

        #[test]
        fn an_id_reads_back_as_itself(text in "[a-z0-9./:v-]{0,24}") {
            if let Some(id) = PaperId::find(&text) {
                prop_assert_eq!(PaperId::find(id.as_str()), Some(id));
            }
        }
    }
}
