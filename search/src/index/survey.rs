//! Recognizes surveys by their title.

/// Whether a title says that the paper is a survey.
pub(crate) fn is_survey(title: &str) -> bool {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let is = |word: &str| words.contains(&word);
    let review = is("review") || is("reviews");
    is("survey") || is("surveys") || is("overview") || is("tutorial") || is("roadmap") || {
        review
            && ["a review", "review of", "systematic review", "literature review"]
                .iter()
                .chain(&["comprehensive review", "critical review", "review on"])
                .any(|phrase| lower.contains(phrase))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surveys_are_recognized_by_title() {
        for (title, expected) in [
            ("A Survey of Boats", true),
            ("Boats: A Review", true),
            ("A Systematic Review of Boats", true),
            ("An Overview of Sails", true),
            ("Automated Peer Review by Gulls", false),
            ("Surveying the Sea", false),
        ] {
            assert_eq!(is_survey(title), expected, "{title}");
        }
    }
}
