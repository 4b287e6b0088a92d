//! `/help`: what there is and how to begin.

use domain::Language;

use crate::manifest::{command_about, command_name};
use crate::message::{Component, Message};
use crate::options::Options;
use crate::request::TABLE;
use crate::spec::{Answer, Audience, Command, Contexts, HelpSection, Spec};
use crate::{Refusal, say};

/// The help page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request;

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "help",
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

/// The help, with one line for each command, made of their declarations.
pub fn page(language: Language) -> Message {
    let mut lines =
        vec!["## paperboy".to_owned(), say!(language, "help-intro"), say!(language, "help-start")];
    for section in HelpSection::ALL {
        lines.push(format!("\n**{}**", heading(section, language)));
        let commands = TABLE.iter().filter(|entry| entry.spec.section == section);
        lines.extend(commands.map(|entry| {
            let name = entry.spec.name;
            format!("`/{}` {}", command_name(name, language), command_about(name, language))
        }));
    }
    Message::boxed(vec![Component::Text(lines.join("\n"))])
}

fn heading(section: HelpSection, language: Language) -> String {
    match section {
        HelpSection::Papers => say!(language, "help-papers"),
        HelpSection::Subscriptions => say!(language, "help-posts"),
        HelpSection::Bot => say!(language, "help-bot"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixtures::{ENGLISH, check_limits, read};

    #[test]
    fn every_command_has_its_line() {
        insta::assert_snapshot!(read(&page(ENGLISH)), @"
        ## paperboy
        Trending machine-learning papers from Hugging Face: in your channel, on your schedule and topics, and never the same paper twice.
        **To get started**, a server admin uses `/setup` and picks a channel, topics, a time and a time zone. `/preview` shows the next post.

        **Papers**
        `/search` Find papers by words, title, author, arXiv ID or link
        `/today` Show the newest daily papers, most votes first
        `/paper` Show one paper: authors, summary, code and links
        `/similar` Find papers like one you know

        **Daily posts (server admins)**
        `/setup` Set up a subscription step by step: channel, topics, time, preview
        `/preview` Show the next post, and why each paper is included or left out
        `/why` Show why a paper was posted here, or wasn't
        `/status` Show upcoming and recent posts, and anything that keeps them from being posted
        `/subscription add` Post papers to a channel every day
        `/subscription edit` Change the options you enter; enter none to open a panel with all of them
        `/subscription list` Show the subscriptions and their next posts
        `/subscription pause` Pause posts until a date, or until you resume
        `/subscription resume` End a pause
        `/subscription copy` Copy a subscription to another channel
        `/subscription remove` Remove a subscription
        `/server set` Show or change this server's settings
        `/server audit` Show who changed subscriptions and settings in the last 90 days
        `/config export` Get this server's subscriptions and settings as a file
        `/config import` Compare a file with this server's configuration, then apply it

        **About**
        `/help` What paperboy does and how to get started
        `/about` What paperboy is, its version, and how to add it to your server
        ");
        for language in Language::ALL {
            check_limits(&page(language));
        }
    }
}
