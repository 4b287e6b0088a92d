//! Made-up papers for tests.

use domain::{Paper, PaperField, PaperId, TopicReason};

use crate::index::Index;

/// A paper with only an id, a title and an abstract.
pub(crate) fn paper(id: &str, title: &str, summary: &str) -> Paper {
    Paper::new(PaperId::find(id).expect(id), title.to_owned(), summary.to_owned())
}

/// A few papers; each is numbered by the last digits of its id.
pub(crate) fn sample_papers() -> Vec<Paper> {
    let rows = [
        (1, "Paper Boats: Folding Video Diffusion into a Pocket", "Boats that paint films.", 3),
        (2, "Measuring GPT-4o on Kitchen Recipes", "How well does it cook?", 9),
        (3, "A Cookbook for gpt4o", "Recipes and nothing else.", 4),
        (4, "Lantern: Pre-training on Lighthouse Logs", "Logs of keepers teach a model.", 7),
        (5, "What Pretraining Forgets about the Sea", "Salt is forgotten first.", 5),
        (6, "The $\\ell_1$ Norm of a \\textbf{Quiet} Harbour", "Sparse harbours are quiet.", 1),
        (7, "Diffusion of Rumours among Robots", "Robots repeat what robots say.", 8),
        (8, "Qwen2.5-VL Reads Old Maps", "Maps with sea monsters are read aloud.", 6),
        (9, "Why All the Gulls Need Is a Little Attention", "Gulls attend to bread.", 2),
    ];
    let mut papers: Vec<Paper> = rows
        .into_iter()
        .map(|(number, title, summary, upvotes)| {
            let mut paper = paper(&format!("2601.{number:05}"), title, summary);
            paper.upvotes = upvotes;
            paper.published_at = format!("2026-01-{:02}T12:00:00Z", number + 1).parse().ok();
            paper
        })
        .collect();
    papers[0].authors = vec!["Łucja Żeglarz".to_owned(), "Jean-Luc P. Méer".to_owned()];
    papers[3].authors = vec!["Łucja Żeglarz".to_owned()];
    papers[6].github = domain::WebUrl::parse("https://example.org/rumours");
    papers
}

pub(crate) fn index(papers: &[Paper]) -> Index {
    let mut index = Index::default();
    papers.iter().for_each(|paper| index.put(paper));
    index
}

/// A short form of a reason.
pub(crate) fn shown(reason: &TopicReason) -> String {
    match reason {
        TopicReason::Words { words, place, times } => match (place, times) {
            (PaperField::Abstract, 2..) => format!("“{words}” {times} times in the abstract"),
            (place, _) => format!("“{words}” in the {}", format!("{place:?}").to_lowercase()),
        },
        TopicReason::Narrower { words, topic } => format!("{words}, a part of {topic}"),
        TopicReason::Related { words, topic } => format!("{words}, related to {topic}"),
        TopicReason::Typical { words, topic } => {
            format!("{}, typical of {topic}", words.join(" and "))
        }
        TopicReason::Similar => "similar".to_owned(),
        TopicReason::Author(name) => format!("by {name}"),
        TopicReason::Organization(name) => format!("from {name}"),
        TopicReason::All(reasons) => reasons.iter().map(shown).collect::<Vec<_>>().join(", "),
    }
}
