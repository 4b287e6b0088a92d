//! Questions as people ask them, and what is understood.

use proptest::prelude::*;

use super::*;

/// One line for each: as typed, and as understood.
const TYPED: &str = include_str!("typed_questions.tsv");
const TODAY: Date = Date::constant(2026, 8, 20);

fn understood(text: &str) -> String {
    let question = Question::read(text, Some(TODAY));
    let mut shown = question.words.clone();
    let notes = [
        question.sort.map(|sort| format!("{sort:?}")),
        question.days.map(|days| format!("{days} days")),
        question.from.map(|from| format!("from {from}")),
        question.to.map(|to| format!("to {to}")),
        question.surveys.then(|| "surveys".to_owned()),
        question.by.map(|by| format!("by {by}")),
    ];
    for note in notes.into_iter().flatten() {
        shown.push_str(" | ");
        shown.push_str(&note);
    }
    shown
}

fn check(text: &str, expected: &str) {
    assert_eq!(understood(text), expected, "{text}");
}

#[test]
fn questions_of_every_kind_are_read_as_meant() {
    let rows = TYPED.lines().filter(|line| !line.starts_with('#'));
    let rows = rows.map(|line| line.split_once('\t').expect("a text and its reading"));
    let wrong: Vec<String> = rows
        .map(|(typed, expected)| (typed, understood(typed), expected))
        .filter(|(_, found, expected)| found != expected)
        .map(|(typed, found, expected)| format!("{typed}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn filler_words_are_understood() {
    for (text, expected) in [
        ("protein folding", "protein folding"),
        ("show me papers about protein folding", "protein folding"),
        ("Please can you find me some good papers on protein folding?", "protein folding?"),
        ("are there any papers on sign language", "sign language"),
        ("papers related to LoRA please", "LoRA"),
        ("I'm looking for research on data pruning", "data pruning"),
        ("tell me about state space models", "state space models"),
        ("robot papers", "robot"),
        ("what is new in robotics", "robotics | Newest"),
        ("What's the latest on diffusion?", "diffusion? | Newest"),
        ("latest papers on diffusion", "diffusion | Newest"),
        ("latest diffusion papers", "diffusion | Newest"),
        ("recent advances in tokenization", "tokenization | Newest"),
        ("newest video generation", "video generation | Newest"),
        ("new papers", " | Newest"),
        ("top this week", " | Votes | 7 days"),
        ("top papers this week", " | Votes | 7 days"),
        ("trending today", " | Votes | 1 days"),
        ("top 10 papers on RL", "RL | Votes"),
        ("best papers about agents of the last 3 weeks", "agents | Votes | 21 days"),
        ("most upvoted papers this month", " | Votes | 31 days"),
        ("papers in the last 7 days about robots", "robots | 7 days"),
        ("papers from last month on agents", "agents | 31 days"),
        ("past two weeks RL", "RL | 14 days"),
        ("last couple of days", " | 2 days"),
        ("best papers of the past few months on RAG", "RAG | Votes | 93 days"),
        ("what's hot this week", " | Votes | 7 days"),
        ("what is trending in robotics", "robotics | Votes"),
        ("anything interesting on diffusion", "diffusion"),
        ("most cited papers on RLHF", "RLHF | Votes"),
        ("a good intro to GNNs", "GNNs | surveys"),
        ("introduction to flow matching", "flow matching | surveys"),
        ("papers this week", " | 7 days"),
        ("this week's papers", " | 7 days"),
        ("diffusion papers this week", "diffusion | 7 days"),
        ("RAG survey", "RAG | surveys"),
        ("survey of context engineering", "context engineering | surveys"),
        ("a comprehensive survey on agentic RL", "agentic RL | surveys"),
        ("latest survey papers on RAG", "RAG | Newest | surveys"),
        ("papers by Ziwei Liu", " | by Ziwei Liu"),
        ("show me the latest papers by Ziwei Liu about video", "video | Newest | by Ziwei Liu"),
        ("papers from NVIDIA on robots", "robots | by NVIDIA"),
        ("papers by Ziwei Liu from last week", " | 7 days | by Ziwei Liu"),
        ("papers by Ziwei Liu from the last 2 weeks", " | 14 days | by Ziwei Liu"),
        ("diffusion papers from today", "diffusion | 1 days"),
        ("papers on agents since yesterday", "agents | 2 days"),
        ("papers by Maël", " | by Maël"),
        ("robots of the last 99999999 years", "robots of the last 99999999 years"),
        // Only similar.
        ("survey", "survey"),
        ("code review", "code review"),
        ("new york", "new york"),
        ("top-k sampling", "top-k sampling"),
        ("best practices for RLHF", "best practices for RLHF"),
        ("the pile", "the pile"),
        ("Show-o", "Show-o"),
        ("Less is More: Recursive Reasoning", "Less is More: Recursive Reasoning"),
        ("papers", "papers"),
        ("search agents", "search agents"),
        ("tree search", "tree search"),
        ("user survey simulation", "user survey simulation"),
        ("", ""),
    ] {
        check(text, expected);
    }
}

proptest! {
    #[test]
    fn no_words_panic(
        words in prop::collection::vec(
            prop_oneof![
                4 => "papers|by|from|of|about|last|past|few|two|weeks|years|2025|may|since|top|survey|and|to|on|2023-2025|'26",
                2 => "[a-zà-ö]{1,5}",
                1 => "\\PC{0,5}",
                1 => "[0-9]{1,11}",
            ],
            0..9,
        ),
    ) {
        let text = words.join(" ");
        let question = Question::read(&text, Some(TODAY));
        prop_assert!(question.words.len() <= text.len(), "{}", text);
    }
}
