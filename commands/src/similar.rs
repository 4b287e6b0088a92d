//! `/similar`: papers like one.

use domain::{Language, Paper, PaperId};

use crate::custom_id::fits;
use crate::message::{Message, shorten};
use crate::options::{Options, Pressed};
use crate::spec::{Answer, Audience, Command, Control, Place, Spec, Topic};
use crate::view::pager::{Note, Page, paged};
use crate::view::paper_block::title_link;
use crate::{Refusal, say};

/// The paper that others should be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// An id, a link or words of a title.
    Named(String),
    /// The button under a card.
    To(PaperId),
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "similar",
        options: &[crate::paper::OPTION],
        audience: Audience::Everyone,
        place: Place::Anywhere,
        topic: Topic::Papers,
        answer: Answer::Public,
        changes_something: false,
        slow: false,
        controls: &[Control::private(
            "Shows papers like the one on the card",
            "similar:2605.00001",
        )],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        options.required("id").map(Request::Named)
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        pressed.rest.parse().ok().map(Request::To)
    }
}

/// The custom id of a button for papers like this one.
pub(crate) fn custom_id(id: &PaperId) -> Option<String> {
    Some(format!("similar:{id}")).filter(|id| fits(id))
}

/// The answer: papers like one, on a single page.
pub fn papers(paper: &Paper, found: Vec<Paper>, language: Language) -> Message {
    let like = title_link(&Paper { title: shorten(&paper.title, 200), ..paper.clone() });
    if found.is_empty() {
        return Message::text(format!("**{}**", say!(language, "similar-none", paper = like)));
    }
    let papers: Vec<(Paper, Option<Note>)> = found.into_iter().map(|one| (one, None)).collect();
    let page = Page { total: papers.len(), papers, number: 0 };
    let heading = format!("### {}", say!(language, "similar-heading", paper = like));
    paged(heading, &page, |_| custom_id(&paper.id), language)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::view::fixtures::{ENGLISH, any_language, any_page, check_limits, paper, read};

    #[test]
    fn similar_papers_are_on_one_page() {
        let none = read(&papers(&paper(1), Vec::new(), ENGLISH));
        assert!(none.starts_with("**I don't know any papers like [A Small"), "{none}");
        let some = read(&papers(&paper(1), (2..7).map(paper).collect(), ENGLISH));
        assert!(some.starts_with("### Papers like [A Small") && !some.contains("Next"), "{some}");
        assert_eq!(some.matches("/papers/2605.").count(), 6);
    }

    proptest! {
        #[test]
        fn every_page_of_similar_papers_fits(page in any_page(), language in any_language()) {
            let all: Vec<Paper> = page.papers.iter().map(|(paper, _)| paper.clone()).collect();
            check_limits(&papers(&all[0], all.clone(), language));
        }
    }
}
