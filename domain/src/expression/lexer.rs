//! Splits a text into tokens: words, quotes, names, operators and separators.

use super::Field;
use super::plain_words::with_operators;
use crate::is_invisible;

/// What is being parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// A list of topics: commas separate, and an exclusion extends to the next one.
    Topics,
    /// One stored topic: commas and line breaks count as spaces.
    Topic,
    /// A search: commas are ignored, and an exclusion applies to one word.
    Search,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A word as typed, with its punctuation.
    Word(String),
    /// The text between quotes, with single spaces.
    Quote(String),
    /// `author:` or similar.
    Field(Field),
    /// `OR`, `|`
    Or,
    /// `AND`, `&&`
    And,
    /// `NOT`, `-`, `!`
    Not,
    /// `(`
    Open,
    /// `)`
    Close,
    /// A comma or similar, between topics.
    Separator,
}

/// Prefixes before a colon, also in other languages. Those without a field mean "anywhere", which is
/// the default.
const FIELDS: [(Option<Field>, &str); 4] = [
    (
        Some(Field::Author),
        "author authors au by autor autora autores autoren auteur auteurs auteure autore 作者 著者",
    ),
    (
        Some(Field::Organization),
        "org orgs from organization organisation organizations affiliation affil company institution \
         institute university univ uni lab labs team organización organizacion institut 机构 組織 所属",
    ),
    (Some(Field::Title), "title titles intitle ti titel titre título titulo 标题 題名 タイトル"),
    (
        None,
        "topic topics keyword keywords tag tags abs abstract all text query q search subject thema \
         themen sujet sujets tema temas 主题 关键词 トピック",
    ),
];

/// What a prefix before a colon stands for: a field, or anywhere. `None` if it isn't one.
fn field(prefix: &str) -> Option<Option<Field>> {
    let prefix = prefix.to_lowercase();
    let is_one = |names: &str| names.split_whitespace().any(|name| name == prefix);
    FIELDS.iter().find(|(_, names)| is_one(names)).map(|(field, _)| *field)
}

/// What is between quotes, with single spaces and without a backslash before the last.
fn quoted(inside: &[char]) -> String {
    let text: String = inside.iter().collect();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_end_matches(['\\', ' ']).to_owned()
}

fn is_operator(word: &str) -> bool {
    matches!(word, "OR" | "AND" | "NOT" | "&&")
}

/// Second halves of compounds: `-based` after a space is a typo, not an exclusion.
const ENDINGS: [&str; 14] = [
    "aware", "based", "centric", "driven", "free", "guided", "level", "like", "oriented", "scale",
    "shot", "specific", "style", "wise",
];

/// Whether a `-` before the word is a typo.
pub(super) fn ends_compound(word: &str) -> bool {
    ENDINGS.contains(&word.to_lowercase().as_str())
}

/// Splits a text into tokens.
pub(super) fn tokens(text: &str, mode: Mode) -> Vec<Token> {
    let chars: Vec<char> = text.chars().filter(|c| !is_invisible(*c)).collect();
    let mut lexer = Lexer { chars: &chars, at: 0, mode, depth: 0, tokens: Vec::new() };
    while lexer.at < chars.len() {
        lexer.next();
    }
    with_operators(lexer.tokens, mode)
}

struct Lexer<'a> {
    chars: &'a [char],
    at: usize,
    mode: Mode,
    /// The number of open parentheses.
    depth: usize,
    tokens: Vec<Token>,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '＂')
        || matches!(c, '‹' | '›' | '《' | '》' | '〈' | '〉' | '【' | '】')
}

/// Quotes that are also apostrophes or accents, so that both ends must be at the edge of a word.
fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‚' | '`' | '´')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '−' | '–' | '—' | '‐' | '‑' | '－' | '﹣')
}

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜' | '¦')
}

fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}

/// The number of marks before a tag: one for `#robotics`, none for `C#` or `#!`.
fn tag_marks(chars: &[char]) -> usize {
    let marks = chars.iter().take_while(|c| matches!(c, '#' | '＃')).count();
    if chars.get(marks).is_some_and(|c| c.is_alphanumeric()) { marks } else { 0 }
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    /// Reads the next token at a word boundary.
    fn next(&mut self) {
        let Some(c) = self.peek(0) else { return };
        if self.separates(self.at) {
            self.push(Token::Separator, 1);
        } else if c.is_whitespace() || self.is_escape(0) {
            self.at += 1;
        } else if is_quote(c) {
            self.quote();
        } else if is_single_quote(c) {
            // Ignore one that is never closed.
            self.at += usize::from(!self.single_quote());
        } else if is_open(c) {
            self.depth += 1;
            self.push(Token::Open, 1);
        } else if is_close(c) {
            // Ignore one without a partner.
            let known = self.depth > 0;
            self.depth = self.depth.saturating_sub(1);
            if known { self.push(Token::Close, 1) } else { self.at += 1 }
        } else if is_bar(c) {
            self.push(Token::Or, 1);
        } else if matches!(c, '!' | '！') && self.touches(1) {
            self.push(Token::Not, 1);
        } else if is_dash(c) {
            self.dash();
        } else {
            self.word();
        }
    }

    /// Whether the character before is between two digits.
    fn in_number(&self) -> bool {
        let digit = |at: Option<usize>| at.and_then(|at| self.chars.get(at));
        let around = [self.at.checked_sub(2), Some(self.at)];
        around.iter().all(|at| digit(*at).is_some_and(char::is_ascii_digit))
    }

    /// Whether it is a backslash before a quote, as in code: `\"world model\"`.
    fn is_escape(&self, ahead: usize) -> bool {
        self.peek(ahead) == Some('\\') && self.peek(ahead + 1).is_some_and(is_quote)
    }

    fn push(&mut self, token: Token, length: usize) {
        self.tokens.push(token);
        self.at += length;
    }

    /// Whether an operator this long touches what it applies to.
    fn touches(&self, length: usize) -> bool {
        let rest = self.chars.get(self.at + length..).unwrap_or_default();
        let begins =
            |c: &char| c.is_alphanumeric() || is_quote(*c) || is_single_quote(*c) || is_open(*c);
        rest.first().is_some_and(begins) || tag_marks(rest) > 0
    }

    /// Whether a topic ends here.
    fn separates(&self, at: usize) -> bool {
        let digit = |at: usize| self.chars.get(at).is_some_and(char::is_ascii_digit);
        let in_number = self.chars.get(at) == Some(&',')
            && at.checked_sub(1).is_some_and(digit)
            && digit(at + 1);
        let separator = self.chars.get(at).is_some_and(|c| {
            matches!(c, ',' | ';' | '\n' | '\r' | '，' | '、' | '；' | '﹐' | '،' | '؛')
                || matches!(c, '•' | '◦' | '▪' | '●' | '○' | '■' | '‣' | '⁃')
        });
        self.mode == Mode::Topics && separator && !in_number
    }

    /// Reads a quote; one that is never closed is ignored.
    fn quote(&mut self) {
        self.at += 1;
        let rest = &self.chars[self.at..];
        if let Some(length) = rest.iter().position(|c| is_quote(*c)) {
            let words = quoted(&rest[..length]);
            self.push(Token::Quote(words), length + 1);
            // A comma after it belongs to no word.
            let comma = |c: char| matches!(c, ',' | ';' | '.' | '，' | '、' | '；');
            while self.mode == Mode::Search && self.peek(0).is_some_and(comma) {
                self.at += 1;
            }
        }
    }

    /// Reads what is between single quotes, if they are closed at the end of a word.
    fn single_quote(&mut self) -> bool {
        let rest = &self.chars[self.at..];
        let opening = rest.iter().take_while(|c| is_single_quote(**c)).count();
        let inside = &rest[opening..];
        let ends = |at: &usize| {
            let last = inside[..*at].last().is_some_and(|c| !c.is_whitespace());
            let after = inside[*at..].iter().find(|c| !is_single_quote(**c));
            is_single_quote(inside[*at]) && last && after.is_none_or(|c| !c.is_alphanumeric())
        };
        let Some(length) = (0..inside.len()).find(ends) else { return false };
        let closing = inside[length..].iter().take_while(|c| is_single_quote(**c)).count();
        let text: Vec<char> = inside[..length].iter().filter(|c| !is_quote(**c)).copied().collect();
        let words = quoted(&text);
        self.push(Token::Quote(words), opening + length + closing);
        true
    }

    /// Reads a dash at a word boundary. It excludes only if it touches a word; at the beginning of
    /// a topic a space may follow it.
    fn dash(&mut self) {
        let dashes = self.chars[self.at..].iter().take_while(|c| is_dash(**c)).count();
        let rest = &self.chars[self.at + dashes..];
        let word: String = rest
            .iter()
            .take_while(|c| c.is_alphanumeric())
            .flat_map(|c| c.to_lowercase())
            .collect();
        let first = matches!(self.tokens.last(), None | Some(Token::Separator));
        let topic = self.mode == Mode::Topics && first;
        let excludes = topic || self.touches(dashes) && (first || !ends_compound(&word));
        if excludes { self.push(Token::Not, dashes) } else { self.at += dashes }
    }

    /// Whether the parenthesis that opens here closes within the word, as in `f(x)`.
    fn closes_in_word(&self) -> bool {
        let mut opened = 0_usize;
        for (at, c) in self.chars.iter().enumerate().skip(self.at) {
            if c.is_whitespace() || is_quote(*c) || self.separates(at) {
                return false;
            }
            opened += usize::from(is_open(*c));
            opened -= usize::from(is_close(*c));
            if opened == 0 {
                return true;
            }
        }
        false
    }

    /// Reads a word: up to a space, a separator, a bar, or a parenthesis that was not opened in it.
    /// A tag is read as its word.
    fn word(&mut self) {
        self.at += tag_marks(&self.chars[self.at..]);
        let (mut word, mut opened) = (String::new(), 0_usize);
        while let Some(c) = self.peek(0) {
            if c.is_whitespace() || self.separates(self.at) || is_quote(c) || self.is_escape(0) {
                break;
            }
            // `agents,-web`
            let comma = matches!(c, ',' | ';' | '，' | '；');
            if comma && self.peek(1).is_some_and(|next| is_dash(next) || next == '!') {
                self.at += 1;
                break;
            }
            if is_open(c) {
                // `NOT(games)` isn't like `f(x)`.
                if is_operator(&word) || !self.closes_in_word() {
                    break;
                }
                opened += 1;
            } else if is_close(c) {
                if opened == 0 {
                    break;
                }
                opened -= 1;
            } else if is_bar(c) && opened == 0 {
                break;
            }
            self.at += 1;
            // `-games,-robots`
            let excluded = matches!(self.tokens.last(), Some(Token::Not));
            if excluded && matches!(c, ',' | ';' | '，' | '；') && !self.in_number() {
                break;
            }
            if matches!(c, ':' | '：' | '=')
                && let Some(field) = field(&word)
            {
                self.tokens.extend(field.map(Token::Field));
                return;
            }
            word.push(c);
        }
        // `author : LeCun`
        let rest = &self.chars[self.at..];
        let spaces = rest.iter().take_while(|c| **c == ' ').count();
        let colon = rest.get(spaces).is_some_and(|c| matches!(c, ':' | '：' | '='));
        if let Some(Some(field)) = field(&word).filter(|_| colon) {
            return self.push(Token::Field(field), spaces + 1);
        }
        self.tokens.push(match word.as_str() {
            "OR" => Token::Or,
            "AND" | "&&" => Token::And,
            "NOT" => Token::Not,
            "/" | "／" if self.mode == Mode::Topics => Token::Separator,
            _ if word.is_empty() => return,
            _ => Token::Word(word),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mode: Mode, text: &str, expected: &str) {
        let shown = tokens(text, mode).into_iter().map(|token| match token {
            Token::Word(word) => word,
            Token::Quote(words) => format!("“{words}”"),
            Token::Field(field) => format!("{}:", field.as_str()),
            other => format!("{other:?}").to_uppercase(),
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{text}");
    }

    #[test]
    fn searches_are_split_at_operators() {
        for (text, expected) in [
            ("diffusion -medical", "diffusion NOT medical"),
            ("NOT a !b −c –d —e －f --g", "NOT a NOT b NOT c NOT d NOT e NOT f NOT g"),
            ("a|b || c｜d OR e AND f or g", "a OR b OR OR c OR d OR e AND f or g"),
            ("“a  b” „c“ «d» \"e", "“a b” “c” “d” e"),
            ("(a b) （c） d) :)", "OPEN a b CLOSE OPEN c CLOSE d :"),
            ("p(x|y) f(x) g(x y)", "p(x|y) f(x) g OPEN x y CLOSE"),
            ("text-to-image a - b, C++", "text-to-image a b, C++"),
            ("LLM -based agents -5", "LLM based agents NOT 5"),
            ("Author: Yann LeCun org：nvidia ti:x", "author: Yann LeCun org: nvidia title: x"),
            ("topic:diffusion Mamba: a model", "diffusion Mamba: a model"),
            ("hello! !", "hello! !"),
            ("#nlp ＃cv -#games !##x C# #!", "nlp cv NOT games NOT x C# #!"),
        ] {
            check(Mode::Search, text, expected);
        }
    }

    #[test]
    fn topics_are_also_split_at_separators() {
        for (text, expected) in [
            ("a,b; c\nd", "a SEPARATOR b SEPARATOR c SEPARATOR d"),
            ("LLM，智能体、强化学习；a", "LLM SEPARATOR 智能体 SEPARATOR 强化学习 SEPARATOR a"),
            ("\"image, text\", video", "“image, text” SEPARATOR video"),
            ("a, - b, 10,000 steps", "a SEPARATOR NOT b SEPARATOR 10,000 steps"),
        ] {
            check(Mode::Topics, text, expected);
        }
    }
}
