//! A paper as the hub lists it, and its links.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::is_invisible;

use crate::PaperId;

/// One paper. Text fields are plain text on one line; optional ones are absent rather than empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The arXiv identifier, without a version.
    pub id: PaperId,
    /// The title, on one line; may contain TeX.
    pub title: String,
    /// The abstract.
    pub summary: String,
    /// The hub's one-sentence summary; missing for a third of new papers.
    pub ai_summary: Option<String>,
    /// The hub's keywords.
    pub keywords: Vec<String>,
    /// Visible authors, in order.
    pub authors: Vec<String>,
    /// The organization behind the paper.
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
    /// A paper of which only these are known.
    pub fn new(id: PaperId, title: String, summary: String) -> Paper {
        Paper {
            id,
            title,
            summary,
            ai_summary: None,
            keywords: Vec::new(),
            authors: Vec::new(),
            organization: None,
            published_at: None,
            upvotes: 0,
            comments: 0,
            thumbnail: None,
            github: None,
            github_stars: None,
            project: None,
        }
    }

    /// A one-sentence summary: the hub's, or else the abstract's first sentence.
    pub fn tldr(&self) -> &str {
        match &self.ai_summary {
            Some(summary) => summary,
            None => first_sentence(&self.summary),
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
    // "et al. " and "i.e. " don't end a sentence: take the first end after a plausible length.
    ends.into_iter().find(|end| *end >= 40).map_or(text, |end| &text[..end])
}

/// An `http://` or `https://` link without white space or control characters. Links on the hub are
/// entered by users; anything else is dropped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebUrl(String);

impl WebUrl {
    /// Discord's limit for links on buttons.
    const MAX_LENGTH: usize = 512;

    /// The link, if it is safe to show.
    pub fn parse(text: &str) -> Option<WebUrl> {
        let text = text.trim();
        let rest = ["https://", "http://"].iter().find_map(|scheme| {
            text.get(..scheme.len())?.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
        })?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // Beyond ASCII only letters and digits: invisible or direction-changing characters would
        // show a different link than the one that opens.
        let plain = |c: char| match c.is_ascii() {
            true => c.is_ascii_graphic() && !"<>\"`{}|\\^()".contains(c),
            false => c.is_alphanumeric() && !is_invisible(c),
        };
        let valid = text.len() <= WebUrl::MAX_LENGTH
            && host.contains('.')
            // Letters of other alphabets can look like Latin ones; such a name must be written as
            // `xn--…`.
            && host.is_ascii()
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
    fn only_web_links_are_links() {
        for text in
            ["https://github.com/a/b", "HTTP://example.org", "https://x.io/?q=1#a", "https://a.b/é"]
        {
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
            "https://a.b/\u{202e}gpj.exe",
            "https://a.b/\u{200b}",
            "https://a.b/\u{2066}x\u{2069}",
            "https://a.b/\u{3164}",
            "https://a.b/e\u{301}",
            "https://g\u{456}thub.com/a",
        ] {
            assert_eq!(WebUrl::parse(text), None, "{text}");
        }
    }

    #[test]
    fn abbreviations_do_not_end_the_first_sentence() {
        let text = "We follow Smith et al. and train a larger model on more data. It works.";
        assert_eq!(
            first_sentence(text),
            "We follow Smith et al. and train a larger model on more data."
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,80}") {
            let _ = WebUrl::parse(&text);
        }
    }
}
