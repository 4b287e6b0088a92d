//! Formats a paper's authors.

use domain::{Language, Paper};

use crate::say;

/// `Ada Lovelace, Alan Turing and 12 others`: at most `shown` names.
pub fn byline(paper: &Paper, shown: usize, language: Language) -> String {
    let rest = paper.authors.len().saturating_sub(shown);
    let names = paper.authors.iter().take(shown).cloned().collect::<Vec<_>>().join(", ");
    match rest {
        0 => names,
        count => say!(language, "byline-others", names = names, count = count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixtures::paper;

    #[test]
    fn some_names_are_shown_and_the_rest_counted() {
        let authors = |count: usize| {
            let authors = (1..=count).map(|number| format!("A{number}")).collect();
            Paper { authors, ..paper(1) }
        };
        for (count, expected) in [
            (0, ""),
            (1, "A1"),
            (2, "A1, A2"),
            (3, "A1, A2 and 1 other"),
            (664, "A1, A2 and 662 others"),
            (1_664, "A1, A2 and 1,662 others"),
        ] {
            assert_eq!(byline(&authors(count), 2, Language::English), expected);
        }
        assert_eq!(byline(&authors(9), 1, Language::Japanese), "A1 ほか8名");
    }
}
