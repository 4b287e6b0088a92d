//! Expressions for topics and searches: words, phrases and names, combined with OR, AND and NOT.
//!
//! Both use the same grammar. [`Expression::from_str`](std::str::FromStr) parses a search;
//! [`Topics`](crate::Topics) parses a list separated by commas.
//!
//! ```
//! use domain::Expression;
//!
//! let typed: Expression = r#"diffusion | "state space" NOT medical"#.parse()?;
//! assert_eq!(typed.to_string(), r#"diffusion OR "state space" -medical"#);
//! # Ok::<(), domain::ExpressionError>(())
//! ```

mod lexer;
mod parser;
mod plain_words;
#[cfg(test)]
mod typed_expressions_tests;

use std::fmt;
use std::str::FromStr;

use crate::category::Category;

pub(crate) use parser::{entries, stored};
pub(crate) use plain_words::list_number;

/// An expression: at least one alternative must match, and no exclusion may.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Expression {
    /// The alternatives. Each has at least one part, and all its parts must match.
    pub any: Vec<Vec<Part>>,
    /// The exclusions: none may match, regardless of the alternative.
    pub exclude: Vec<Part>,
}

/// One part of an alternative.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Words in any order and form.
    Words(String),
    /// These words as a phrase.
    Phrase(String),
    /// A name in a specific field.
    Named(Field, Name),
    /// An expression in parentheses.
    Group(Expression),
}

/// A name after `author:`, `org:` or `title:`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The name. Without quotes, other words may follow it: where the name ends in `org:nvidia
    /// robots` can only be decided with a list of organizations.
    pub text: String,
    /// Whether it was in quotes, so that all of it is the name.
    pub quoted: bool,
}

/// The field in which a name is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// `author:`
    Author,
    /// `org:`
    Organization,
    /// `title:`
    Title,
}

/// Why an expression is not valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// No word that a paper could contain.
    #[error("`{0}` has no words")]
    Wordless(String),
    /// `""`
    #[error("nothing between the quotes")]
    EmptyQuotes,
    /// `author:` and the like without a name; with an example.
    #[error("no name after `{0}:`")]
    Nameless(&'static str, &'static str),
    /// An arXiv category. Papers on the hub are not filed under these.
    #[error("`{}` is an arXiv category", .0.typed)]
    Category(Category),
    /// Only exclusions, and nothing to search for.
    #[error("only exclusions: `{0}`")]
    OnlyExclusions(String),
}

impl Expression {
    /// The words, if it is nothing else.
    pub fn as_words(&self) -> Option<&str> {
        match (self.any.as_slice(), self.exclude.is_empty()) {
            ([parts], true) => match parts.as_slice() {
                [Part::Words(words)] => Some(words),
                _ => None,
            },
            _ => None,
        }
    }

    fn words(text: String) -> Expression {
        Expression { any: vec![vec![Part::Words(text)]], exclude: Vec::new() }
    }
}

impl Field {
    /// What is typed before the colon.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Author => "author",
            Field::Organization => "org",
            Field::Title => "title",
        }
    }

    fn example(self) -> &'static str {
        match self {
            Field::Author => "Yann LeCun",
            Field::Organization => "NVIDIA",
            Field::Title => "diffusion",
        }
    }
}

/// Parses a search. A text of more than thirty words is pasted, so nothing in it is an operator.
impl FromStr for Expression {
    type Err = ExpressionError;

    fn from_str(text: &str) -> Result<Expression, ExpressionError> {
        parser::search(text)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, parts) in self.any.iter().enumerate() {
            f.write_str(if at > 0 { " OR " } else { "" })?;
            for (at, part) in parts.iter().enumerate() {
                let both_words = at > 0 && matches!(part, Part::Words(_));
                let and = if both_words { " AND " } else { " " };
                write!(f, "{}{part}", if at > 0 { and } else { "" })?;
            }
        }
        for (at, part) in self.exclude.iter().enumerate() {
            f.write_str(if at > 0 || !self.any.is_empty() { " " } else { "" })?;
            match part {
                Part::Words(words) if !is_plain(words) => write!(f, "-({words})")?,
                part => write!(f, "-{part}")?,
            }
        }
        Ok(())
    }
}

/// Whether an exclusion of these words needs no parentheses.
fn is_plain(words: &str) -> bool {
    !words.contains(' ') && words.starts_with(char::is_alphanumeric) && !lexer::ends_compound(words)
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Words(words) => f.write_str(words),
            Part::Phrase(words) => write!(f, "\"{words}\""),
            Part::Named(field, Name { text, quoted: false }) => {
                write!(f, "{}:{text}", field.as_str())
            }
            Part::Named(field, Name { text, quoted: true }) => {
                write!(f, "{}:\"{text}\"", field.as_str())
            }
            Part::Group(group) => write!(f, "({group})"),
        }
    }
}
