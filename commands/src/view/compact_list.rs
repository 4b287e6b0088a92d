//! Compact search results: at least three fit on a phone's screen.

use domain::{Language, Paper};
use jiff::tz::TimeZone;

use super::byline::byline;
use super::pager::{Note, PAGE_SIZE, Page, turn_buttons};
use super::paper_block::card_menu;
use crate::l10n::{month_year, number};
use crate::message::{Component, Message, escape, first_that_fits, shorten};

/// The length limit of a title, in characters: three lines on a phone.
const TITLE: usize = 110;

/// The page; `turn` makes the custom ids of page buttons.
pub(crate) fn compact(
    heading: String,
    page: &Page,
    turn: impl Fn(u32) -> Option<String>,
    language: Language,
) -> Message {
    let build = |with_notes: bool| {
        let mut components = vec![Component::Text(heading.clone())];
        let shown = |(paper, note): &(Paper, Option<Note>)| {
            Component::Text(hit(paper, note.as_ref().filter(|_| with_notes), language))
        };
        components.extend(page.papers.iter().map(shown));
        components.push(card_menu("list", page.papers.iter().map(|one| &one.0), language));
        let pages = page.total.div_ceil(PAGE_SIZE);
        components.extend(turn_buttons(pages, page.number, &turn, language));
        Message::boxed(components)
    };
    first_that_fits(build(true), [build(false)].into_iter())
}

/// The title as a link; authors, date and votes; why it matches.
fn hit(paper: &Paper, note: Option<&Note>, language: Language) -> String {
    let title = escape(&shorten(&paper.title, TITLE));
    let mut facts = vec![escape(&shorten(&byline(paper, 1, language), 40))];
    facts.extend(
        paper.published_at.map(|at| month_year(language, TimeZone::UTC.to_datetime(at).date())),
    );
    facts.push(format!("▲ {}", number(language, paper.upvotes.into())));
    facts.retain(|fact| !fact.is_empty());
    let mut text = format!("**[{title}]({})**\n-# {}", paper.hub_url(), facts.join(" · "));
    if let Some(note) = note {
        text.push_str(&format!("\n-# {}", note.words(language)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixtures::{ENGLISH, paper, read};

    #[test]
    fn hits_take_three_lines() {
        let snippet = Note::Snippet("…they **shine**…".to_owned());
        let page = Page { papers: vec![(paper(1), Some(snippet))], total: 1, number: 0 };
        insta::assert_snapshot!(read(&compact("### Stars".to_owned(), &page, |_| None, ENGLISH)), @r"
        ### Stars
        **[A Small Study of \*Stars\* \[1\]](https://huggingface.co/papers/2605.00001)**
        -# Ada Lovelace and 2 others · May 2026 · ▲ 41
        -# …they **shine**…
        [card:list ▾ A Small Study of *Stars* [1]]
        ");
    }
}
