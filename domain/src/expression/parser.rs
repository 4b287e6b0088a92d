//! Parses tokens into expressions.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::lexer::{Mode, Token, tokens};
use super::plain_words::{about, list_number};
use super::{Expression, ExpressionError, Field, Name, Part};
use crate::category::Category;

/// Longer texts, in words, count as pasted.
const LONGEST_QUESTION: usize = 30;
/// Parentheses nested deeper are ignored.
const DEEPEST: usize = 4;

type Result<T> = std::result::Result<T, ExpressionError>;

/// Parses a search.
pub(super) fn search(text: &str) -> Result<Expression> {
    if text.split_whitespace().nth(LONGEST_QUESTION).is_some() {
        return literal(text);
    }
    let expression = match read(tokens(text, Mode::Search), Mode::Search)? {
        Some(expression) => expression,
        // Only operators, such as `OR` alone.
        None => return literal(text),
    };
    if expression.any.is_empty() {
        return Err(ExpressionError::OnlyExclusions(expression.to_string()));
    }
    as_shown(expression)
}

/// The search as people would read it when it is shown to them. Words that were no operators where
/// they were typed can be some where they are shown: `"a" b or` is `b or "a"`.
fn as_shown(mut expression: Expression) -> Result<Expression> {
    const MOST: usize = 4;
    for _ in 0..MOST {
        match read(tokens(&expression.to_string(), Mode::Search), Mode::Search)? {
            Some(shown) if shown != expression && !shown.any.is_empty() => expression = shown,
            _ => break,
        }
    }
    Ok(expression)
}

/// Parses the entries of a list of topics; empty ones are skipped.
pub(crate) fn entries(text: &str) -> Result<Vec<Expression>> {
    let tokens = tokens(text, Mode::Topics);
    let mut depth = 0_usize;
    let mut entries = vec![Vec::new()];
    for token in tokens {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (token, entries.last_mut()) {
            (Token::Separator, _) if depth == 0 => entries.push(Vec::new()),
            (token, Some(entry)) => entry.push(token),
            (_, None) => {}
        }
    }
    let mut read_entries = Vec::new();
    let entries = entries.into_iter().flat_map(each_exclusion);
    for entry in entries.filter(|entry| !entry.is_empty()) {
        let shown: Vec<String> = entry.iter().map(shown).collect();
        match read(about(entry), Mode::Topics)? {
            Some(expression) => read_entries.push(expression),
            None => return Err(ExpressionError::Wordless(shown.join(" "))),
        }
    }
    Ok(read_entries)
}

/// `not drones or cars` as `not drones, not cars`: as alternatives, one would be wanted.
fn each_exclusion(entry: Vec<Token>) -> Vec<Vec<Token>> {
    if entry.first() != Some(&Token::Not) || entry.contains(&Token::Open) {
        return vec![entry];
    }
    let parts = entry.split(|token| *token == Token::Or);
    let excluded = |part: &[Token]| match part {
        [] | [Token::Not, ..] => part.to_vec(),
        part => [&[Token::Not], part].concat(),
    };
    parts.map(excluded).collect()
}

/// Parses one stored topic. If it is not valid, it is taken as plain words.
pub(crate) fn stored(text: &str) -> Result<Expression> {
    match read(tokens(text, Mode::Topic), Mode::Topic) {
        Ok(Some(expression)) if !expression.any.is_empty() => Ok(expression),
        _ => literal(text),
    }
}

/// Takes the text as plain words, whatever it contains.
pub(crate) fn literal(text: &str) -> Result<Expression> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.chars().any(char::is_alphanumeric) {
        return Err(ExpressionError::Wordless(text));
    }
    Ok(Expression::words(text))
}

fn shown(token: &Token) -> String {
    match token {
        Token::Word(text) | Token::Quote(text) => text.clone(),
        Token::Field(field) => format!("{}:", field.as_str()),
        Token::Or => "OR".to_owned(),
        Token::And => "AND".to_owned(),
        Token::Not => "-".to_owned(),
        Token::Open => "(".to_owned(),
        Token::Close => ")".to_owned(),
        Token::Separator => ",".to_owned(),
    }
}

fn read(tokens: Vec<Token>, mode: Mode) -> Result<Option<Expression>> {
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), mode, depth: 0 };
    let expression = parser.expression()?;
    Ok((!expression.any.is_empty() || !expression.exclude.is_empty()).then_some(expression))
}

struct Parser {
    tokens: Peekable<IntoIter<Token>>,
    mode: Mode,
    depth: usize,
}

impl Parser {
    /// Parses up to the closing parenthesis or the end.
    fn expression(&mut self) -> Result<Expression> {
        let mut whole = Expression::default();
        let mut parts = Vec::new();
        // Whether the next words start a part of their own.
        let mut and = false;
        while let Some(token) = self.tokens.next() {
            match token {
                Token::Or | Token::Separator => {
                    whole.take(std::mem::take(&mut parts));
                    and = false;
                    continue;
                }
                Token::And => {
                    and = true;
                    continue;
                }
                Token::Close if self.depth > 0 => break,
                Token::Close => continue,
                Token::Not => {
                    while self
                        .tokens
                        .next_if(|token| matches!(token, Token::Not | Token::And))
                        .is_some()
                    {}
                    let first = parts.is_empty() && whole.any.is_empty();
                    let excluded = self.excluded(first)?;
                    whole.exclude(excluded);
                    continue;
                }
                token => {
                    let read = self.part(token, usize::MAX)?;
                    whole.put(&mut parts, read, and);
                }
            }
            and = false;
        }
        whole.take(parts);
        Ok(whole)
    }

    /// Parses the operand of an exclusion. In a search it is one word, or a name up to the end if
    /// it isn't `first`.
    fn excluded(&mut self, first: bool) -> Result<Option<Part>> {
        let name = matches!(self.tokens.peek(), Some(Token::Field(_)));
        let one = self.mode == Mode::Search && (first || !name);
        let most = if one { 1 } else { usize::MAX };
        let atom = |token: &Token| {
            matches!(token, Token::Word(_) | Token::Quote(_) | Token::Field(_) | Token::Open)
        };
        match self.tokens.next_if(atom) {
            Some(token) => self.part(token, most),
            None => Ok(None),
        }
    }

    /// Parses a part that begins with `token`, with at most `most` words. `None` if it has no
    /// meaning.
    fn part(&mut self, token: Token, most: usize) -> Result<Option<Part>> {
        match token {
            Token::Word(first) => {
                let words = self.run(Some(first), most)?;
                Ok(words.map(Part::Words))
            }
            Token::Quote(words) => phrase(words).map(|words| Some(Part::Phrase(words))),
            Token::Field(field) => self.name(field, most).map(Some),
            Token::Open if self.depth < DEEPEST => {
                self.depth += 1;
                let group = self.expression();
                self.depth -= 1;
                Ok(Some(Part::Group(group?)))
            }
            _ => Ok(None),
        }
    }

    /// Reads consecutive words; `None` if they contain no letter or digit.
    fn run(&mut self, first: Option<String>, most: usize) -> Result<Option<String>> {
        let mut words: Vec<String> = first.into_iter().collect();
        while words.len() < most
            && let Some(Token::Word(word)) =
                self.tokens.next_if(|token| matches!(token, Token::Word(_)))
        {
            words.push(word);
        }
        // `1. robotics`
        if self.mode == Mode::Topics {
            let numbers = words.iter().take_while(|word| list_number(word).is_some()).count();
            words.drain(..numbers);
        }
        for word in &words {
            let category = Category::find(word);
            let sure =
                |category: &Category| words.len() == 1 || category.typed.contains(['.', ':']);
            if let Some(category) = category.filter(sure) {
                return Err(ExpressionError::Category(category));
            }
        }
        // In topics, `*` means all.
        let says = |word: &String| {
            self.mode != Mode::Search && word == "*" || word.chars().any(char::is_alphanumeric)
        };
        let says = words.iter().any(says);
        Ok(says.then(|| words.join(" ")))
    }

    fn name(&mut self, field: Field, most: usize) -> Result<Part> {
        let named = |text, quoted| Part::Named(field, Name { text, quoted });
        if let Some(Token::Quote(words)) =
            self.tokens.next_if(|token| matches!(token, Token::Quote(_)))
        {
            return Ok(named(phrase(words)?, true));
        }
        // `author:(LeCun OR Hinton)`
        if self.depth < DEEPEST && self.tokens.next_if_eq(&Token::Open).is_some() {
            self.depth += 1;
            let group = self.expression();
            self.depth -= 1;
            let group = group?.within(field);
            if !group.any.is_empty() {
                return Ok(Part::Group(group));
            }
            return Err(ExpressionError::Nameless(field.as_str(), field.example()));
        }
        match self.run(None, most)? {
            Some(words) => {
                let words = words.trim_end_matches([',', ';', '，', '；']);
                Ok(named(words.to_owned(), false))
            }
            None => Err(ExpressionError::Nameless(field.as_str(), field.example())),
        }
    }
}

fn phrase(words: String) -> Result<String> {
    if words.chars().any(char::is_alphanumeric) {
        return Ok(words);
    }
    Err(ExpressionError::EmptyQuotes)
}

impl Part {
    /// The same as names in a field. Between parentheses, all words are the name.
    fn within(self, field: Field) -> Part {
        match self {
            Part::Words(text) => Part::Named(field, Name { text, quoted: field != Field::Title }),
            Part::Phrase(text) => Part::Named(field, Name { text, quoted: true }),
            Part::Named(..) => self,
            Part::Group(group) => Part::Group(group.within(field)),
        }
    }
}

impl Expression {
    fn within(self, field: Field) -> Expression {
        let all = |parts: Vec<Part>| -> Vec<Part> {
            parts.into_iter().map(|part| part.within(field)).collect()
        };
        Expression { any: self.any.into_iter().map(all).collect(), exclude: all(self.exclude) }
    }

    /// Adds an alternative.
    fn take(&mut self, mut parts: Vec<Part>) {
        match parts.pop() {
            None => {}
            // `(a OR b) OR c`
            Some(Part::Group(group)) if parts.is_empty() && group.exclude.is_empty() => {
                group.any.into_iter().for_each(|parts| self.add(parts));
            }
            Some(last) => {
                parts.push(last);
                self.add(parts);
            }
        }
    }

    fn add(&mut self, parts: Vec<Part>) {
        if !self.any.contains(&parts) {
            self.any.push(parts);
        }
    }

    /// Adds a part to an alternative. Words are appended to the words before them, unless they are
    /// joined by `AND`.
    fn put(&mut self, parts: &mut Vec<Part>, part: Option<Part>, and: bool) {
        match part {
            None => {}
            Some(Part::Group(group)) if group.any.len() <= 1 => {
                // Parentheses around a single alternative are redundant.
                group.exclude.into_iter().for_each(|part| self.exclude(Some(part)));
                let mut and = and;
                for part in group.any.into_iter().flatten() {
                    self.put(parts, Some(part), and);
                    and = true;
                }
            }
            Some(Part::Words(words)) => {
                let place = parts.iter().rposition(|part| matches!(part, Part::Words(_)));
                match place.and_then(|place| parts.get_mut(place)) {
                    Some(Part::Words(known)) if !and => {
                        known.push(' ');
                        known.push_str(&words);
                    }
                    // Words come first: after a name they would be read as part of it.
                    _ => parts.insert(place.map_or(0, |place| place + 1), Part::Words(words)),
                }
            }
            Some(part) if parts.contains(&part) => {}
            Some(part) => parts.push(part),
        }
    }

    /// Excludes a part or, for a group, each of its alternatives.
    fn exclude(&mut self, part: Option<Part>) {
        let parts: Vec<Part> = match part {
            // A group with only exclusions has nothing to exclude.
            Some(Part::Group(group)) if group.any.is_empty() => Vec::new(),
            Some(Part::Group(group)) if group.exclude.is_empty() => {
                let one = |mut parts: Vec<Part>| match parts.len() {
                    1 => parts.remove(0),
                    _ => Part::Group(Expression { any: vec![parts], exclude: Vec::new() }),
                };
                group.any.into_iter().map(one).collect()
            }
            part => part.into_iter().collect(),
        };
        for part in parts {
            if !self.exclude.contains(&part) {
                self.exclude.push(part);
            }
        }
    }
}
