//! Operators that people write in plain words: `but not games`, `everything except medical`,
//! `robotics, and speech`, `papers by Yann LeCun`.

use super::Field;
use super::lexer::{Mode, Token};

/// Words that exclude what follows, at the beginning of a topic.
const EXCLUDE_FIRST: [&str; 9] =
    ["not", "no", "except", "excluding", "exclude", "without", "minus", "ignore", "skip"];
/// The same in the middle of a topic or search, where the others are more often part of it.
const EXCLUDE: [&str; 3] = ["except", "excluding", "exclude"];
/// Words for all papers, before `but`.
const ALL: [&str; 5] = ["all", "everything", "anything", "papers", "any"];
/// Words before what a topic is about.
const PAPERS: [&str; 6] = ["papers", "paper", "articles", "research", "anything", "everything"];

/// Words that are never part of a topic.
const POLITE: [&str; 4] = ["please", "pls", "plz", "thanks"];
/// What people write before a topic, in words.
const REQUESTS: [&str; 8] = [
    "i want",
    "i'd like",
    "i would like",
    "i'm interested in",
    "i am interested in",
    "interested in",
    "give me",
    "send me",
];

/// The tokens with operators for such words.
pub(super) fn with_operators(tokens: Vec<Token>, mode: Mode) -> Vec<Token> {
    if mode == Mode::Topic {
        return tokens;
    }
    let mut read: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        let follows = rest.peek().is_some_and(|next| {
            !matches!(next, Token::Separator | Token::Or | Token::And | Token::Close)
        });
        let Some(word) = lower(&token).filter(|_| follows) else {
            read.push(token);
            continue;
        };
        let last = read.last().and_then(lower);
        let first = matches!(read.last(), None | Some(Token::Separator | Token::Open));
        let topics = mode == Mode::Topics;
        match word.as_str() {
            "not" | "no" | "without" if last.as_deref() == Some("but") => {
                read.pop();
                read.push(Token::Not);
            }
            "for" if last.is_none() && matches!(read.last(), Some(Token::Not)) && topics => {}
            "but" if topics && last.is_some_and(|last| ALL.contains(&last.as_str())) => {
                read.push(Token::Not);
            }
            word if topics && first && EXCLUDE_FIRST.contains(&word) => read.push(Token::Not),
            word if !first && EXCLUDE.contains(&word) => read.push(Token::Not),
            "and" | "or" | "also" if topics && matches!(read.last(), Some(Token::Separator)) => {}
            "or" if topics && !first => read.push(Token::Or),
            _ => read.push(token),
        }
    }
    read
}

/// The number before an entry of a list: `1.`, `2)`, `(3)`, `①`, `1️⃣`.
pub(crate) fn list_number(word: &str) -> Option<u32> {
    if let Some(circled @ '①'..='⑳') = word.chars().next() {
        let alone = word.len() == circled.len_utf8();
        return alone.then_some(u32::from(circled) - u32::from('①') + 1);
    }
    let inside = word.strip_prefix('(').unwrap_or(word);
    let mark = inside.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &inside[..inside.len() - mark.len()];
    let known = match inside.len() == word.len() {
        true => matches!(mark, "." | ")" | ".)" | ":" | "\u{20e3}" | "\u{fe0f}\u{20e3}"),
        false => mark == ")",
    };
    digits.parse().ok().filter(|_| known && digits.len() <= 2)
}

/// The tokens of one topic without `papers about`, and with the field of a name for `by`.
pub(super) fn about(mut topic: Vec<Token>) -> Vec<Token> {
    topic.retain(|token| !lower(token).is_some_and(|word| POLITE.contains(&word.as_str())));
    let word = |at: usize| topic.get(at).and_then(lower);
    let request = REQUESTS.iter().find_map(|request| {
        let words = request.split(' ').enumerate();
        let count = request.split(' ').count();
        let same = words.clone().all(|(at, part)| word(at).as_deref() == Some(part));
        (same && topic.len() > count).then_some(count)
    });
    if let Some(count) = request {
        topic.drain(..count);
        return about(topic);
    }
    let papers = word(0).is_some_and(|word| PAPERS.contains(&word.as_str()));
    let start = usize::from(papers);
    let (used, field) = match word(start).as_deref() {
        Some("by") => (start + 1, Some(Field::Author)),
        Some("from") => (start + 1, Some(Field::Organization)),
        Some("about" | "on" | "regarding" | "concerning") if papers => (start + 1, None),
        Some("related") if papers && word(start + 1).as_deref() == Some("to") => (start + 2, None),
        _ => return topic,
    };
    // `from scratch` and `by design` are no names.
    let name = matches!(topic.get(used), Some(Token::Quote(_)))
        || matches!(topic.get(used), Some(Token::Word(name)) if name.starts_with(char::is_uppercase));
    if field.is_some() && !name || topic.len() == used {
        return topic;
    }
    topic.splice(..used, field.map(Token::Field));
    topic
}

fn lower(token: &Token) -> Option<String> {
    match token {
        Token::Word(word) => Some(word.trim_end_matches(':').to_lowercase()),
        _ => None,
    }
}
