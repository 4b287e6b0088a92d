//! `/about`: what this is, whose it is, and how to get it.

use domain::Language;

use crate::message::{Button, Component, Message};
use crate::options::Options;
use crate::spec::{Answer, Audience, Command, Contexts, HelpSection, Spec};
use crate::{Refusal, say};

/// The page about the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request;

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "about",
        options: &[],
        audience: Audience::Everyone,
        contexts: Contexts::Anywhere,
        section: HelpSection::Bot,
        answer: Answer::Private,
        changes_something: false,
        slow: false,
        controls: &[],
    };

    fn parse(_: &Options) -> Result<Request, Refusal> {
        Ok(Request)
    }
}

/// What the page tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its version.
    pub version: &'static str,
    /// Where its source is.
    pub source: &'static str,
    /// The link that adds it to a server, once Discord has said who the bot is.
    pub invite: Option<String>,
    /// The operator's privacy policy, if Discord knows one.
    pub privacy: Option<String>,
    /// The operator's terms of service, likewise.
    pub terms: Option<String>,
}

/// The page.
pub fn page(about: &About, language: Language) -> Message {
    let text = [
        format!("## paperboy {}", about.version),
        say!(language, "help-intro"),
        say!(language, "about-permissions"),
        say!(language, "about-privacy"),
    ];
    let link = |label: String, url: &str| Button::Link { label, url: url.to_owned() };
    let mut buttons = Vec::new();
    buttons.extend(about.invite.as_deref().map(|url| link(say!(language, "about-invite"), url)));
    buttons.extend(about.privacy.as_deref().map(|url| link(say!(language, "about-policy"), url)));
    buttons.extend(about.terms.as_deref().map(|url| link(say!(language, "about-terms"), url)));
    buttons.push(link(say!(language, "about-source"), about.source));
    Message::boxed(vec![Component::Text(text.join("\n")), Component::Buttons(buttons)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixtures::{check_limits, read};

    #[test]
    fn it_says_what_is_known_and_links_it() {
        let link = |name: &str| Some(format!("https://paperboy.example/{name}"));
        let about = About {
            version: "1.2.3",
            source: "https://source.example",
            invite: link("invite"),
            privacy: link("privacy"),
            terms: link("terms"),
        };
        let shown = read(&page(&about, Language::English));
        assert!(shown.starts_with("## paperboy 1.2.3\n"), "{shown}");
        for part in ["/invite", "/privacy", "/terms", "source.example"] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        let bare = About { invite: None, privacy: None, terms: None, ..about.clone() };
        for language in Language::ALL {
            check_limits(&page(&about, language));
            check_limits(&page(&bare, language));
        }
    }
}
