//! Corpora of any size for measurements, made from a smaller one by recombining its titles and
//! abstracts.

use domain::{Paper, PaperId};

/// The highest number that an arXiv id holds in a month, rounded down.
const A_MONTH: usize = 90_000;

/// Paper `number` of an endless corpus, which begins with `papers`. After the first round, each has
/// the title of one paper, halves of the abstracts of two others, and new authors, so that word
/// frequencies stay the same and no two papers are equal. `None` if there are no papers.
pub fn grown(papers: &[Paper], number: usize) -> Option<Paper> {
    let at = number.checked_rem(papers.len())?;
    let (round, mut paper) = (number / papers.len(), papers[at].clone());
    if round == 0 {
        return Some(paper);
    }
    let other = |step: usize| &papers[(at * (2 * round + 1) + step * round) % papers.len()];
    let half = |text: &str, second: bool| -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (first, last) = words.split_at(words.len() / 2);
        if second { last.join(" ") } else { first.join(" ") }
    };
    paper.title = format!("{} {}", half(&other(1).title, false), half(&other(2).title, true));
    paper.summary = format!("{} {}", half(&other(3).summary, false), half(&other(4).summary, true));
    for author in &mut paper.authors {
        author.extend([b'a' + (round * 7 % 26) as u8, b'a' + (at % 26) as u8].map(char::from));
    }
    paper.id = grown_id(papers, number)?;
    Some(paper)
}

/// The id of paper `number`; those of later rounds are in months that have no papers yet.
pub fn grown_id(papers: &[Paper], number: usize) -> Option<PaperId> {
    if let Some(paper) = papers.get(number) {
        return Some(paper.id.clone());
    }
    let (month, number) = (number / A_MONTH, number % A_MONTH);
    PaperId::find(&format!("{:02}{:02}.{number:05}", 50 + month / 12, month % 12 + 1))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::fixtures::paper;

    #[test]
    fn grown_papers_differ() {
        let papers = [
            paper("2605.00001", "Agents that plan", "We plan and act with tools."),
            paper("2605.00002", "Video diffusion", "We generate videos from noise."),
        ];
        let grown: Vec<Paper> = (0..6).filter_map(|number| grown(&papers, number)).collect();
        assert_eq!(grown[..2], papers);
        let ids: HashSet<_> = grown.iter().map(|paper| paper.id.clone()).collect();
        assert_eq!(ids.len(), 6);
        assert!(grown[2..].iter().all(|paper| !paper.title.is_empty() && paper.summary.len() > 20));
        assert_eq!(super::grown(&[], 1), None);
    }
}
