//! `/similar`: papers similar to one.

use domain::{Language, Paper, PaperId};

use crate::custom_id::fits;
use crate::message::{Message, shorten};
use crate::options::{Options, Pressed};
use crate::spec::{Answer, Audience, Command, Contexts, Control, HelpSection, Spec};
use crate::view::pager::{Page, paged};
use crate::view::paper_block::title_link;
use crate::{Refusal, say};

/// The paper to compare with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// An id, a link or words of a title.
    Named(String),
    /// The button under a card, or another page; 0 is the first.
    To(PaperId, u32),
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "similar",
        options: &[crate::paper::OPTION],
        audience: Audience::Everyone,
        contexts: Contexts::Anywhere,
        section: HelpSection::Papers,
        answer: Answer::Public,
        changes_something: false,
        slow: false,
        controls: &[
            Control::private("Shows similar papers", "similar:2605.00001"),
            Control::update("Turns the page of similar papers", "like:1:2605.00001"),
        ],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        options.required("id").map(Request::Named)
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        if pressed.prefix == "similar" {
            return Some(Request::To(pressed.rest.parse().ok()?, 0));
        }
        let (page, id) = pressed.rest.split_once(':')?;
        Some(Request::To(id.parse().ok()?, page.parse().ok()?))
    }
}

/// The custom id of a button for papers similar to this one.
pub(crate) fn custom_id(id: &PaperId) -> Option<String> {
    Some(format!("similar:{id}")).filter(|id| fits(id))
}

/// The most papers that are shown to be like one.
pub const MOST: usize = 25;

/// The answer: papers like one, in pages.
pub fn papers(paper: &Paper, page: &Page, language: Language) -> Message {
    let like = title_link(&Paper { title: shorten(&paper.title, 200), ..paper.clone() });
    if page.total == 0 {
        return Message::text(format!("**{}**", say!(language, "similar-none", paper = like)));
    }
    let heading = format!("### {}", say!(language, "similar-heading", paper = like));
    let turn = |page: u32| Some(format!("like:{page}:{}", paper.id)).filter(|id| fits(id));
    paged(heading, page, turn, language)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::request::tests::press;
    use crate::view::fixtures::{ENGLISH, any_language, any_page, check_limits, page, paper, read};

    #[test]
    fn similar_papers_come_in_pages() {
        let none = read(&papers(&paper(1), &page(0, 0, 0), ENGLISH));
        assert!(none.starts_with("**I couldn't find any papers like [A Small"), "{none}");
        let some = read(&papers(&paper(1), &page(5, 12, 0), ENGLISH));
        assert!(some.starts_with("### Papers like [A Small"), "{some}");
        assert!(some.contains("Next ▶ → like:1:2605.00001"), "{some}");
        let read = |id: &str| press(id, &[]);
        let first = Some(crate::Request::Similar(Request::To(paper(1).id, 0)));
        assert_eq!(read("similar:2605.00001"), first, "the buttons of older cards");
        let third = Some(crate::Request::Similar(Request::To(paper(1).id, 2)));
        assert_eq!(read("like:2:2605.00001"), third);
        assert_eq!(read("like:x:2605.00001"), None);
    }

    proptest! {
        #[test]
        fn every_page_of_similar_papers_fits(page in any_page(), language in any_language()) {
            check_limits(&papers(&page.papers[0].0, &page, language));
        }
    }
}
