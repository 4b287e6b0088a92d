//! Tests of refusals and of how results are displayed.

use jiff::civil::Date;
use serde_json::json;

use super::*;
use crate::request::tests::parse;
use crate::view::fixtures::{ENGLISH, check_limits, page, read};

#[test]
fn searches_are_validated_field_by_field() {
    let good = json!({ "query": " mamba ", "from": "2025-01-01", "sort": "votes" });
    let Ok(crate::Request::Search(Request::Search(search))) = parse("search", good) else {
        panic!("it is good")
    };
    assert_eq!((search.query.as_str(), search.sort), ("mamba", Sort::Votes));
    for (options, part) in [
        (json!({ "query": "" }), "Enter a search query."),
        (json!({ "query": "-medical" }), "such as `diffusion -medical`"),
        (json!({ "query": "cs.CL" }), "such as `natural language processing`"),
        (json!({ "query": "robots \"\"" }), "nothing between the quotes"),
        (json!({ "query": "," }), "has no words"),
        (json!({ "query": "author:" }), "such as `author:Yann LeCun`"),
        (json!({ "query": "x", "from": "someday" }), "isn't a date I can read"),
        (json!({ "query": "x", "from": "11/12/2025" }), "`2025-12-11` or `2025-11-12`"),
        (json!({ "query": "x", "from": "11/12" }), "`2026-12-11` or `2026-11-12`"),
        (
            json!({ "query": "x", "from": "2026-01-10", "to": "2026-01-01" }),
            "The start date (January 10, 2026) is after the end date (January 1, 2026). Swap the two.",
        ),
        (
            json!({ "query": "x", "from": "2026-02-01" }),
            "`2026-02-01` is in the future (February 1, 2026)",
        ),
        (json!({ "query": "x", "from": "next friday" }), "Did you mean `2026-01-09`?"),
        (
            json!({ "query": "x", "sort": "luck" }),
            "I can't sort by `luck`. Choose best match, most votes or newest.",
        ),
    ] {
        let refusal = parse("search", options).expect_err(part).to_string();
        assert!(refusal.contains(part), "{refusal}");
    }
    let whole_year = json!({ "query": "x", "from": "2026-01-01", "to": "2026-12-31" });
    assert!(parse("search", whole_year).is_ok(), "a period may end in the future");
    for (from, to, dates) in [
        ("2025", "2025", "2025-01-01 2025-12-31"),
        ("november", "december", "2025-11-01 2025-12-31"),
        ("last week", "yesterday", "2026-01-08 2026-01-14"),
        ("letzte Woche", "today", "2026-01-08 2026-01-15"),
    ] {
        let options = json!({ "query": "x", "from": from, "to": to });
        let Ok(crate::Request::Search(Request::Search(search))) = parse("search", options) else {
            panic!("{from} {to}")
        };
        let found = search.from.zip(search.to).map(|(from, to)| format!("{from} {to}"));
        assert_eq!(found.as_deref(), Some(dates), "{from} {to}");
    }
}

fn request(query: &str) -> Search {
    Search { query: query.to_owned(), ..Search::default() }
}

fn none() -> SearchNotes {
    SearchNotes::default()
}

#[test]
fn notes_say_how_the_query_was_understood() {
    let notes = SearchNotes {
        repaired: Some("quiet stars".to_owned()),
        excluded: 3,
        newest: true,
        days: Some(7),
        from: Some(Date::constant(2025, 1, 1)),
        to: Some(Date::constant(2025, 12, 31)),
        surveys: true,
        ..none()
    };
    insta::assert_snapshot!(read(&results(&request("quite stras"), &page(1, 1, 0), &notes, ENGLISH)), @r"
    ### “quite stras”
    -# 1 paper
    -# Showing results for “quiet stars”.
    -# Surveys first · Newest first · From the last 7 days · Published from January 1, 2025 to December 31, 2025
    -# 3 papers are hidden by your exclusions.
    **[A Small Study of \*Stars\* \[0\]](https://huggingface.co/papers/2605.00000)**
    -# Ada Lovelace and 2 others · May 2026 · ▲ 40
    [card:list ▾ A Small Study of *Stars* [0]]
    [Search for “quite stras” instead → s:0:rt:0:::quite stras]
    ");
    let words = vec!["zebra*fish".to_owned(), "bladder".to_owned()];
    let notes = SearchNotes { unknown_words: words, ..none() };
    insta::assert_snapshot!(read(&results(&request("zebra*fish"), &page(1, 1, 0), &notes, ENGLISH)), @r"
    ### “zebra\*fish”
    -# 1 paper
    -# No papers contain **zebra\*fish, bladder**. These match the other words.
    **[A Small Study of \*Stars\* \[0\]](https://huggingface.co/papers/2605.00000)**
    -# Ada Lovelace and 2 others · May 2026 · ▲ 40
    [card:list ▾ A Small Study of *Stars* [0]]
    ");
}

#[test]
fn pages_turn_by_their_buttons() {
    insta::assert_snapshot!(read(&results(&request("stars"), &page(1, 12, 1), &none(), ENGLISH)), @r"
    ### “stars”
    -# 12 papers
    **[A Small Study of \*Stars\* \[0\]](https://huggingface.co/papers/2605.00000)**
    -# Ada Lovelace and 2 others · May 2026 · ▲ 40
    [card:list ▾ A Small Study of *Stars* [0]]
    [◀ Previous → s:0:r:0:::stars] [2 / 3 → off:page, off] [Next ▶ → s:2:r:0:::stars]
    ");
    let typed = SearchNotes { repaired: Some("x".to_owned()), as_typed: Some(0xdef), ..none() };
    let long_typed = read(&results(&request(&"long ".repeat(30)), &page(1, 1, 0), &typed, ENGLISH));
    assert!(long_typed.contains("instead → q:def:0"), "more than a button can carry: {long_typed}");
    let one_page = read(&results(&request("stars"), &page(2, 2, 0), &none(), ENGLISH));
    assert!(!one_page.contains("Next"), "{one_page}");
    let long = Search { hub: HubPart::Kept(0xabc), ..request(&"long ".repeat(30)) };
    let long = read(&results(&long, &page(5, 12, 0), &none(), ENGLISH));
    assert!(long.contains("Next ▶ → q:abc:1"), "more than a button can carry: {long}");
}

#[test]
fn empty_results_suggest_what_to_try() {
    let filtered = Search { has_code: true, ..request("astrology") };
    let notes = SearchNotes { hub_is_silent: true, ..none() };
    insta::assert_snapshot!(read(&results(&filtered, &page(0, 0, 0), &notes, ENGLISH)), @"
    **Nothing close to “astrology”.**
    Try fewer or other words, an author's full name, an arXiv ID, or `/today` for the newest papers. The papers are in English.
    -# Hugging Face didn't respond, so I searched only the papers I have stored.
    ");
    let hidden = SearchNotes { unfiltered: 12, ..none() };
    insta::assert_snapshot!(read(&results(&filtered, &page(0, 0, 0), &hidden, ENGLISH)), @"
    **12 papers match “astrology”, but none match your filters.**
    [Search without filters → s:0:r:0:::astrology]
    ");
    let unknown = SearchNotes { unknown: PaperId::find_all("2401.99999"), ..none() };
    insta::assert_snapshot!(read(&results(&request("2401.99999"), &page(0, 0, 0), &unknown, ENGLISH)), @"I couldn't find `2401.99999` on Hugging Face. It may be on arXiv: https://arxiv.org/abs/2401.99999");
    let phrase = SearchNotes { missing: Some("\"quiet stars\"".to_owned()), ..none() };
    let text = read(&results(&request("\"quiet stars\""), &page(0, 0, 0), &phrase, ENGLISH));
    assert!(text.contains("No papers contain the phrase “quiet stars”."), "{text}");
    let german = SearchNotes { language: Some("de"), ..none() };
    let text = read(&results(&request("leise Sterne"), &page(0, 0, 0), &german, ENGLISH));
    assert!(text.contains("Suche mit englischen Begriffen"), "{text}");
    let han = SearchNotes { language: Some("zh"), ..none() };
    for (reader, expected) in
        [(Language::Japanese, "英語の語句"), (Language::Chinese, "英文"), (ENGLISH, "英文")]
    {
        let text = read(&results(&request("強化学習"), &page(0, 0, 0), &han, reader));
        assert!(text.contains(expected), "{reader}: {text}");
    }
}

#[test]
fn matches_are_bold_and_text_is_escaped() {
    let pieces = ["…the ", "*loud*", " ", "sea", " is @here…"].map(str::to_owned);
    assert_eq!(marked(&pieces), "…the **\\*loud\\*** **sea** is @\u{200b}here…");
}

mod limits {
    use proptest::prelude::*;

    use super::*;
    use crate::view::fixtures::{any_language, any_page};

    proptest! {
        #[test]
        fn every_page_of_results_fits(
            page in any_page(), loud in "[@*_:/<#-]{0,400}", query in "\\PC{1,400}", kept: bool,
            language in any_language(),
        ) {
            let notes = SearchNotes {
                repaired: Some(loud.clone()),
                missing: Some(format!("\"{loud}\"")),
                excluded: 7,
                language: Some("vi"),
                unknown: PaperId::find_all("2601.00001 2601.00002 hep-th/9901001"),
                hub_is_silent: true,
                ..none()
            };
            let hub = if kept { HubPart::Kept(u64::MAX) } else { HubPart::Nothing };
            let request = Search { query, hub, ..Search::default() };
            check_limits(&results(&request, &page, &notes, language));
        }
    }
}
