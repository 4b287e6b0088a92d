//! Tests of questions and answers over a few papers.

use domain::PaperId;
use proptest::prelude::*;

use super::*;
use crate::embedding::Embedding;
use crate::fixtures::{index, paper, sample_papers};
use crate::index::Index;

/// Formats hits as numbers of the sample papers: `!` marks exact hits, a leading `~` means nothing
/// is close.
fn ask(index: &Index, query: &Query) -> String {
    let answer = index.search(query);
    let hits = answer.hits.iter().map(|hit| {
        let number = hit.id.as_str().trim_start_matches("2601.0000");
        format!("{number}{}", if hit.exact.is_some() { "!" } else { "" })
    });
    let hits = hits.collect::<Vec<_>>().join(" ");
    if answer.nothing_close { format!("~{hits}") } else { hits }
}

/// The sample papers, some with other authors, by index.
fn sample_papers_by(authors: &[(usize, &[&str])]) -> Vec<domain::Paper> {
    let mut papers = sample_papers();
    for (number, names) in authors {
        papers[*number].authors = names.iter().map(|&name| name.to_owned()).collect();
    }
    papers
}

fn check(text: &str, expected: &str) {
    assert_eq!(ask(&index(&sample_papers()), &Query::new(text)), expected, "{text}");
}

#[test]
fn a_question_finds_its_papers() {
    for (text, expected) in [
        // By id, which must exist.
        ("2601.00007", "7!"),
        ("look: https://arxiv.org/abs/2601.00002v3", "2!"),
        // Several ids, in the order typed; unknown ones are skipped.
        ("2601.00007, 2601.99999 and arXiv:2601.00002v3", "7! 2!"),
        ("2601.00099", "~"),
        // By title: exact, spelled differently, nearly exact.
        ("a cookbook for GPT-4o", "3! 2"),
        ("the l1 norm of a quiet harbour", "6!"),
        ("why all the gulls need is attention", "9!"),
        // By author: accents, order and initials don't matter; the surname alone is enough.
        ("lucja zeglarz", "4! 1!"),
        ("Méer, Jean Luc", "1!"),
        ("meer", "1!"),
        // By authors and words together.
        ("lucja zeglarz OR sea", "4 5 1 8"),
        ("meer OR lantern", "1 4"),
        ("lucja zeglarz AND boats", "1"),
        ("Łucja Żeglarz AND Jean-Luc Méer", "1"),
        // By a title in a citation.
        ("Keeper et al. (2026). Diffusion of Rumours among Robots. arXiv preprint.", "7!"),
        ("\u{1f680} our new paper \"Diffusion of Rumours among Robots!\" is out", "7!"),
        ("@misc{x, title={{Diffusion of Rumours among Robots}}, year={2026}}", "7!"),
        // By words, in any spelling; matches by name come first.
        ("gpt 4o", "3 2"),
        ("GPT4o", "3 2"),
        ("pre-training", "4 5"),
        ("pretraining", "5 4"),
        ("lantern", "4"),
        ("papers about robot", "7"),
        ("video diffusion", "1"),
        ("qwen2.5", "8"),
        // Nothing is close: only papers that share a word are listed.
        ("diffusion of cathedral windows in winter", "~7 1"),
        ("cathedral", "~"),
        ("the of and", "~"),
        ("", "~"),
    ] {
        check(text, expected);
    }
}

#[test]
fn several_authors_and_short_given_names_are_found() {
    let papers = sample_papers_by(&[
        (2, &["Christopher Manning", "Ada Lovelace"]),
        (4, &["Ada Lovelace"]),
        (7, &["Grace Hopper", "Daniel Lantern"]),
    ]);
    let index = index(&papers);
    for (text, expected) in [
        ("Chris Manning", "3!"),
        ("Dan Lantern", "8!"),
        // First papers by all of them, then by any.
        ("Ada Lovelace and Chris Manning", "3! 5!"),
        ("Christopher Manning; Ada Lovelace", "3! 5!"),
        ("Grace Hopper or Ada Lovelace", "8! 5! 3!"),
        // Not all are authors.
        ("Ada Lovelace and Charles Babbage", "5! 3!"),
    ] {
        assert_eq!(ask(&index, &Query::new(text)), expected, "{text}");
    }
}

#[test]
fn names_of_others_do_not_hide_a_misspelt_one() {
    let mut papers = sample_papers_by(&[
        (2, &["Phillip Isola"]),
        (4, &["Jean Philip", "Shino Sam"]),
        (5, &["Hannaneh Hajishirzi"]),
        (7, &["Wei Zhang", "Emma Hanna"]),
        (8, &["W. Zhang", "Weinan E", "Akari Asai"]),
    ]);
    papers.push(paper("2601.00010", "SAM 2: Segment Anything", "Boats are cut out."));
    let index = index(&papers);
    for (text, expected) in [
        ("Philip Isola", "3!"),
        ("Hanna Hajishirzi", "6!"),
        ("Jean Philip", "5!"),
        ("Zhang, W.", "8! 9!"),
        ("Weinan E", "9!"),
        ("papers by Akari Asai", "9!"),
        ("Hajishirzi 2024a", "6!"),
        ("\"Why All the Gulls Need Is a Little Attention\" -gulls", "~"),
        ("SAM 2", "2601.00010"),
        ("Isola 2024", "3!"),
        ("Isola OR Hajishirzi", "3 6"),
        ("Isola AND recipes", "3"),
        ("(Isola OR Hajishirzi) recipes", "3!"),
    ] {
        assert_eq!(ask(&index, &Query::new(text)), expected, "{text}");
    }
}

#[test]
fn unknown_words_are_named_on_every_page_or_none() {
    let mut papers = sample_papers();
    papers[7].authors = vec!["Ada Lovelace".to_owned()];
    let index = index(&papers);
    let check = |text: &str, expected: &[&str]| {
        for offset in 0..2 {
            let found = index.search(&Query { offset, limit: 1, ..Query::new(text) });
            assert_eq!(found.unknown_words, expected, "{text} from {offset}");
        }
    };
    check("unheard diffusion", &["unheard"]);
    check("Lovelace", &[]);
    check("papers about robots plz", &[]);
}

#[test]
fn misspelt_words_of_a_question_are_understood() {
    let mut papers = sample_papers();
    papers.push(paper(
        "2601.00010",
        "Latest January Papers",
        "Latest papers of January, and surveys.",
    ));
    papers.push(paper("2601.00011", "Papers", "The latest papers, since January."));
    let index = index(&papers);
    let today = Some(Date::constant(2026, 2, 1));
    let check = |text: &str, sort, from| {
        let query = Query { today, ..Query::new(text) };
        let found = index.search(&query);
        assert_eq!((found.understood.sort, found.understood.from), (sort, from), "{text}");
        assert!(found.repaired.is_some() && found.total > 0, "{text}");
    };
    check("latset papers about robots", Some(Sort::Newest), None);
    check("robots papers since janaury 2026", None, Some(Date::constant(2026, 1, 1)));
}

#[test]
fn a_surname_before_a_given_name_is_one_person() {
    let papers = sample_papers_by(&[
        (2, &["Wei Chen", "Tri Dao"]),
        (4, &["Mei Chen", "Jia Wei"]),
        (7, &["Albert Gu", "Tri Dao"]),
        (6, &["Dao Wei"]),
    ]);
    let index = index(&papers);
    for (text, expected) in [
        ("Chen, Wei", "3!"),
        ("author:\"Chen, Wei\"", "3"),
        ("papers by Chen, Wei", "3!"),
        ("Chen and Wei", "5!"),
        ("Wei, Jia", "5!"),
        ("Gu, Dao", "8!"),
        ("Gu and Dao, 2023", "8!"),
        ("Wei Chen, Tri Dao", "3! 8!"),
    ] {
        assert_eq!(ask(&index, &Query::new(text)), expected, "{text}");
    }
}

#[test]
fn papers_of_authors_and_organizations_are_distinguished() {
    let mut papers = sample_papers();
    papers[1].organization = Some("Sea Labs".to_owned());
    let index = index(&papers);
    for (text, expected) in [
        ("papers by Łucja Żeglarz", [Exact::Author, Exact::Author].as_slice()),
        ("papers from Sea Labs", &[Exact::Organization]),
        (
            "papers by Łucja Żeglarz or Sea Labs",
            // By votes.
            &[Exact::Organization, Exact::Author, Exact::Author],
        ),
    ] {
        let found = index.search(&Query { limit: 9, ..Query::new(text) });
        let kinds: Vec<Exact> = found.hits.iter().filter_map(|hit| hit.exact).collect();
        assert_eq!(kinds, expected, "{text}");
    }
}

#[test]
fn every_hit_passes_the_filters() {
    let date = |text: &str| Some(text.parse().expect("a date"));
    let index = index(&sample_papers());
    for (text, filters, expected) in [
        ("diffusion", Filters::default(), "7 1"),
        ("diffusion", Filters { has_code: true, ..Filters::default() }, "7"),
        ("diffusion", Filters { min_upvotes: 9, ..Filters::default() }, "~"),
        ("diffusion", Filters { to: date("2026-01-02"), ..Filters::default() }, "1"),
        ("diffusion", Filters { from: date("2026-01-08"), ..Filters::default() }, "7"),
        ("2601.00001", Filters { min_upvotes: 4, ..Filters::default() }, "~"),
        ("lucja zeglarz", Filters { min_upvotes: 4, ..Filters::default() }, "4!"),
    ] {
        let query = Query { filters, ..Query::new(text) };
        assert_eq!(ask(&index, &query), expected, "{query:?}");
    }
}

#[test]
fn order_and_pages_do_not_change_the_total() {
    let index = index(&sample_papers());
    for (sort, offset, limit, expected) in [
        (Sort::Votes, 0, 10, "4 5"),
        (Sort::Newest, 0, 10, "5 4"),
        (Sort::Newest, 1, 10, "4"),
        (Sort::Newest, 0, 1, "5"),
        (Sort::Newest, 2, 10, ""),
        (Sort::Newest, usize::MAX, usize::MAX, ""),
    ] {
        let query = Query { sort, offset, limit, ..Query::new("pretraining") };
        assert_eq!(ask(&index, &query), expected, "{query:?}");
        assert_eq!(index.search(&query).total, 2, "{query:?}");
    }
}

#[test]
fn hub_hits_are_close() {
    let index = index(&sample_papers());
    let hub_hits: Vec<_> =
        [8, 1, 99].iter().filter_map(|n| PaperId::find(&format!("2601.{n:05}"))).collect();
    for (text, filters, expected) in [
        ("diffusion", Filters::default(), "1 7 8"),
        ("cathedral", Filters::default(), "8 1"),
        ("cathedral", Filters { min_upvotes: 4, ..Filters::default() }, "8"),
    ] {
        let query = Query { hub_hits: hub_hits.clone(), filters, ..Query::new(text) };
        assert_eq!(ask(&index, &query), expected, "{text}");
    }
}

#[test]
fn a_paper_found_by_name_and_by_the_hub_is_counted_once() {
    let index = index(&sample_papers());
    let hub_hits: Vec<_> =
        [6, 1, 8].iter().filter_map(|n| PaperId::find(&format!("2601.{n:05}"))).collect();
    for (text, expected, total) in [
        // By title, by nearly the title, and by an author.
        ("the l1 norm of a quiet harbour", "6! 1 8", 3),
        ("show me the l1 norm of a quiet harbour", "6! 1 8", 3),
        ("norm of a quiet harbour", "6! 1 8", 3),
        ("lucja zeglarz", "4! 1! 6 8", 4),
        ("jean-luc méer boats", "1! 6 8", 3),
    ] {
        let query = Query { hub_hits: hub_hits.clone(), ..Query::new(text) };
        assert_eq!(ask(&index, &query), expected, "{text}");
        assert_eq!(index.search(&query).total, total, "{text}");
    }
}

#[test]
fn three_words_must_all_match() {
    let mut papers = sample_papers();
    // Two of the words are adjacent by chance in 12; 11 has all three.
    papers.extend([
        paper("2601.00011", "A Report", "Amber came early. Then quartz. Then flint."),
        paper("2601.00012", "A Study", "Old quartz flint rots. Ropes too."),
        paper("2601.00013", "Amber", "Amber shines."),
    ]);
    let mut index = index(&papers);
    let first = |index: &Index, query: Query| index.search(&query).hits[0].id.clone();
    assert_eq!(first(&index, Query::new("amber quartz flint")), id(11));
    // Meaning doesn't outweigh the words of a short question.
    for paper in &papers {
        let near = if paper.id == id(12) { vector(1.0, 0.0) } else { vector(0.4, 1.0) };
        assert!(index.put_embedding(&paper.id, &near));
    }
    assert_eq!(first(&index, asked("amber quartz flint")), id(11));
}

fn id(number: u32) -> PaperId {
    PaperId::find(&format!("2601.{number:05}")).expect("an id")
}

fn vector(one: f32, other: f32) -> Embedding {
    Embedding::from_real(&[one, other])
}

/// The sample papers with vectors: 5 and, less so, 7 are near (1, 0).
fn meaningful() -> Index {
    let mut index = index(&sample_papers());
    for number in 1..=9 {
        let vector = match number {
            5 => vector(1.0, 0.1),
            7 => vector(0.7, 1.0),
            _ => vector(-0.1, 1.0),
        };
        assert!(index.put_embedding(&id(number), &vector));
    }
    index
}

fn asked(text: &str) -> Query {
    Query { embedding: Some(vector(1.0, 0.0)), ..Query::new(text) }
}

#[test]
fn meaning_finds_papers_that_words_miss() {
    let mut index = meaningful();
    assert!(!index.put_embedding(&id(99), &vector(1.0, 1.0)));
    assert_eq!((index.embedded(), index.missing_embeddings().count()), (9, 0));
    assert_eq!(ask(&index, &asked("amnesia of oceans")), "5");
    assert_eq!(ask(&index, &asked("diffusion")), "7 1 5");
    index.clear_embeddings();
    assert_eq!(index.embedded(), 0);
    assert_eq!(ask(&index, &asked("diffusion")), "7 1");
}

#[test]
fn a_missing_vector_is_no_disadvantage() {
    let mut index = meaningful();
    // As good by words as the best, and added after the vectors.
    index.put(&paper("2601.00010", "Diffusion of Rumours among Robots", ""));
    assert_eq!(index.embedded(), 9);
    assert_eq!(ask(&index, &asked("rumours among robots")), "2601.00010 7 5");
    assert!(index.put_embedding(&id(10), &vector(-0.1, 1.0)));
    assert_eq!(ask(&index, &asked("rumours among robots")), "7 2601.00010 5");
}

#[test]
fn a_paper_put_again_is_replaced() {
    let mut index = index(&sample_papers());
    let mut changed = sample_papers().swap_remove(6);
    changed.upvotes = 90;
    index.put(&changed);
    let popular = Filters { min_upvotes: 50, ..Filters::default() };
    let query = Query { filters: popular, ..Query::new("rumours") };
    assert_eq!(ask(&index, &query), "7");
    changed.title = "Silence among Machines".to_owned();
    index.put(&changed);
    assert_eq!(ask(&index, &Query::new("rumours")), "~");
    let silent = index.search(&Query::new("silent machines"));
    assert_eq!((silent.hits.len(), silent.unknown_words), (1, vec!["silent".to_owned()]));
    assert_eq!(index.len(), 9);
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("video"),
        Just("diffusion"),
        Just("robots"),
        Just("gpt-4o"),
        Just("the"),
        Just("sea"),
        Just("unheard"),
        Just("pre-training"),
        Just("4o"),
        Just("lantern:"),
    ];
    prop::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
}

#[test]
fn votes_break_ties_between_equal_matches() {
    let short = paper("2603.00001", "Tidal Charts", "Charts of tides.");
    let mut long = paper("2603.00002", "Tidal Charts", "Charts of tides, and of what they carry.");
    let first = |papers: &[domain::Paper]| {
        index(papers).search(&Query::new("charts of tides")).hits[0].id.clone()
    };
    assert_eq!(first(&[short.clone(), long.clone()]), short.id);
    long.upvotes = 200;
    assert_eq!(first(&[short.clone(), long.clone()]), long.id);
    // Votes never make up for missing words.
    let mut other = paper("2603.00003", "Charts", "Nothing of the sea.");
    other.upvotes = 100_000;
    assert_eq!(first(&[short.clone(), other]), short.id);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn removed_papers_leave_no_trace(
        title in words(), summary in words(), text in words(), with_vector: bool,
    ) {
        let mut changed = meaningful();
        let ask = |index: &Index| {
            [Query::new(text.as_str()), asked(&text)].map(|query| index.search(&query))
        };
        let before = ask(&changed);
        let extra = paper("2601.00050", &title, &summary);
        changed.put(&extra);
        if with_vector {
            prop_assert!(changed.put_embedding(&extra.id, &vector(1.0, 0.0)));
        }
        prop_assert!(changed.remove(&extra.id));
        prop_assert!(!changed.remove(&extra.id));
        prop_assert_eq!(ask(&changed), before);
        prop_assert_eq!(changed.complete(&text, 9), index(&sample_papers()).complete(&text, 9));
    }

    #[test]
    fn the_order_is_total(
        text in words(), seed in 0usize..9, copies in 1u32..4, embedding: bool,
    ) {
        let mut papers = sample_papers();
        // The same text under several ids: only the id differs.
        for copy in 0..copies {
            papers.push(paper(&format!("2602.{copy:05}"), &text, "diffusion"));
        }
        let index = |papers: &[domain::Paper]| {
            let mut index = index(papers);
            // Copies have the same vector, too.
            for paper in papers.iter().filter(|_| embedding) {
                let same = paper.id.as_str().starts_with("2602");
                let other = if same { 0.3 } else { f32::from(paper.upvotes as u8) };
                index.put_embedding(&paper.id, &vector(1.0, other));
            }
            index
        };
        let query = if embedding { asked(&text) } else { Query::new(text.as_str()) };
        let whole = Query { limit: 50, ..query };
        let answer = index(&papers).search(&whole);
        papers.rotate_left(seed);
        let other = index(&papers);
        prop_assert_eq!(&other.search(&whole), &answer);
        if !answer.nothing_close {
            let pages: Vec<Hit> = (0..answer.total)
                .flat_map(|offset| other.search(&Query { offset, limit: 1, ..whole.clone() }).hits)
                .collect();
            prop_assert_eq!(pages, answer.hits);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_text_panics(text in ".{0,6000}") {
        let mut index = meaningful();
        index.put(&paper("2601.00050", &text, &text));
        index.put_embedding(&id(50), &vector(1.0, 0.0));
        let answer = index.search(&asked(&text));
        prop_assert!(answer.hits.len() <= 10);
        let answer = index.search(&Query::new(text.as_str()));
        prop_assert!(answer.hits.len() <= 10);
        let _ = index.complete(&text, 25);
        prop_assert!(index.remove(&paper("2601.00050", "", "").id));
    }
}
