//! Explains why a list of topics or a search is not valid.

use domain::{ExpressionError, Topic, TopicError, Topics};

use crate::l10n::Text;
use crate::message::quoted;
use crate::text;

/// The problem with a list of topics, and what to type instead.
pub fn topics_error(error: &TopicError) -> Text {
    match error {
        TopicError::Expression(error) => search_error(error),
        TopicError::TooLong(start) => {
            text!("topics-too-long", topic = quoted(start), most = Topic::MAX_LENGTH)
        }
        TopicError::TooMany(count) => {
            text!("topics-too-many", count = *count, most = Topics::MAX_TOPICS)
        }
        TopicError::Contradiction(topic) => text!("topics-contradiction", topic = quoted(topic)),
        TopicError::NoTopic(typed) => text!("topics-none", typed = quoted(typed)),
        TopicError::OnlyExclusions(excluded) => {
            text!("topics-only-exclusions", excluded = quoted(excluded))
        }
        TopicError::AllAndMore(topic) => text!("topics-all-and-more", topic = quoted(topic)),
    }
}

/// The problem with a search, and what to type instead.
pub fn search_error(error: &ExpressionError) -> Text {
    match error {
        ExpressionError::Wordless(typed) => text!("words-none", typed = quoted(typed)),
        ExpressionError::EmptyQuotes => text!("words-empty-quotes"),
        ExpressionError::Nameless(field, example) => {
            text!("words-nameless", field = *field, example = *example)
        }
        ExpressionError::Category(category) => {
            text!("words-category", typed = quoted(&category.typed), instead = category.instead)
        }
        ExpressionError::OnlyExclusions(excluded) => {
            text!(
                "words-only-exclusions",
                example = example_without(excluded),
                excluded = quoted(excluded)
            )
        }
    }
}

/// An example of a search that isn't itself excluded.
fn example_without(excluded: &str) -> &'static str {
    match excluded.to_lowercase().contains("diffusion") {
        true => "agents",
        false => "diffusion",
    }
}

#[cfg(test)]
mod tests {
    use domain::{Expression, Language};

    use super::*;

    #[test]
    fn invalid_topics_are_refused_with_what_to_type() {
        let many = (0..26).map(|n| format!("t{n}")).collect::<Vec<_>>().join(",");
        for (typed, part) in [
            ("a, -A", "both included and excluded"),
            ("???", "no words that a paper could match"),
            ("-", "no words that a paper could match"),
            ("diffusion, OR", "`OR` has no words"),
            (",", "or `all` for every paper"),
            (" ，; ", "or `all` for every paper"),
            (many.as_str(), "That's 26 topics. A subscription can have at most 25"),
            (&"x".repeat(101), "more than 100 characters"),
            ("-medical", "enter `all, -medical`"),
            ("NOT medical, -\"video games\"", "enter `all, -medical, -\"video games\"`"),
            ("all, diffusion", "`diffusion` without it"),
            ("diffusion | all", "`diffusion` without it"),
            ("cs.CL", "such as `natural language processing`"),
            ("diffusion, cs.CV papers", "such as `computer vision`"),
            ("hep-th", "such as `high-energy physics`"),
            ("\"\"", "nothing between the quotes"),
            ("diffusion, “ ?”", "nothing between the quotes"),
            ("author:", "such as `author:Yann LeCun`"),
            ("org:, diffusion", "such as `org:NVIDIA`"),
        ] {
            let error = typed.parse::<Topics>().expect_err(typed);
            let text = topics_error(&error).to(Language::English);
            assert!(text.contains(part), "{typed}: {text}");
        }
    }

    #[test]
    fn invalid_searches_are_refused_with_what_to_type() {
        for (typed, part) in [
            ("-medical", "such as `diffusion -medical`"),
            ("-\"Diffusion models\"", "such as `agents -\"Diffusion models\"`"),
            ("cs.CL", "such as `natural language processing`"),
            ("robots \"\"", "nothing between the quotes"),
            (",", "has no words"),
            ("author:", "such as `author:Yann LeCun`"),
        ] {
            let error = typed.parse::<Expression>().expect_err(typed);
            let text = search_error(&error).to(Language::English);
            assert!(text.contains(part), "{typed}: {text}");
        }
    }
}
