//! `/today`: the newest list of daily papers.

use domain::Language;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::custom_id::fits;
use crate::l10n::long_date;
use crate::message::Message;
use crate::options::{Options, Pressed};
use crate::spec::{Answer, Audience, Command, Contexts, Control, HelpSection, Spec};
use crate::view::moment;
use crate::view::pager::{Page, paged};
use crate::{Refusal, say};

/// A page of a day's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The date; `None` for the newest list.
    pub date: Option<Date>,
    /// The page, from 0.
    pub page: u32,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "today",
        options: &[],
        audience: Audience::Everyone,
        contexts: Contexts::Anywhere,
        section: HelpSection::Papers,
        answer: Answer::Public,
        changes_something: false,
        slow: false,
        controls: &[Control::update("Turns the page", "day:2026-05-12:1")],
    };

    fn parse(_: &Options) -> Result<Request, Refusal> {
        Ok(Request { date: None, page: 0 })
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        let (date, page) = pressed.rest.split_once(':')?;
        Some(Request { date: Some(date.parse().ok()?), page: page.parse().ok()? })
    }
}

fn custom_id(date: Date, page: u32) -> Option<String> {
    Some(format!("day:{date}:{page}")).filter(|id| fits(id))
}

/// A day's papers; `read_at` says when its list was last read.
pub fn day(date: Date, page: &Page, read_at: Option<Timestamp>, language: Language) -> Message {
    let read = read_at.map(|at| say!(language, "day-read", time = moment(at, 'R')));
    let read = read.map(|read| format!("\n-# {read}")).unwrap_or_default();
    let shown = long_date(language, date);
    if page.papers.is_empty() {
        return Message::text(format!("**{}**{read}", say!(language, "day-none", date = shown)));
    }
    let heading = format!(
        "### {}\n-# {}{read}",
        say!(language, "day-heading", date = shown),
        say!(language, "day-count", count = page.total),
    );
    paged(heading, page, |number| custom_id(date, number), language)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::view::fixtures::{ENGLISH, any_language, any_page, check_limits, now, page, read};

    #[test]
    fn a_day_is_a_list() {
        let date = Date::constant(2026, 5, 12);
        insta::assert_snapshot!(read(&day(date, &page(0, 0, 0), None, ENGLISH)), @"**No papers are listed for Tuesday, May 12, 2026.**");
        insta::assert_snapshot!(read(&day(date, &page(1, 6, 0), Some(now()), ENGLISH)), @r"
        ### Papers for Tuesday, May 12, 2026
        -# 6 papers, most votes first
        -# updated <t:1778572800:R>
        **[A Small Study of \*Stars\* \[0\]](https://huggingface.co/papers/2605.00000)**
        Ada Lovelace, Alan Turing and 1 other · Analytical Society
        Stars shine when looked at.
        -# ▲ 40 · 💬 2 · [code](https://github.com/society/stars) ★ 1,200  (https://images.example/1.png)
        [card:list ▾ A Small Study of *Stars* [0]]
        [◀ Previous → off:previous, off] [1 / 2 → off:page, off] [Next ▶ → day:2026-05-12:1]
        ");
    }

    proptest! {
        #[test]
        fn every_page_of_a_day_fits(page in any_page(), language in any_language()) {
            check_limits(&day(Date::constant(2026, 5, 12), &page, Some(now()), language));
        }
    }
}
