//! Lists with pages: search results and a day's papers.

use domain::Paper;
use jiff::civil::Date;

use super::{AMBER, block, card_menu, count, long_date, title_link};
use crate::escape::{escape, shorten};
use crate::{Button, Component, Message, Press, SearchRequest};

/// Papers on a page; more make the answer too long for a phone.
pub const PAGE_SIZE: usize = 5;

/// A page of a longer list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The papers of this page, each with a note on it or none.
    pub papers: Vec<(Paper, Option<String>)>,
    /// Papers on all pages.
    pub total: usize,
    /// The number of this page; 0 is the first.
    pub number: u32,
    /// What the reader should know, such as that the hub is down.
    pub note: Option<String>,
}

/// The answer to a search.
pub fn search(search: &SearchRequest, page: &Page) -> Message {
    let query = escape(&shorten(&search.query, 100));
    if page.papers.is_empty() {
        let mut text = format!(
            "**Nothing close to “{query}”.**\nTry fewer or other words, an author's full name, an \
             arXiv id, or `/today` for the newest list."
        );
        if is_filtered(search) {
            text.push_str("\nThe filters of this search leave papers out, too.");
        }
        text.push_str(&note_line(page));
        return Message::text(text);
    }
    let heading = format!("### “{query}”\n-# {}{}", count(page.total, "paper"), note_line(page));
    let turn = |number: u32| Press::Search(SearchRequest { page: number, ..search.clone() });
    list(heading, page, turn)
}

/// A sentence of a paper; every second piece is in bold.
pub fn marked(pieces: &[String]) -> String {
    let show = |(at, piece): (usize, &String)| {
        let text = escape(piece);
        if at % 2 == 1 {
            return format!("**{text}**");
        }
        // Escaping trims, and the spaces around a mark are part of the sentence.
        let space = |there: bool| if there { " " } else { "" };
        let (before, after) = (piece.starts_with(' '), piece.len() > 1 && piece.ends_with(' '));
        format!("{}{text}{}", space(before), space(after))
    };
    pieces.iter().enumerate().map(show).collect()
}

/// A question that was probably meant.
pub fn did_you_mean(question: &str) -> String {
    format!("Did you mean “{}”?", escape(&shorten(question, 100)))
}

/// The answer to `/similar`: papers like one, on a single page.
pub fn similar(paper: &Paper, found: Vec<Paper>) -> Message {
    let like = title_link(&Paper { title: shorten(&paper.title, 200), ..paper.clone() });
    if found.is_empty() {
        return Message::text(format!("**No paper known here is like {like}.**"));
    }
    let papers: Vec<(Paper, Option<String>)> = found.into_iter().map(|one| (one, None)).collect();
    let page = Page { total: papers.len(), papers, number: 0, note: None };
    list(format!("### Like {like}"), &page, |_| Press::Similar(paper.id.clone()))
}

/// A day's papers.
pub fn day(date: Date, page: &Page) -> Message {
    if page.papers.is_empty() {
        return Message::text(format!(
            "**No papers are listed for {}.**{}",
            long_date(date),
            note_line(page)
        ));
    }
    let heading = format!(
        "### Papers of {}\n-# {}, most votes first{}",
        long_date(date),
        count(page.total, "paper"),
        note_line(page)
    );
    list(heading, page, |number| Press::Day(date, number))
}

fn is_filtered(search: &SearchRequest) -> bool {
    let has = search.has_code || search.has_model || search.has_dataset;
    search.from.is_some() || search.to.is_some() || search.min_upvotes > 0 || has
}

fn note_line(page: &Page) -> String {
    page.note.as_ref().map(|note| format!("\n-# {note}")).unwrap_or_default()
}

fn list(heading: String, page: &Page, turn: impl Fn(u32) -> Press) -> Message {
    let mut components = vec![Component::Text(heading)];
    components.extend(page.papers.iter().map(|(paper, note)| block(paper, note.as_deref())));
    components.push(card_menu("list", page.papers.iter().map(|(paper, _)| paper)));
    components.extend(page_buttons(page, turn));
    Message { components: vec![Component::Container { accent: AMBER, components }] }
}

/// None where everything stands on one page, or the list cannot be carried by a button.
fn page_buttons(page: &Page, turn: impl Fn(u32) -> Press) -> Option<Component> {
    let pages = page.total.div_ceil(PAGE_SIZE);
    if pages < 2 {
        return None;
    }
    let here = page.number as usize;
    let button = |label: &str, to: Option<u32>, name: &str| {
        // A disabled button is never pressed, but Discord wants its id to be unique.
        let custom_id = match to {
            Some(to) => turn(to).custom_id()?,
            None => format!("off:{name}"),
        };
        Some(Button::Press { label: label.to_owned(), custom_id, disabled: to.is_none() })
    };
    Some(Component::Buttons(vec![
        button("◀ Previous", page.number.checked_sub(1), "previous")?,
        Button::Press {
            label: format!("{} / {pages}", here + 1),
            custom_id: "off:page".to_owned(),
            disabled: true,
        },
        button("Next ▶", (here + 1 < pages).then_some(page.number + 1), "next")?,
    ]))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{paper, read};
    use super::*;

    fn request(query: &str) -> SearchRequest {
        SearchRequest { query: query.to_owned(), ..SearchRequest::default() }
    }

    fn page(papers: usize, total: usize, number: u32) -> Page {
        let papers = (0..papers as u32).map(|number| (paper(number), None)).collect();
        Page { papers, total, number, note: None }
    }

    #[test]
    fn pages_turn_by_their_buttons() {
        insta::assert_snapshot!(read(&search(&request("stars"), &page(1, 12, 1))), @r"
        ### “stars”
        -# 12 papers
        **[A Small Study of \*Stars\* \[0\]](https://huggingface.co/papers/2605.00000)**
        Ada Lovelace, Alan Turing and 1 other · Analytical Society
        Stars shine when looked at.
        -# ▲ 40 · 💬 2 · [code](https://github.com/society/stars) ★ 1200  (https://images.example/1.png)
        [card:list ▾ A Small Study of *Stars* [0]]
        [◀ Previous → s:0:r:0:::stars] [2 / 3 → off:page, off] [Next ▶ → s:2:r:0:::stars]
        ");
        let one_page = read(&search(&request("stars"), &page(2, 2, 0)));
        assert!(!one_page.contains("Next"), "{one_page}");
        let long = read(&search(&request(&"long ".repeat(30)), &page(5, 12, 0)));
        assert!(!long.contains("Next"), "a query that no button can carry: {long}");
    }

    #[test]
    fn an_empty_answer_says_what_to_try() {
        let filtered = SearchRequest { has_code: true, ..request("astrology") };
        let mut none = page(0, 0, 0);
        none.note = Some("The hub did not answer.".to_owned());
        insta::assert_snapshot!(read(&search(&filtered, &none)), @"
        **Nothing close to “astrology”.**
        Try fewer or other words, an author's full name, an arXiv id, or `/today` for the newest list.
        The filters of this search leave papers out, too.
        -# The hub did not answer.
        ");
    }

    #[test]
    fn marks_are_bold_and_foreign_text_is_harmless() {
        let pieces = ["…the ", "*loud*", " ", "sea", " is @here…"].map(str::to_owned);
        assert_eq!(marked(&pieces), "…the **\\*loud\\*** **sea** is @\u{200b}here…");
        assert_eq!(did_you_mean("a_b"), "Did you mean “a\\_b”?");
    }

    #[test]
    fn similar_papers_stand_on_one_page() {
        let none = read(&similar(&paper(1), Vec::new()));
        assert!(none.starts_with("**No paper known here is like [A Small"), "{none}");
        let some = read(&similar(&paper(1), (2..7).map(paper).collect()));
        assert!(some.starts_with("### Like [A Small") && !some.contains("Next"), "{some}");
        assert_eq!(some.matches("/papers/2605.").count(), 6);
    }

    #[test]
    fn a_day_is_a_list() {
        let date = Date::constant(2026, 5, 12);
        insta::assert_snapshot!(read(&day(date, &page(0, 0, 0))), @"**No papers are listed for Tuesday, 12 May 2026.**");
        insta::assert_snapshot!(read(&day(date, &page(1, 6, 0))), @r"
        ### Papers of Tuesday, 12 May 2026
        -# 6 papers, most votes first
        **[A Small Study of \*Stars\* \[0\]](https://huggingface.co/papers/2605.00000)**
        Ada Lovelace, Alan Turing and 1 other · Analytical Society
        Stars shine when looked at.
        -# ▲ 40 · 💬 2 · [code](https://github.com/society/stars) ★ 1200  (https://images.example/1.png)
        [card:list ▾ A Small Study of *Stars* [0]]
        [◀ Previous → off:previous, off] [1 / 2 → off:page, off] [Next ▶ → day:2026-05-12:1]
        ");
    }
}
