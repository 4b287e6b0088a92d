//! `/help`: what there is and how to begin.

use serde_json::Value;

use super::AMBER;
use crate::manifest::manifest;
use crate::{Component, Message};

/// The help, with one line per command taken from the manifest, so that neither goes stale.
pub fn help() -> Message {
    let mut lines = vec![
        "## paperboy".to_owned(),
        "Trending machine-learning papers from the Hugging Face Hub, in your channel, at your \
         hour, on your topics, never twice."
            .to_owned(),
        "**To begin**, someone who manages the server types `/subscription add` and picks a \
         channel, topics, an hour and a time zone. `/preview` shows the next post."
            .to_owned(),
        String::new(),
    ];
    for command in manifest().as_array().into_iter().flatten() {
        lines.extend(command_lines(command));
    }
    let text = Component::Text(lines.join("\n"));
    Message { components: vec![Component::Container { accent: AMBER, components: vec![text] }] }
}

fn command_lines(command: &Value) -> Vec<String> {
    let word = |node: &Value, key: &str| node[key].as_str().unwrap_or_default().to_owned();
    let line = |name: String, node: &Value| format!("`/{name}` {}", word(node, "description"));
    let name = word(command, "name");
    let options = command["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    let subs: Vec<&Value> = options.iter().filter(|option| option["type"] == 1).collect();
    if subs.is_empty() {
        return vec![line(name, command)];
    }
    subs.into_iter().map(|sub| line(format!("{name} {}", word(sub, "name")), sub)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use super::*;

    #[test]
    fn every_command_has_its_line() {
        insta::assert_snapshot!(read(&help()), @"
        ## paperboy
        Trending machine-learning papers from the Hugging Face Hub, in your channel, at your hour, on your topics, never twice.
        **To begin**, someone who manages the server types `/subscription add` and picks a channel, topics, an hour and a time zone. `/preview` shows the next post.

        `/search` Find papers by words, title, author, arXiv id or link
        `/today` The newest list of daily papers, most votes first
        `/paper` Show one paper: authors, summary, code and links
        `/similar` Find papers like one that you know
        `/help` What paperboy does and how to begin
        `/subscription add` Post papers in a channel every day
        `/subscription list` Show the subscriptions and their next posts
        `/subscription remove` Stop a subscription
        `/preview` Show the post that would go out now, and why each paper is in or out
        `/status` The next and last posts of this server, and what keeps posts from coming
        ");
    }
}
