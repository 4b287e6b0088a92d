//! The forms of a post: what is created on Discord, in which order, and how the pieces belong
//! together.

use domain::{Destination, Digest, Entry, Form, Language, Paper, PaperId, Posting};
use serde_json::{Value, json};

use super::digest::{PostContext, PostMessage, digest, heading, topics_line};
use super::embeds::embeds;
use super::notification::notify;
use super::paper_block::{block, card_menu, title_link};
use crate::l10n::{long_date, number};
use crate::message::{Component, Limits, Message, escape, shorten};
use crate::say;

/// The maximum number of menu entries, and so of papers in one list.
const MOST_A_LIST: usize = 25;
/// Threads are archived after three days without a message, which leaves time to update the votes.
const ARCHIVE_MINUTES: u32 = 4_320;
/// The maximum length of the title of a thread or forum post.
const NAME: usize = 100;

/// What a piece creates on Discord.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A message.
    Message,
    /// A post in a forum: a thread with its first message.
    ForumPost,
    /// A thread under an earlier message; the body is that of the thread.
    Thread,
    /// The publication of an earlier message to the followers of its channel.
    Publish,
}

/// The message in a request body: a forum post contains its first one, any other body is one.
pub fn message_of(body: &Value) -> &Value {
    match &body["message"] {
        Value::Null => body,
        message => message,
    }
}

/// One step of a post.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What is created.
    pub kind: Kind,
    /// The request body; for a forum post, it has the names of the wanted tags instead of their
    /// ids.
    pub body: Value,
    /// The body sent first if a notification of the real one would be empty: the message is then
    /// edited into the real one.
    pub line: Option<Value>,
    /// Its papers, in order.
    pub papers: Vec<PaperId>,
    /// The earlier piece to which it belongs: the message that is published or gets the thread, or
    /// the one whose thread this message is in.
    pub parent: Option<usize>,
}

/// The messages of a form, in order; the first may have no paper.
pub fn messages(chosen: &Digest, context: &PostContext, form: Form) -> Vec<PostMessage> {
    match form {
        _ if chosen.chosen.is_empty() => Vec::new(),
        Form::Digest => digest(chosen, context),
        Form::Compact => compact(chosen, context),
        Form::PerPaper => one_by_one(chosen, context, 0, Some(heading(chosen, context))),
        Form::Thread => {
            let mut parts = vec![titles(chosen, context)];
            parts.extend(one_by_one(chosen, context, 1, None));
            parts
        }
    }
}

/// The steps of a post, in order.
pub fn pieces(
    chosen: &Digest,
    context: &PostContext,
    posting: &Posting,
    destination: Destination,
) -> Vec<Piece> {
    let is_forum = matches!(destination, Destination::Forum(_));
    let parts: Vec<(Value, Vec<PaperId>)> = match posting.publish && !is_forum {
        true => embeds(chosen, context),
        false => {
            let parts = messages(chosen, context, posting.form);
            parts.into_iter().map(|part| (part.message.to_json(), part.papers)).collect()
        }
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for (body, papers) in parts {
        let is_first = pieces.is_empty();
        let (kind, parent) = match (is_forum, posting.form, is_first) {
            (true, Form::PerPaper, _) | (true, _, true) => (Kind::ForumPost, None),
            (false, Form::Thread, false) | (true, _, false) => (Kind::Message, Some(0)),
            _ => (Kind::Message, None),
        };
        pieces.push(Piece { kind, body, line: None, papers, parent });
        if is_first && !is_forum && posting.form == Form::Thread {
            pieces.push(thread(chosen, context));
        }
    }
    let is_person = matches!(destination, Destination::DirectMessage(_));
    notify(&mut pieces, chosen, context, posting, is_person);
    for piece in pieces.iter_mut().filter(|piece| piece.kind == Kind::ForumPost) {
        into_forum_post(piece, chosen, context);
    }
    if posting.publish && !is_forum {
        let messages = 0..pieces.len();
        pieces.extend(messages.map(|at| Piece {
            kind: Kind::Publish,
            body: json!({}),
            line: None,
            papers: Vec::new(),
            parent: Some(at),
        }));
    }
    pieces
}

/// The thread under a message.
fn thread(chosen: &Digest, context: &PostContext) -> Piece {
    let body = json!({
        "name": name(chosen, context),
        "auto_archive_duration": ARCHIVE_MINUTES,
    });
    Piece { kind: Kind::Thread, body, line: None, papers: Vec::new(), parent: Some(0) }
}

/// The name of a thread or forum post: topics and day.
fn name(chosen: &Digest, context: &PostContext) -> String {
    let day = long_date(context.language, chosen.date);
    let room = NAME.saturating_sub(day.chars().count() + 3);
    format!("{} · {day}", shorten(&topics_line(context), room))
}

/// Turns a message, and the line before it, into a forum post.
fn into_forum_post(piece: &mut Piece, chosen: &Digest, context: &PostContext) {
    let title = match &piece.papers[..] {
        [one] if chosen.chosen.len() > 1 => {
            let paper = chosen.chosen.iter().find(|entry| entry.paper.id == *one);
            paper.map(|entry| shorten(entry.paper.title.trim(), NAME)).unwrap_or_default()
        }
        _ => name(chosen, context),
    };
    // Discord requires a title, and some papers have no visible one.
    let title = if title.is_empty() { name(chosen, context) } else { title };
    let tags: Vec<&str> = context.topics.include.iter().map(|topic| topic.as_str()).collect();
    let post = |message: Value| {
        json!({
            "name": title,
            "auto_archive_duration": ARCHIVE_MINUTES,
            "applied_tags": tags,
            "message": message,
        })
    };
    piece.line = piece.line.take().map(post);
    piece.body = post(piece.body.take());
}

/// One line for each paper.
fn compact(chosen: &Digest, context: &PostContext) -> Vec<PostMessage> {
    let language = context.language;
    let mut parts: Vec<PostMessage> = Vec::new();
    let mut rest = &chosen.chosen[..];
    while !rest.is_empty() {
        let heading = match parts.len() {
            0 => heading(chosen, context),
            number => format!("-# {}", say!(language, "post-continued", number = number + 1)),
        };
        let nonce = context.part_nonce(parts.len());
        let shell = |list: String, papers: &[Entry]| {
            let papers = papers.iter().map(|entry| &*entry.paper);
            Message::boxed(vec![
                Component::Text(heading.clone()),
                Component::Text(list),
                card_menu(&nonce, papers, language),
            ])
        };
        let room = Limits::DISCORD.characters - heading.chars().count() - 40;
        let (mut list, mut taken) = (String::new(), 0);
        for entry in rest.iter().take(MOST_A_LIST) {
            let line = format!("- {}\n", line(&entry.paper, language));
            if taken > 0 && list.chars().count() + line.chars().count() > room {
                break;
            }
            list.push_str(&line);
            taken += 1;
        }
        let (papers, left) = rest.split_at(taken);
        let message = shell(list.trim_end().to_owned(), papers);
        let papers = papers.iter().map(|entry| entry.paper.id.clone()).collect();
        parts.push(PostMessage { message, papers });
        rest = left;
    }
    parts
}

/// The line of one paper.
fn line(paper: &Paper, language: Language) -> String {
    let link = title_link(&Paper { title: shorten(&paper.title, 90), ..paper.clone() });
    format!("{link} · ▲ {}", number(language, paper.upvotes.into()))
}

/// One message for each paper, numbered from the position of the first.
fn one_by_one(
    chosen: &Digest,
    context: &PostContext,
    from: usize,
    heading: Option<String>,
) -> Vec<PostMessage> {
    let of = |(at, entry): (usize, &Entry)| {
        let heading = heading.clone().filter(|_| at == 0).map(Component::Text);
        let mut components: Vec<Component> = heading.into_iter().collect();
        components.push(block(
            &entry.paper,
            super::digest::topic(entry).as_deref(),
            context.language,
        ));
        let nonce = context.part_nonce(from + at);
        components.push(card_menu(&nonce, [&*entry.paper].into_iter(), context.language));
        PostMessage { message: Message::boxed(components), papers: vec![entry.paper.id.clone()] }
    };
    chosen.chosen.iter().enumerate().map(of).collect()
}

/// The message above a thread: the titles, and a menu that opens a card. Links to papers are only
/// in the thread, since a message that links to a paper counts as having posted it.
fn titles(chosen: &Digest, context: &PostContext) -> PostMessage {
    let language = context.language;
    let heading = heading(chosen, context);
    let papers = chosen.chosen.iter().map(|entry| &*entry.paper);
    let lines = papers.clone().map(|paper| {
        let votes = number(language, paper.upvotes.into());
        format!("- {} · ▲ {votes}", escape(&shorten(&paper.title, 90)))
    });
    let room = Limits::DISCORD.characters - heading.chars().count() - 40;
    let (lines, _) = crate::message::lines_that_fit(lines.collect::<Vec<_>>().into_iter(), room);
    let message = Message::boxed(vec![
        Component::Text(heading),
        Component::Text(lines.join("\n")),
        card_menu(&context.part_nonce(0), papers, language),
    ]);
    PostMessage { message, papers: Vec::new() }
}

#[cfg(test)]
mod tests {
    use domain::{
        ChannelId, RoleId, Source, TopicHit, TopicReason, Topics, UserId, Verdict, WebUrl,
    };
    use jiff::civil::Date;
    use proptest::prelude::*;

    use super::super::digest::renew_votes;
    use super::super::fixtures::{ENGLISH, any_language, check_limits, paper, read};
    use super::*;

    fn of(papers: Vec<Paper>) -> Digest {
        let hit = TopicHit { topic: "stars".to_owned(), reason: TopicReason::Similar };
        let entry =
            |paper: Paper| Entry { paper: paper.into(), verdict: Verdict::In(Some(hit.clone())) };
        let chosen = papers.into_iter().map(entry).collect();
        Digest { date: Date::constant(2026, 5, 12), chosen, left_out: Vec::new() }
    }

    fn context(topics: &Topics, language: Language) -> PostContext<'_> {
        PostContext { topics, source: Source::Daily, late_since: None, nonce: "m", language }
    }

    const CHANNEL: Destination = Destination::Channel(ChannelId(1));
    const FORUM: Destination = Destination::Forum(ChannelId(1));
    const PERSON: Destination = Destination::DirectMessage(UserId(1));

    #[test]
    fn each_form_has_its_own_steps() {
        let check = |posting: Posting, destination: Destination, expected: &[&str]| {
            let topics = "stars".parse().expect("topics");
            let chosen = of(vec![paper(2), paper(1)]);
            let pieces = pieces(&chosen, &context(&topics, ENGLISH), &posting, destination);
            let step = |piece: &Piece| {
                let parent = piece.parent.map(|at| format!(" of {at}")).unwrap_or_default();
                let line = if piece.line.is_some() { " after a line" } else { "" };
                format!("{:?} {}{parent}{line}", piece.kind, piece.papers.len())
            };
            let found: Vec<String> = pieces.iter().map(step).collect();
            assert_eq!(found, expected, "{posting:?} {destination:?}");
            let papers: Vec<_> = pieces.iter().flat_map(|piece| piece.papers.clone()).collect();
            assert_eq!(papers, [paper(2).id, paper(1).id]);
        };
        let usual = Posting::default();
        let form = |form| Posting { form, ..usual };
        let role = Posting { role: Some(RoleId(7)), ..usual };
        check(usual, CHANNEL, &["Message 2"]);
        check(form(Form::Compact), CHANNEL, &["Message 2"]);
        check(form(Form::PerPaper), CHANNEL, &["Message 1", "Message 1"]);
        let threaded = ["Message 0", "Thread 0 of 0", "Message 1 of 0", "Message 1 of 0"];
        check(form(Form::Thread), CHANNEL, &threaded);
        check(role, CHANNEL, &["Message 2 after a line"]);
        check(usual, PERSON, &["Message 2 after a line"]);
        check(Posting { silent: true, ..usual }, PERSON, &["Message 2"]);
        check(usual, FORUM, &["ForumPost 2"]);
        check(form(Form::PerPaper), FORUM, &["ForumPost 1", "ForumPost 1"]);
        check(form(Form::Thread), FORUM, &["ForumPost 0", "Message 1 of 0", "Message 1 of 0"]);
        check(role, FORUM, &["ForumPost 2 after a line"]);
        let published = Posting { publish: true, ..role };
        check(published, CHANNEL, &["Message 2", "Publish 0 of 0"]);
    }

    #[test]
    fn the_default_post_is_unchanged() {
        let topics = "stars".parse().expect("topics");
        let (chosen, context) = (of(vec![paper(2), paper(1)]), context(&topics, ENGLISH));
        let pieces = pieces(&chosen, &context, &Posting::default(), CHANNEL);
        let usual = digest(&chosen, &context).remove(0).message.to_json();
        assert_eq!(pieces[0].body.to_string(), usual.to_string());
    }

    #[test]
    fn lists_and_threads_read_like_this() {
        let topics = "stars".parse().expect("topics");
        let (chosen, context) = (of(vec![paper(2), paper(1)]), context(&topics, ENGLISH));
        let shown = |form| read(&messages(&chosen, &context, form)[0].message);
        insta::assert_snapshot!(shown(Form::Compact), @r"
        ## stars
        -# Tuesday, May 12, 2026 · 2 papers
        - [A Small Study of \*Stars\* \[2\]](https://huggingface.co/papers/2605.00002) · ▲ 42
        - [A Small Study of \*Stars\* \[1\]](https://huggingface.co/papers/2605.00001) · ▲ 41
        [card:m-1 ▾ A Small Study of *Stars* [2] | A Small Study of *Stars* [1]]
        ");
        insta::assert_snapshot!(shown(Form::Thread), @r"
        ## stars
        -# Tuesday, May 12, 2026 · 2 papers
        - A Small Study of \*Stars\* \[2\] · ▲ 42
        - A Small Study of \*Stars\* \[1\] · ▲ 41
        [card:m-1 ▾ A Small Study of *Stars* [2] | A Small Study of *Stars* [1]]
        ");
        let role = Posting { role: Some(RoleId(7)), ..Posting::default() };
        let pinging = pieces(&chosen, &context, &role, CHANNEL).remove(0);
        insta::assert_snapshot!(pinging.line.expect("a line"), @r#"{"allowed_mentions":{"parse":[],"roles":["7"]},"content":"<@&7> stars · 2 papers: A Small Study of \\*Stars\\* \\[2\\] · A Small Study of \\*Stars\\* \\[1\\]"}"#);
        assert_eq!(pinging.body["components"][0]["content"], "<@&7>");
        let post = pieces(&chosen, &context, &Posting::default(), FORUM).remove(0).body;
        assert_eq!(post["name"], "stars · Tuesday, May 12, 2026");
        assert_eq!(post["applied_tags"], json!(["stars"]));
    }

    #[test]
    fn votes_are_updated_in_every_form() {
        let topics = "stars".parse().expect("topics");
        let context = context(&topics, ENGLISH);
        let risen = Paper { upvotes: 4_321, ..paper(1) };
        let published = Posting { publish: true, ..Posting::default() };
        let forms = Form::ALL.iter().map(|form| Posting { form: *form, ..Posting::default() });
        for posting in forms.chain([published]) {
            let papers = [paper(2), paper(1)];
            let before = pieces(&of(papers.to_vec()), &context, &posting, CHANNEL);
            let after = pieces(&of(vec![paper(2), risen.clone()]), &context, &posting, CHANNEL);
            let with_papers = |piece: &&Piece| !piece.papers.is_empty();
            for (old, new) in
                before.iter().filter(with_papers).zip(after.iter().filter(with_papers))
            {
                let mut body = old.body.clone();
                let all = [risen.clone(), paper(2)];
                assert_eq!(renew_votes(&mut body, &all, ENGLISH), old.body != new.body);
                assert_eq!(body, new.body, "{posting:?}");
                assert!(!renew_votes(&mut body, &all, ENGLISH), "{posting:?}: it is up to date");
            }
        }
    }

    proptest! {
        #[test]
        fn ten_papers_fit_one_message_whatever_they_are(
            titles in proptest::collection::vec("\\PC{0,300}", 1..11),
            loud in "[@*_:/<#-]{0,300}", tldr in "\\PC{0,800}", link in 0_usize..1_500,
            stars in any::<u32>(), language in any_language(),
        ) {
            let papers = titles.into_iter().enumerate().map(|(number, title)| Paper {
                title: if number % 2 == 0 { title } else { loud.clone() },
                authors: vec![loud.clone(), loud.clone(), loud.clone()],
                organization: Some(loud.clone()),
                ai_summary: Some(tldr.clone()),
                github: WebUrl::parse(&format!("https://github.com/a/{}", "b".repeat(link))),
                github_stars: Some(stars),
                upvotes: stars,
                ..paper(number as u32)
            });
            let chosen = of(papers.collect());
            let topics = "stars".parse().expect("topics");
            let context = context(&topics, language);
            let parts = messages(&chosen, &context, Form::Digest);
            prop_assert_eq!(parts.len(), 1);
        }

        #[test]
        fn every_form_respects_the_limits_and_loses_no_paper(
            titles in proptest::collection::vec("\\PC{0,300}", 1..26), loud in "[@*_:/<#-]{0,300}",
            form in 0_usize..4, publish: bool, forum: bool, language in any_language(),
        ) {
            let papers: Vec<Paper> = titles.into_iter().enumerate().map(|(number, title)| Paper {
                title: if number % 3 == 0 { loud.clone() } else { title },
                authors: vec![loud.clone(), loud.clone()],
                ai_summary: Some(loud.repeat(3)),
                ..paper(number as u32)
            }).collect();
            let ids: Vec<PaperId> = papers.iter().map(|paper| paper.id.clone()).collect();
            let topics = "stars, night sky".parse().expect("topics");
            let (chosen, context) = (of(papers), context(&topics, language));
            let form = Form::ALL[form];
            for part in messages(&chosen, &context, form) {
                check_limits(&part.message);
            }
            let role = Some(RoleId(u64::MAX));
            let posting = Posting { form, publish, role, silent: false };
            let destination = if forum { FORUM } else { CHANNEL };
            let pieces = pieces(&chosen, &context, &posting, destination);
            let posted: Vec<PaperId> = pieces.iter().flat_map(|one| one.papers.clone()).collect();
            prop_assert_eq!(posted, ids);
            for piece in &pieces {
                let characters = |value: &Value| {
                    value.as_str().map_or(0, |text| text.chars().count())
                };
                prop_assert!(characters(&piece.body["name"]) <= NAME);
                prop_assert!(characters(&piece.body["content"]) <= 2_000);
                let line = piece.line.clone().unwrap_or_default();
                prop_assert!(characters(&line["content"]) <= 2_000);
                let embeds = piece.body["embeds"].as_array().cloned().unwrap_or_default();
                prop_assert!(embeds.len() <= 10);
                let all: usize = embeds.iter()
                    .map(|one| characters(&one["title"]) + characters(&one["description"])).sum();
                prop_assert!(all <= 6_000);
            }
        }
    }
}
