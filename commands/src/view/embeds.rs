//! Posts made of embeds, for announcement channels. Discord does not document whether components
//! reach the followers of a channel; embeds do.

use domain::{Digest, Entry, PaperId};
use serde_json::{Value, json};

use super::byline::byline;
use super::digest::{PostContext, heading, topic};
use super::paper_block::card_menu;
use crate::l10n::number;
use crate::message::{AMBER, escape, shorten};
use crate::say;

/// The maximum number of embeds in a message.
const MOST: usize = 10;
/// The maximum number of characters in all embeds of a message, with some to spare.
const CHARACTERS: usize = 5_800;

/// The messages of a post, and their papers.
pub(super) fn embeds(chosen: &Digest, context: &PostContext) -> Vec<(Value, Vec<PaperId>)> {
    let mut parts = Vec::new();
    let mut rest = &chosen.chosen[..];
    while !rest.is_empty() {
        let content = match parts.len() {
            0 => heading(chosen, context),
            number => {
                format!("-# {}", say!(context.language, "post-continued", number = number + 1))
            }
        };
        let (mut embeds, mut used) = (Vec::new(), 0);
        for entry in rest.iter().take(MOST) {
            let (embed, size) = embed(entry, context);
            if !embeds.is_empty() && used + size > CHARACTERS {
                break;
            }
            used += size;
            embeds.push(embed);
        }
        let (papers, left) = rest.split_at(embeds.len());
        let nonce = context.part_nonce(parts.len());
        let menu = card_menu(&nonce, papers.iter().map(|one| &*one.paper), context.language);
        let body = json!({
            "content": content,
            "embeds": embeds,
            "components": [menu],
            "allowed_mentions": { "parse": [] },
        });
        parts.push((body, papers.iter().map(|entry| entry.paper.id.clone()).collect()));
        rest = left;
    }
    parts
}

/// The embed for a paper, and the number of its characters that count.
fn embed(entry: &Entry, context: &PostContext) -> (Value, usize) {
    let (paper, language) = (&entry.paper, context.language);
    let title = match paper.title.trim() {
        "" => paper.id.to_string(),
        title => shorten(title, 180),
    };
    let mut facts = vec![format!("▲ {}", number(language, paper.upvotes.into()))];
    if let Some(github) = &paper.github
        && github.as_str().len() <= 200
    {
        facts.push(format!("[{}]({})", say!(language, "code-link"), github.as_str()));
    }
    facts.extend(topic(entry));
    let lines = [
        escape(&shorten(&byline(paper, 2, language), 100)),
        escape(&shorten(paper.tldr(), 240)),
        facts.join(" · "),
    ];
    let description =
        lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    let size = title.chars().count() + description.chars().count();
    let mut embed = json!({
        "title": title,
        "url": paper.hub_url(),
        "description": description,
        "color": AMBER,
    });
    if let Some(thumbnail) = &paper.thumbnail {
        embed["thumbnail"] = json!({ "url": thumbnail.as_str() });
    }
    (embed, size)
}
