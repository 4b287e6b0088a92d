//! Operators that people write in plain words: `but not games`, `everything except medical`,
//! `robotics, and speech`, `papers by Yann LeCun`.

use super::Field;
use super::lexer::{Mode, Token};

/// Words that exclude what follows, at the beginning of a topic.
const EXCLUDE_FIRST: [&str; 9] =
    ["not", "no", "except", "excluding", "exclude", "without", "minus", "ignore", "skip"];
/// The same in the middle of a topic or search, where the others are more often part of it.
const EXCLUDE: [&str; 3] = ["except", "excluding", "exclude"];
/// The same at the beginning of parentheses.
const EXCLUDE_IN_GROUP: [&str; 5] = ["not", "no", "except", "excluding", "exclude"];
/// After these, `not` belongs to a sentence: `attention is not explanation`.
const VERBS: [&str; 16] = [
    "is", "are", "was", "were", "do", "does", "did", "can", "could", "should", "would", "will",
    "may", "must", "need", "when",
];
/// Before these, too: `not all tokens`.
const NOT_ONLY: [&str; 6] = ["all", "enough", "every", "just", "only", "to"];
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
    let topics = mode == Mode::Topics;
    let mut reading = Reading { topics, ..Reading::default() };
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        reading.take(token, rest.peek());
    }
    reading.tokens
}

#[derive(Default)]
struct Reading {
    topics: bool,
    tokens: Vec<Token>,
    /// Where what the last exclusion in words excludes begins.
    excluded: Option<usize>,
    /// The field of the last name.
    field: Option<Field>,
    /// The number of open parentheses.
    depth: usize,
    /// Whether `from` belongs to `apart`.
    apart: bool,
}

impl Reading {
    fn take(&mut self, token: Token, next: Option<&Token>) {
        match token {
            Token::Field(field) => self.field = Some(field),
            Token::Open => self.depth += 1,
            Token::Close => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        let ends =
            |next: &Token| matches!(next, Token::Separator | Token::Or | Token::And | Token::Close);
        match (lower(&token), next) {
            (Some(word), Some(next)) if !ends(next) => self.word(&word, token, next),
            _ => self.tokens.push(token),
        }
    }

    /// Reads a word with something after it.
    fn word(&mut self, word: &str, token: Token, next: &Token) {
        let last = self.tokens.last();
        let last_word = last.and_then(lower).unwrap_or_default();
        let next_word = lower(next).unwrap_or_default();
        let first = matches!(last, None | Some(Token::Separator | Token::Open));
        let opened = matches!(last, Some(Token::Open));
        let excludes = matches!(last, Some(Token::Not)) && self.excluded.is_some();
        // Next to a quote, a name or a parenthesis, a lower-case operator is one, too.
        let beside = matches!(last, Some(Token::Quote(_) | Token::Close))
            || matches!(next, Token::Quote(_) | Token::Field(_) | Token::Open);
        let topics = self.topics;
        match word {
            "not" | "no" | "without" if last_word == "but" => {
                self.tokens.pop();
                self.exclude();
            }
            // `except for games`, `but no games and no robots`
            "than" | "for" | "not" | "no" | "about" | "on" if excludes => {}
            "by" if excludes && is_name(next) => self.tokens.push(Token::Field(Field::Author)),
            "from" if excludes && is_name(next) && !self.apart => {
                self.tokens.push(Token::Field(Field::Organization));
            }
            "from" if excludes => {}
            "other" if !first && next_word == "than" => self.exclude(),
            "apart" | "aside" if !first && next_word == "from" => {
                self.exclude();
                self.apart = true;
            }
            "but" | "besides" if topics && ALL.contains(&last_word.as_str()) => self.exclude(),
            // `(not video games)` is `-(video games)`.
            _ if opened && EXCLUDE_IN_GROUP.contains(&word) => {
                self.tokens.pop();
                self.exclude();
                self.tokens.push(Token::Open);
            }
            _ if topics && first && EXCLUDE_FIRST.contains(&word) => self.exclude(),
            _ if !first && EXCLUDE.contains(&word) => self.exclude(),
            "not" if !first && (beside || self.is_named()) => self.exclude(),
            "not" if topics && !first && is_contrast(&last_word, &next_word) => self.exclude(),
            "and" | "or" | "also" if topics && matches!(last, Some(Token::Separator)) => {}
            "and" | "or" if self.is_excluded_group() => self.tokens.push(Token::Or),
            "and" | "or" if self.is_excluded() => self.exclude(),
            "or" if topics && !first => self.tokens.push(Token::Or),
            "or" if beside && !first => self.tokens.push(Token::Or),
            "or" if self.depth > 0 && !first && next_word != "without" => {
                self.tokens.push(Token::Or);
            }
            "and" if beside && !first => {}
            _ => self.tokens.push(token),
        }
    }

    fn exclude(&mut self) {
        self.apart = false;
        self.tokens.push(Token::Not);
        self.excluded = Some(self.tokens.len());
    }

    /// What was read since the last exclusion in words.
    fn since_exclusion(&self) -> &[Token] {
        self.excluded.and_then(|start| self.tokens.get(start..)).unwrap_or_default()
    }

    /// Whether it ends with what is excluded, so that more can follow: `except games and robots`. In
    /// a search, that is one word.
    fn is_excluded(&self) -> bool {
        match self.since_exclusion() {
            [] => false,
            [Token::Word(_) | Token::Quote(_)] => true,
            words => self.topics && are_words(words),
        }
    }

    /// The same in parentheses: `(not games and robots)`.
    fn is_excluded_group(&self) -> bool {
        matches!(self.since_exclusion(), [Token::Open, words @ ..] if are_words(words))
    }

    /// Whether the last field has names, which don't contain `not`.
    fn is_named(&self) -> bool {
        matches!(self.field, Some(Field::Author | Field::Organization))
    }
}

fn are_words(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| matches!(token, Token::Word(_)))
}

/// Whether `not` between two words excludes the second, unlike in `attention is not explanation`.
fn is_contrast(last: &str, next: &str) -> bool {
    !VERBS.contains(&last) && !NOT_ONLY.contains(&next)
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

/// The tokens of one topic without `papers about`, and with the field of a name for `by`, for each of
/// its alternatives.
pub(super) fn about(mut topic: Vec<Token>) -> Vec<Token> {
    topic.retain(|token| !lower(token).is_some_and(|word| POLITE.contains(&word.as_str())));
    if topic.contains(&Token::Open) {
        return alternative_about(topic);
    }
    let mut read: Vec<Token> = Vec::with_capacity(topic.len());
    let mut field = None;
    for (at, typed) in topic.split(|token| *token == Token::Or).enumerate() {
        if at > 0 {
            read.push(Token::Or);
        }
        let mut alternative = alternative_about(typed.to_vec());
        // `from NVIDIA or Meta`
        if let Some(field) = field
            && alternative == typed
            && typed.iter().all(is_capitalized)
        {
            alternative.insert(0, Token::Field(field));
        }
        field = match (typed.first(), alternative.first()) {
            (Some(Token::Word(_)), Some(Token::Field(field))) => Some(*field),
            _ => None,
        };
        read.extend(alternative);
    }
    read
}

/// Whether it is a word like `Meta`: not `RLHF`.
fn is_capitalized(token: &Token) -> bool {
    is_name(token) && matches!(token, Token::Word(word) if word.chars().any(char::is_lowercase))
}

/// Whether a name can begin with it: `from scratch` and `by design` have none.
fn is_name(token: &Token) -> bool {
    match token {
        Token::Quote(_) => true,
        Token::Word(name) => name.starts_with(char::is_uppercase),
        _ => false,
    }
}

fn alternative_about(mut topic: Vec<Token>) -> Vec<Token> {
    let word = |at: usize| topic.get(at).and_then(lower);
    let request = REQUESTS.iter().find_map(|request| {
        let words = request.split(' ').enumerate();
        let count = request.split(' ').count();
        let same = words.clone().all(|(at, part)| word(at).as_deref() == Some(part));
        (same && topic.len() > count).then_some(count)
    });
    if let Some(count) = request {
        topic.drain(..count);
        return alternative_about(topic);
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
    let name = topic.get(used).is_some_and(is_name);
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
