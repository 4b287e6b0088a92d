//! Lists of papers with pages.

use domain::Paper;

use super::paper_block::{block, card_menu};
use crate::message::{Button, ButtonStyle, Component, Message, first_that_fits, shorten};

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

/// The note of a page, on a line of its own.
pub(crate) fn note_line(page: &Page) -> String {
    page.note.as_ref().map(|note| format!("\n-# {note}")).unwrap_or_default()
}

/// The page, with as much of each paper as fits; `turn` makes the custom id of the button for
/// another one.
pub(crate) fn paged(heading: String, page: &Page, turn: impl Fn(u32) -> Option<String>) -> Message {
    let build = |detail: Detail| {
        let mut components = vec![Component::Text(heading.clone())];
        let shown = |(paper, note): &(Paper, Option<String>)| {
            let note = note.as_deref().filter(|_| detail == Detail::Full);
            block(&detail.of(paper), note)
        };
        components.extend(page.papers.iter().map(shown));
        components.push(card_menu("list", page.papers.iter().map(|(paper, _)| paper)));
        components.extend(page_buttons(page, &turn));
        Message::boxed(components)
    };
    first_that_fits(build(Detail::Full), [Detail::Short, Detail::Title].into_iter().map(build))
}

/// How much is shown of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    Full,
    /// A sentence, and no long link.
    Short,
    /// Little more than the title.
    Title,
}

impl Detail {
    fn of(self, paper: &Paper) -> Paper {
        const LINK: usize = 100;
        let mut paper = paper.clone();
        let (gist, people) = match self {
            Detail::Full => return paper,
            Detail::Short => (120, 40),
            Detail::Title => (1, 20),
        };
        paper.ai_summary = Some(shorten(paper.gist(), gist));
        paper.organization = None;
        paper.authors.iter_mut().for_each(|name| *name = shorten(name, people));
        paper.github = paper.github.filter(|link| link.as_str().len() < LINK);
        if self == Detail::Title {
            paper.title = shorten(&paper.title, 100);
            paper.github = None;
        }
        paper
    }
}

/// None where everything is on one page, or the list cannot be carried by a button.
fn page_buttons(page: &Page, turn: &impl Fn(u32) -> Option<String>) -> Option<Component> {
    let pages = page.total.div_ceil(PAGE_SIZE);
    if pages < 2 {
        return None;
    }
    let here = page.number as usize;
    let button = |label: &str, to: Option<u32>, name: &str| {
        // A disabled button is never pressed, but Discord wants its id to be unique.
        let custom_id = match to {
            Some(to) => turn(to)?,
            None => format!("off:{name}"),
        };
        let (label, style) = (label.to_owned(), ButtonStyle::default());
        Some(Button::Press { label, custom_id, style, disabled: to.is_none() })
    };
    Some(Component::Buttons(vec![
        button("◀ Previous", page.number.checked_sub(1), "previous")?,
        Button::Press {
            label: format!("{} / {pages}", here + 1),
            custom_id: "off:page".to_owned(),
            style: ButtonStyle::default(),
            disabled: true,
        },
        button("Next ▶", (here + 1 < pages).then_some(page.number + 1), "next")?,
    ]))
}
