//! `/today`: the newest list of daily papers.

use jiff::civil::Date;

use crate::Refusal;
use crate::custom_id::fits;
use crate::message::Message;
use crate::options::{Options, Pressed};
use crate::spec::{Answer, Audience, Command, Control, Place, Spec, Topic};
use crate::view::count;
use crate::view::pager::{Page, note_line, paged};
use crate::view::time::long_date;

/// A page of a day's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The day; the newest list's if none.
    pub date: Option<Date>,
    /// 0 is the first page.
    pub page: u32,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "today",
        about: "The newest list of daily papers, most votes first",
        options: &[],
        audience: Audience::Everyone,
        place: Place::Anywhere,
        topic: Topic::Papers,
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
    paged(heading, page, |number| custom_id(date, number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::view::fixtures::{any_page, check_limits, page, read};

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

    proptest! {
        #[test]
        fn every_page_of_a_day_fits(page in any_page()) {
            check_limits(&day(Date::constant(2026, 5, 12), &page));
        }
    }
}
