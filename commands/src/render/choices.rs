//! What is offered while somebody types.

use domain::PaperId;

use crate::escape::shorten;

/// The most characters that Discord takes for a choice while somebody types.
const CHOICE: usize = 100;

/// A choice's label.
pub fn choice(label: &str) -> String {
    shorten(label, CHOICE)
}

/// Papers as choices: title and id. Where two labels would be the same, each says its id.
pub fn paper_choices(papers: Vec<(PaperId, String)>) -> Vec<(String, String)> {
    let labels: Vec<String> = papers.iter().map(|(_, title)| choice(title)).collect();
    let choices = papers.iter().zip(&labels).map(|((id, title), label)| {
        if labels.iter().filter(|other| *other == label).count() == 1 {
            return (label.clone(), id.to_string());
        }
        let note = format!(" · {id}");
        (shorten(title, CHOICE - note.chars().count()) + &note, id.to_string())
    });
    choices.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_of_one_title_are_told_apart_by_their_ids() {
        let long = "Attention ".repeat(12);
        let papers =
            [("1706.03762", "Attention"), ("2605.00001", "Attention"), ("2605.00002", "A")];
        let papers = papers.into_iter().chain([("2605.00003", &*long), ("2605.00004", &*long)]);
        let choices = paper_choices(
            papers.map(|(id, title)| (id.parse().expect(id), title.into())).collect(),
        );
        let labels: Vec<&str> = choices.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(labels[..3], ["Attention · 1706.03762", "Attention · 2605.00001", "A"]);
        assert!(labels[3].ends_with("… · 2605.00003"), "{}", labels[3]);
        assert_ne!(labels[3], labels[4]);
        assert!(labels.iter().all(|label| label.chars().count() <= 100), "{labels:?}");
        assert_eq!(choices[1].1, "2605.00001");
    }
}
