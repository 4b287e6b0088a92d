//! What a topic or a search asks for: words, phrases and names, combined with OR, AND and NOT.
//!
//! One grammar serves both. [`Expression::from_str`](std::str::FromStr) reads a search;
//! [`Topics`](crate::Topics) reads a list, in which commas separate.
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

use std::fmt;
use std::str::FromStr;

use crate::category::Category;

pub(crate) use parser::{entries, stored};

/// What is asked for: at least one of the alternatives, and none of what is excluded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Expression {
    /// One of these must hold; each has at least one part, and all its parts must hold.
    pub any: Vec<Vec<Part>>,
    /// None of these may hold, whichever alternative does.
    pub exclude: Vec<Part>,
}

impl Expression {
    /// The words, if it is nothing but words.
    pub fn plain(&self) -> Option<&str> {
        match (self.any.as_slice(), self.exclude.as_slice()) {
            ([parts], []) => match parts.as_slice() {
                [Part::Words(words)] => Some(words),
                _ => None,
            },
            _ => None,
        }
    }
}

/// One part of an alternative.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Words in any order and form.
    Words(String),
    /// These words, one after the other.
    Phrase(String),
    /// A name, searched where such names are.
    Named(Field, Name),
    /// An expression in parentheses.
    Group(Expression),
}

/// A name after `author:`, `org:` or `title:`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The name. Unless it was in quotes, other words may follow it: in `org:nvidia robots` only
    /// who knows the organizations can say where the name ends.
    pub text: String,
    /// Whether it was in quotes, so that all of it is the name.
    pub quoted: bool,
}

/// Where a name is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// `author:`
    Author,
    /// `org:`
    Organization,
    /// `title:`
    Title,
}

/// Why an expression can't be meant as typed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// Nothing a paper could contain.
    #[error("`{0}` has no words")]
    Wordless(String),
    /// `""`
    #[error("nothing between the quotes")]
    EmptyQuotes,
    /// `author:` without a name; with an example of one.
    #[error("no name after `{0}:`")]
    Nameless(&'static str, &'static str),
    /// An arXiv category. Papers are not filed under these here.
    #[error("`{}` is an arXiv category", .0.typed)]
    Category(Category),
    /// Nothing is asked for, only excluded.
    #[error("only exclusions: `{0}`")]
    OnlyExclusions(String),
}

impl Expression {
    /// The words, if that is all it is.
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

/// Reads a search. More than thirty words are a pasted text, in which nothing is an operator.
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
