//! The daily post: one message, or several if Discord's limits require it.

use domain::{Digest, Entry, Language, Paper, PaperId, Source, Topics, Verdict};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::moment;
use super::paper_block::{Density, block_in, card_menu};
use crate::l10n::{long_date, number};
use crate::manifest::choice_name;
use crate::message::{Button, Component, Limits, Message, escape, shorten};
use crate::say;

/// The maximum number of menu entries, and so of papers in one message.
const MAX_PAPERS_A_MESSAGE: usize = 25;

/// The content of a post other than its papers.
#[derive(Clone, Debug)]
pub struct PostContext<'a> {
    /// The subscription's topics, for the heading.
    pub topics: &'a Topics,
    /// The list that the papers come from.
    pub source: Source,
    /// When it was due, if it is late.
    pub late_since: Option<Timestamp>,
    /// The nonce that identifies the post in its channel; part 2 gets the suffix `-2`, and so on.
    pub nonce: &'a str,
    /// The language of the post.
    pub language: Language,
}

impl PostContext<'_> {
    /// The nonce of one part, counted from 0.
    pub fn part_nonce(&self, part: usize) -> String {
        format!("{}-{}", self.nonce, part + 1)
    }
}

/// One message of a post and the papers in it.
#[derive(Clone, Debug, PartialEq)]
pub struct PostMessage {
    /// The message.
    pub message: Message,
    /// Its papers, in order.
    pub papers: Vec<PaperId>,
}

/// Renders a digest as messages. No part is without a paper, and none exceeds Discord's limits.
pub fn digest(digest: &Digest, context: &PostContext) -> Vec<PostMessage> {
    let mut parts: Vec<PostMessage> = Vec::new();
    let mut rest = &digest.chosen[..];
    while !rest.is_empty() {
        let heading = match parts.len() {
            0 => heading(digest, context),
            number => {
                format!("-# {}", say!(context.language, "post-continued", number = number + 1))
            }
        };
        let nonce = context.part_nonce(parts.len());
        let shell = (&nonce[..], context.source, context.language);
        let (message, taken) = fullest(heading, rest, digest, shell);
        let (papers, left) = rest.split_at(taken);
        parts.push(PostMessage {
            message,
            papers: papers.iter().map(|entry| entry.paper.id.clone()).collect(),
        });
        rest = left;
    }
    parts
}

/// One paper as plain text without components: the last resort for papers that Discord refuses.
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

/// Updates the votes in the body of a post in this language; returns false if none changed.
pub fn renew_votes(body: &mut Value, papers: &[Paper], language: Language) -> bool {
    let changed = |inner: &mut Value| renew_votes(inner, papers, language).then_some(());
    match body {
        Value::String(text) => {
            let linked = |paper: &&Paper| text.contains(&format!("/papers/{})", paper.id));
            let renew = |paper: &Paper, text: &str| {
                with_votes(text, &number(language, paper.upvotes.into()))
            };
            let renewed = match papers.iter().filter(linked).collect::<Vec<_>>()[..] {
                [] => None,
                [one] => renew(one, text),
                // A list, where each line is about one of them.
                _ => {
                    let line = |line: &str| {
                        let on_line =
                            |paper: &&Paper| line.contains(&format!("/papers/{})", paper.id));
                        let paper = papers.iter().find(on_line);
                        let renewed = paper.and_then(|paper| renew(paper, line));
                        renewed.unwrap_or_else(|| line.to_owned())
                    };
                    let lines = text.split('\n').map(line).collect::<Vec<_>>().join("\n");
                    (lines != *text).then_some(lines)
                }
            };
            renewed.map(|renewed| *text = renewed).is_some()
        }
        // `count` and not `any`, so that every paper is visited.
        Value::Array(items) => items.iter_mut().filter_map(changed).count() > 0,
        Value::Object(fields) => {
            // An embed has its link in a separate field.
            let url = fields.get("url").and_then(Value::as_str).unwrap_or_default();
            let paper = papers.iter().find(|paper| paper.hub_url() == url);
            let renewed = paper.zip(fields.get("description").and_then(Value::as_str)).and_then(
                |(paper, text)| with_votes(text, &number(language, paper.upvotes.into())),
            );
            let is_embed = renewed.is_some();
            if let Some(text) = renewed {
                fields.insert("description".to_owned(), text.into());
            }
            fields.values_mut().filter_map(changed).count() > 0 || is_embed
        }
        _ => false,
    }
}

/// The text with a new number after its last ▲; `None` if it is unchanged or has none.
fn with_votes(text: &str, votes: &str) -> Option<String> {
    let at = text.rfind("▲ ")? + "▲ ".len();
    let (before, number) = text.split_at(at);
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{202f}');
    let after = number.trim_start_matches(is_number);
    let renewed = format!("{before}{votes}{after}");
    (renewed != text).then_some(renewed)
}

/// The topics, or the phrase for all papers of the list; not escaped.
pub(super) fn topics_line(context: &PostContext) -> String {
    let language = context.language;
    match context.topics.is_everything() {
        true => match context.source {
            Source::Daily => say!(language, "post-all-topics"),
            Source::Trending => say!(language, "post-trending"),
            Source::Rising => say!(language, "post-rising"),
        },
        false => {
            let names: Vec<&str> =
                context.topics.include.iter().map(|topic| topic.as_str()).collect();
            names.join(", ")
        }
    }
}

/// The heading of a post: topics, day and number of papers.
pub(super) fn heading(digest: &Digest, context: &PostContext) -> String {
    let language = context.language;
    let topics = escape(&shorten(&topics_line(context), 120));
    let from = match context.source {
        Source::Trending | Source::Rising if !context.topics.is_everything() => {
            format!("{} · ", choice_name(context.source.as_str()).to(language))
        }
        _ => String::new(),
    };
    let mut heading = format!(
        "## {topics}\n-# {from}{} · {}",
        long_date(language, digest.date),
        say!(language, "papers", count = digest.chosen.len())
    );
    if let Some(due) = context.late_since {
        let late = say!(language, "post-late", time = moment(due, 'R'));
        heading.push_str(&format!(" · {late}"));
    }
    heading
}

/// This many papers always fit into one message.
const ALWAYS_FIT: usize = 10;

/// Fills one message with papers, and returns their number: at least one, and all if there are ten
/// or fewer. The details of each are shortened until they fit.
fn fullest(
    heading: String,
    entries: &[Entry],
    digest: &Digest,
    shell: (&str, Source, Language),
) -> (Message, usize) {
    let as_usual = fill(heading.clone(), entries, digest, Density::FULL, shell);
    if as_usual.1 == entries.len() || entries.len() > ALWAYS_FIT {
        return as_usual;
    }
    let denser = Density::TIGHTER.iter();
    let mut filled = denser.map(|one| fill(heading.clone(), entries, digest, *one, shell));
    filled.find(|(_, taken)| *taken == entries.len()).unwrap_or(as_usual)
}

/// Fills one message with papers, and returns their number: at least one.
fn fill(
    heading: String,
    entries: &[Entry],
    digest: &Digest,
    density: Density,
    (nonce, source, language): (&str, Source, Language),
) -> (Message, usize) {
    let shell = |heading: String, blocks: Vec<Component>, taken: usize| {
        let mut components = vec![Component::Text(heading)];
        components.extend(blocks);
        let papers = entries.iter().take(taken).map(|entry| &*entry.paper);
        components.push(card_menu(nonce, papers, language));
        components.push(Component::Buttons(vec![all_papers(source, digest.date, language)]));
        Message::boxed(components)
    };
    let mut used = shell(heading.clone(), Vec::new(), 0).size();
    let mut blocks = Vec::new();
    for entry in entries.iter().take(MAX_PAPERS_A_MESSAGE) {
        let block = block_in(&entry.paper, topic(entry).as_deref(), density, language);
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

/// The link to the whole list.
fn all_papers(source: Source, date: Date, language: Language) -> Button {
    let (label, page) = match source {
        Source::Daily | Source::Rising => {
            (say!(language, "post-all-papers"), format!("date/{date}"))
        }
        Source::Trending => (say!(language, "post-trending"), "trending".to_owned()),
    };
    Button::Link { label, url: format!("https://huggingface.co/papers/{page}") }
}

pub(super) fn topic(entry: &Entry) -> Option<String> {
    match &entry.verdict {
        Verdict::In(Some(hit)) => Some(escape(&hit.topic)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::{TopicHit, TopicReason};
    use proptest::prelude::*;

    use super::super::fixtures::{ENGLISH, any_language, check_limits, paper, read};
    use super::*;

    fn of(papers: Vec<domain::Paper>) -> Digest {
        let hit = TopicHit { topic: "stars".to_owned(), reason: TopicReason::Similar };
        let entry =
            |paper: Paper| Entry { paper: paper.into(), verdict: Verdict::In(Some(hit.clone())) };
        Digest {
            date: Date::constant(2026, 5, 12),
            chosen: papers.into_iter().map(entry).collect(),
            left_out: Vec::new(),
        }
    }

    #[test]
    fn only_changed_votes_are_updated() {
        let topics = "all".parse().expect("topics");
        let context = PostContext {
            topics: &topics,
            late_since: None,
            nonce: "m",
            language: ENGLISH,
            source: Source::Daily,
        };
        let before = digest(&of(vec![paper(2), paper(1)]), &context).remove(0).message.to_json();
        let mut body = before.clone();
        assert!(!renew_votes(&mut body, &[paper(1), paper(2)], ENGLISH), "they are up to date");
        assert_eq!(body, before);
        let risen = domain::Paper { upvotes: 4_321, ..paper(1) };
        assert!(renew_votes(&mut body, &[paper(2), risen.clone()], ENGLISH));
        let expected = digest(&of(vec![paper(2), risen]), &context).remove(0).message.to_json();
        assert_eq!(body, expected);
    }

    #[test]
    fn plain_text_pings_no_one_and_shows_no_link_preview() {
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
        let context = PostContext {
            topics: &topics,
            source: Source::Daily,
            late_since: Some(due),
            nonce: "m",
            language: ENGLISH,
        };
        let parts = digest(&of(vec![paper(2), paper(1)]), &context);
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].papers, [paper(2).id, paper(1).id]);
        insta::assert_snapshot!(read(&parts[0].message), @r"
        ## stars, night\_sky
        -# Tuesday, May 12, 2026 · 2 papers · late: due <t:1778569200:R>
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
            let context = PostContext { topics: &topics, source: Source::Daily, late_since: None, nonce: "m", language };
            let parts = digest(&of(papers), &context);
            let posted: Vec<_> = parts.iter().flat_map(|part| part.papers.clone()).collect();
            prop_assert_eq!(posted, ids);
            for part in &parts {
                check_limits(&part.message);
                prop_assert!(!part.papers.is_empty());
            }
        }
    }
}
