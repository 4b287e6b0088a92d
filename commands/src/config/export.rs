//! `/config export`: a guild's settings and subscriptions as a file.

use domain::{GuildId, Language};

use crate::message::{Attachment, Component, Message};
use crate::options::Options;
use crate::spec::{Answer, Audience, Command, Contexts, HelpSection, Spec};
use crate::{Refusal, say};

/// The name of the file.
const NAME: &str = "paperboy-config.json";

/// The configuration of a guild.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The guild.
    pub guild: GuildId,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "config export",
        options: &[],
        audience: Audience::Admins,
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
        answer: Answer::Private,
        changes_something: false,
        slow: false,
        controls: &[],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        Ok(Request { guild: options.guild()? })
    }
}

/// The answer: the file, and the number of subscriptions in it.
pub fn file(text: String, subscriptions: usize, language: Language) -> Message {
    let count = say!(language, "subscriptions-count", count = subscriptions);
    let text_above = format!("**{count}**\n{}", say!(language, "config-exported"));
    Message {
        components: vec![Component::Text(text_above), Component::File(NAME.to_owned())],
        files: vec![Attachment { name: NAME.to_owned(), bytes: text.into_bytes() }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixtures::{ENGLISH, check_limits, read};

    #[test]
    fn the_file_comes_with_instructions() {
        let message = file("{}".to_owned(), 2, ENGLISH);
        assert!(read(&message).contains("/config import"), "{}", read(&message));
        assert_eq!(message.files[0].bytes, b"{}");
        for language in Language::ALL {
            check_limits(&file(String::new(), 100, language));
        }
    }
}
