//! `/help`: what there is and how to begin.

use crate::Refusal;
use crate::message::{Component, Message};
use crate::options::Options;
use crate::request::TABLE;
use crate::spec::{Answer, Audience, Command, Place, Spec, Topic};

/// The help page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request;

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "help",
        about: "What paperboy does and how to begin",
        options: &[],
        audience: Audience::Everyone,
        place: Place::Anywhere,
        topic: Topic::Bot,
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
pub fn page() -> Message {
    let mut lines = vec![
        "## paperboy".to_owned(),
        "Trending machine-learning papers from the Hugging Face Hub, in your channel, at your \
         hour, on your topics, never twice."
            .to_owned(),
        "**To begin**, someone who manages the server types `/subscription add` and picks a \
         channel, topics, an hour and a time zone. `/preview` shows the next post."
            .to_owned(),
    ];
    for topic in Topic::ALL {
        lines.push(format!("\n**{}**", heading(topic)));
        let of_topic = TABLE.iter().filter(|entry| entry.spec.topic == topic);
        lines.extend(of_topic.map(|entry| format!("`/{}` {}", entry.spec.name, entry.spec.about)));
    }
    Message::boxed(vec![Component::Text(lines.join("\n"))])
}

fn heading(topic: Topic) -> &'static str {
    match topic {
        Topic::Papers => "Papers",
        Topic::Subscriptions => "Daily posts",
        Topic::Bot => "About the bot",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::view::fixtures::read;

    #[test]
    fn every_command_has_its_line() {
        insta::assert_snapshot!(read(&page()), @"
        ## paperboy
        Trending machine-learning papers from the Hugging Face Hub, in your channel, at your hour, on your topics, never twice.
        **To begin**, someone who manages the server types `/subscription add` and picks a channel, topics, an hour and a time zone. `/preview` shows the next post.

        **Papers**
        `/search` Find papers by words, title, author, arXiv id or link
        `/today` The newest list of daily papers, most votes first
        `/paper` Show one paper: authors, summary, code and links
        `/similar` Find papers like one that you know

        **Daily posts**
        `/preview` Show the post that would go out now, and why each paper is in or out
        `/status` The next and last posts of this server, and what keeps posts from coming
        `/subscription add` Post papers in a channel every day
        `/subscription list` Show the subscriptions and their next posts
        `/subscription remove` Stop a subscription

        **About the bot**
        `/help` What paperboy does and how to begin
        ");
        assert!(page().size().fits(Limits::DISCORD));
    }
}
