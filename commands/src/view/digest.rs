//! The daily post: one message, or as many as Discord's limits ask for.

use domain::{Digest, Entry, Language, Paper, PaperId, Topics, Verdict};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::moment;
use super::paper_block::{block, card_menu};
use crate::l10n::{long_date, number};
use crate::message::{Button, Component, Limits, Message, escape, shorten};
use crate::say;

/// The most entries of a menu, and so of one message.
const MAX_PAPERS_A_MESSAGE: usize = 25;

/// What a post shows besides its papers.
#[derive(Clone, Debug)]
pub struct Occasion<'a> {
    /// The subscription's topics, for the heading.
    pub topics: &'a Topics,
    /// When it was due, if it goes out late.
    pub late_since: Option<Timestamp>,
    /// Makes the post recognisable in its channel; part 2 gets `-2` behind it, and so on.
    pub mark: &'a str,
    /// The language of the post.
    pub language: Language,
}

impl Occasion<'_> {
    /// The mark of one part, counted from 0.
    pub fn part_mark(&self, part: usize) -> String {
        format!("{}-{}", self.mark, part + 1)
    }
}

/// One message of a post and the papers in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The message.
    pub message: Message,
    /// Its papers, in order.
    pub papers: Vec<PaperId>,
}

/// The post of a digest: no part without a paper, none that Discord finds too large.
pub fn digest(digest: &Digest, occasion: &Occasion) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = &digest.chosen[..];
    while !rest.is_empty() {
        let heading = match parts.len() {
            0 => first_heading(digest, occasion),
            number => {
                format!("-# {}", say!(occasion.language, "post-continued", number = number + 1))
            }
        };
        let (message, taken) =
            fill(heading, rest, digest, (&occasion.part_mark(parts.len()), occasion.language));
        let (papers, left) = rest.split_at(taken);
        parts.push(Part {
            message,
            papers: papers.iter().map(|entry| entry.paper.id.clone()).collect(),
        });
        rest = left;
    }
    parts
}

/// One paper as plain text without any component: the last resort for what Discord refuses.
pub fn plain(paper: &Paper) -> Value {
    const SUPPRESS_EMBEDS: u32 = 1 << 2;
    json!({
        "content": format!(
            "**{}**\nhttps://huggingface.co/papers/{}",
            escape(&shorten(&paper.title, 200)),
            paper.id
        ),
        "flags": SUPPRESS_EMBEDS,
        "allowed_mentions": { "parse": [] },
    })
}

/// Brings the votes in the body of a post in this language up to date; false if they were.
pub fn renew_votes(body: &mut Value, papers: &[Paper], language: Language) -> bool {
    let changed = |inner: &mut Value| renew_votes(inner, papers, language).then_some(());
    match body {
        Value::String(text) => {
            let linked = |paper: &&Paper| text.contains(&format!("/papers/{})", paper.id));
            let votes = papers.iter().find(linked).map(|paper| paper.upvotes);
            let renewed = votes.and_then(|votes| with_votes(text, &number(language, votes.into())));
            renewed.map(|renewed| *text = renewed).is_some()
        }
        // Counted, not short-circuited: every paper is looked at.
        Value::Array(items) => items.iter_mut().filter_map(changed).count() > 0,
        Value::Object(fields) => fields.values_mut().filter_map(changed).count() > 0,
        _ => false,
    }
}

/// The text with another number behind its last ▲; `None` if it is the same, or there is none.
fn with_votes(text: &str, votes: &str) -> Option<String> {
    let at = text.rfind("▲ ")? + "▲ ".len();
    let (before, number) = text.split_at(at);
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{202f}');
    let after = number.trim_start_matches(is_number);
    let renewed = format!("{before}{votes}{after}");
    (renewed != text).then_some(renewed)
}

fn first_heading(digest: &Digest, occasion: &Occasion) -> String {
    let language = occasion.language;
    let topics = match occasion.topics.is_everything() {
        true => say!(language, "post-all-topics"),
        false => {
            let names: Vec<&str> =
                occasion.topics.include.iter().map(|topic| topic.as_str()).collect();
            escape(&shorten(&names.join(", "), 120))
        }
    };
    let mut heading = format!(
        "## {topics}\n-# {} · {}",
        long_date(language, digest.date),
        say!(language, "papers", count = digest.chosen.len())
    );
    if let Some(due) = occasion.late_since {
        let late = say!(language, "post-late", time = moment(due, 'R'));
        heading.push_str(&format!(" · {late}"));
    }
    heading
}

/// As many papers as one message holds, and how many those are: at least one.
fn fill(
    heading: String,
    entries: &[Entry],
    digest: &Digest,
    (mark, language): (&str, Language),
) -> (Message, usize) {
    let shell = |heading: String, blocks: Vec<Component>, taken: usize| {
        let mut components = vec![Component::Text(heading)];
        components.extend(blocks);
        let papers = entries.iter().take(taken).map(|entry| &entry.paper);
        components.push(card_menu(mark, papers, language));
        components.push(Component::Buttons(vec![Button::Link {
            label: say!(language, "post-all-papers"),
            url: format!("https://huggingface.co/papers/date/{}", digest.date),
        }]));
        Message::boxed(components)
    };
    let mut used = shell(heading.clone(), Vec::new(), 0).size();
    let mut blocks = Vec::new();
    for entry in entries.iter().take(MAX_PAPERS_A_MESSAGE) {
        let block = block(&entry.paper, topic(entry).as_deref(), language);
        let with = used.plus(block.size());
        if !blocks.is_empty() && !with.fits(Limits::DISCORD) {
            break;
        }
        used = with;
        blocks.push(block);
    }
    let taken = blocks.len();
    (shell(heading, blocks, taken), taken)
}

fn topic(entry: &Entry) -> Option<String> {
    match &entry.verdict {
        Verdict::In(Some(hit)) => Some(escape(&hit.topic)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::{TopicHit, TopicReason};
    use jiff::civil::Date;
    use proptest::prelude::*;

    use super::super::fixtures::{ENGLISH, any_language, check_limits, paper, read};
    use super::*;

    fn of(papers: Vec<domain::Paper>) -> Digest {
        let hit = TopicHit { topic: "stars".to_owned(), reason: TopicReason::Similar };
        let entry = |paper| Entry { paper, verdict: Verdict::In(Some(hit.clone())) };
        Digest {
            date: Date::constant(2026, 5, 12),
            chosen: papers.into_iter().map(entry).collect(),
            left_out: Vec::new(),
        }
    }

    #[test]
    fn votes_are_renewed_where_they_changed_and_nothing_else() {
        let topics = "all".parse().expect("topics");
        let occasion = Occasion { topics: &topics, late_since: None, mark: "m", language: ENGLISH };
        let before = digest(&of(vec![paper(2), paper(1)]), &occasion).remove(0).message.to_json();
        let mut body = before.clone();
        assert!(!renew_votes(&mut body, &[paper(1), paper(2)], ENGLISH), "they are up to date");
        assert_eq!(body, before);
        let risen = domain::Paper { upvotes: 4_321, ..paper(1) };
        assert!(renew_votes(&mut body, &[paper(2), risen.clone()], ENGLISH));
        let expected = digest(&of(vec![paper(2), risen]), &occasion).remove(0).message.to_json();
        assert_eq!(body, expected);
    }

    #[test]
    fn plain_text_mentions_nobody_and_shows_no_preview() {
        let paper = domain::Paper { title: "@everyone **look** <@1>".to_owned(), ..paper(1) };
        let body = plain(&paper);
        let shown = body["content"].as_str().expect("text").replace('\u{200b}', "·");
        insta::assert_snapshot!(shown, @r"
        **@·everyone \*\*look\*\* \<@·1\>**
        https://huggingface.co/papers/2605.00001
        ");
        assert_eq!(body["allowed_mentions"], json!({ "parse": [] }));
        assert_eq!(body["flags"], 4);
    }

    #[test]
    fn a_small_post_is_one_message() {
        let topics = "stars, night_sky, -tv".parse().expect("topics");
        let due = "2026-05-12T07:00:00Z".parse().expect("a time");
        let occasion =
            Occasion { topics: &topics, late_since: Some(due), mark: "m", language: ENGLISH };
        let parts = digest(&of(vec![paper(2), paper(1)]), &occasion);
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].papers, [paper(2).id, paper(1).id]);
        insta::assert_snapshot!(read(&parts[0].message), @r"
        ## stars, night\_sky
        -# Tuesday, 12 May 2026 · 2 papers · late: due <t:1778569200:R>
        **[A Small Study of \*Stars\* \[2\]](https://huggingface.co/papers/2605.00002)**
        Ada Lovelace, Alan Turing and 1 other · Analytical Society
        Stars shine when looked at.
        -# ▲ 42 · 💬 2 · [code](https://github.com/society/stars) ★ 1,200 · stars  (https://images.example/1.png)
        **[A Small Study of \*Stars\* \[1\]](https://huggingface.co/papers/2605.00001)**
        Ada Lovelace, Alan Turing and 1 other · Analytical Society
        Stars shine when looked at.
        -# ▲ 41 · 💬 2 · [code](https://github.com/society/stars) ★ 1,200 · stars  (https://images.example/1.png)
        [card:m-1 ▾ A Small Study of *Stars* [2] | A Small Study of *Stars* [1]]
        [All papers of the day ↗ https://huggingface.co/papers/date/2026-05-12]
        ");
    }

    proptest! {
        #[test]
        fn every_part_fits_and_no_paper_is_lost(
            titles in proptest::collection::vec("\\PC{0,300}", 0..26),
            tldr in "\\PC{0,600}",
            picture: bool,
            language in any_language(),
        ) {
            let papers: Vec<_> = titles.into_iter().enumerate().map(|(number, title)| {
                let mut paper = paper(number as u32);
                paper.title = title;
                paper.ai_summary = Some(tldr.clone());
                if !picture { paper.thumbnail = None; }
                paper
            }).collect();
            let ids: Vec<_> = papers.iter().map(|paper| paper.id.clone()).collect();
            let topics = Topics::default();
            let occasion = Occasion { topics: &topics, late_since: None, mark: "m", language };
            let parts = digest(&of(papers), &occasion);
            let posted: Vec<_> = parts.iter().flat_map(|part| part.papers.clone()).collect();
            prop_assert_eq!(posted, ids);
            for part in &parts {
                check_limits(&part.message);
                prop_assert!(!part.papers.is_empty());
            }
        }
    }
}
