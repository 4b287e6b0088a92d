//! `/search`: finds papers by words, title, author, arXiv id or link.

mod carried;
mod notes;

use domain::{Expression, Language, PaperId};

pub use carried::{Carried, HubPart, Search, Sort};
pub use notes::SearchNotes;

use crate::message::{Button, Component, Message, escape, quoted, shorten};
use crate::options::{Options, Pressed};
use crate::spec::{Answer, Audience, Command, Contexts, Control, HelpSection, Opt, Spec};
use crate::view::compact_list::compact;
use crate::view::pager::Page;
use crate::{Refusal, say, text};

/// The maximum length of a query. No paper has a longer title.
pub(crate) const MAX_QUERY: u16 = 300;

/// A search request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// A search, typed or from a button.
    Search(Search),
    /// Another page of a stored search.
    KeptPage(u64, u32),
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "search",
        options: &[
            Opt::text("query", MAX_QUERY).required(),
            Opt::date("from"),
            Opt::date("to"),
            Opt::number("min_upvotes", 0, Some(100_000)),
            Opt::flag("has_code"),
            Opt::flag("has_model"),
            Opt::flag("has_dataset"),
            Opt::choice("sort", || Sort::ALL.iter().map(|row| row.1).collect()),
            Opt::flag("private"),
        ],
        audience: Audience::Everyone,
        contexts: Contexts::Anywhere,
        section: HelpSection::Papers,
        answer: Answer::Public,
        changes_something: false,
        slow: false,
        controls: &[
            Control::update("Turns the page, or searches for the words as typed", "s:1:r:0:::rag"),
            Control::update("The same, with results from Hugging Face", "k:1f:s:1:r:0:::rag"),
            Control::update("The same, for a search too long for a button", "q:1f:1"),
        ],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        // A period may end in the future: it then ends with the newest papers.
        let (from, to) = (options.first_date("from")?, options.last_date("to")?);
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            return Err(text!("dates-swapped", from = from, to = to).into());
        }
        let sort = match options.text("sort") {
            None => Sort::default(),
            Some(name) => {
                let known = Sort::ALL.iter().find(|row| row.1 == name);
                known.ok_or_else(|| text!("sort-unknown", value = quoted(&name)))?.0
            }
        };
        let query = options.required("query")?;
        if PaperId::find(&query).is_none() {
            query.parse::<Expression>()?;
        }
        Ok(Request::Search(Search {
            query,
            from,
            to,
            min_upvotes: options.small_number("min_upvotes")?.unwrap_or_default(),
            private: options.flag("private"),
            has_code: options.flag("has_code"),
            has_model: options.flag("has_model"),
            has_dataset: options.flag("has_dataset"),
            sort,
            as_typed: false,
            page: 0,
            hub: HubPart::Ask,
        }))
    }

    fn answer(&self) -> Option<Answer> {
        match self {
            Request::Search(Search { private: true, .. }) => Some(Answer::Private),
            _ => None,
        }
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        Request::of_custom_id(pressed.prefix, pressed.rest)
    }
}

/// The answer to a search.
pub fn results(search: &Search, page: &Page, notes: &SearchNotes, language: Language) -> Message {
    if page.papers.is_empty() && notes.unfiltered == 0 && !notes.unknown.is_empty() {
        return unknown_ids(notes, language);
    }
    let query = escape(&shorten(&search.query, 100));
    let mut lines = notes.lines(language);
    let missing = notes.missing_line(language);
    if page.papers.is_empty() {
        let mut text = format!("**{}**\n", say!(language, "search-nothing", query = &query));
        let english = notes.language.is_none().then(|| say!(language, "search-papers-in-english"));
        let hints = missing.into_iter().chain([say!(language, "search-hints")]).chain(english);
        text.push_str(&hints.collect::<Vec<_>>().join(" "));
        let mut message = Message::default();
        if notes.unfiltered > 0 {
            let none =
                say!(language, "search-none-passes", count = notes.unfiltered, query = query);
            text = format!("**{none}**");
            message.components.extend(without_filters(search, language));
        }
        lines.iter().for_each(|line| text.push_str(&format!("\n-# {line}")));
        message.components.insert(0, Component::Text(text));
        return message;
    }
    lines.splice(0..0, missing);
    let mut heading = format!(
        "### {}\n-# {}",
        say!(language, "search-heading", query = query),
        say!(language, "papers", count = page.total)
    );
    lines.iter().for_each(|line| heading.push_str(&format!("\n-# {line}")));
    let turn = |page: u32| Request::Search(Search { page, ..search.clone() }).custom_id();
    let mut message = compact(heading, page, turn, language);
    if let (Some(button), Some(Component::Container { components, .. })) =
        (as_typed(search, notes, language), message.components.first_mut())
    {
        components.push(Component::Buttons(vec![button]));
    }
    message
}

/// The answer if only unknown ids were asked for: other words wouldn't find those papers.
fn unknown_ids(notes: &SearchNotes, language: Language) -> Message {
    let others = SearchNotes { unknown: Vec::new(), ..notes.clone() }.lines(language);
    let ids = notes.unknown.iter().map(|id| crate::paper::unknown(id).to(language));
    let lines = ids.chain(others.into_iter().map(|line| format!("-# {line}")));
    Message::text(lines.collect::<Vec<_>>().join("\n"))
}

/// The button for the same search without its filters.
fn without_filters(search: &Search, language: Language) -> Option<Component> {
    let custom_id = Request::Search(search.without_filters()).custom_id()?;
    let label = say!(language, "search-without-filters");
    Some(Component::Buttons(vec![Button::press(label, custom_id)]))
}

/// The button that searches for the words as typed.
fn as_typed(search: &Search, notes: &SearchNotes, language: Language) -> Option<Button> {
    notes.repaired.as_ref()?;
    // A stored key belongs to the corrected search, so this one must fit into the button.
    let whole = |hub: HubPart| {
        let typed = Search { as_typed: true, page: 0, hub, ..search.clone() };
        Request::Search(typed).custom_id().filter(|id| !id.starts_with("q:"))
    };
    let label = say!(language, "search-as-typed", query = shorten(&search.query, 40));
    let carried = whole(search.hub).or_else(|| whole(HubPart::Nothing));
    let kept = || Request::KeptPage(notes.as_typed?, 0).custom_id();
    Some(Button::press(label, carried.or_else(kept)?))
}

/// The refusal for a button whose search has expired.
pub fn is_gone() -> Refusal {
    text!("search-expired").into()
}

/// A sentence of a paper with every second piece in bold.
pub fn marked(pieces: &[String]) -> String {
    let show = |(at, piece): (usize, &String)| {
        let text = escape(piece);
        if at % 2 == 1 {
            return format!("**{text}**");
        }
        // Escaping trims, but the spaces around a mark belong to the sentence.
        let space = |there: bool| if there { " " } else { "" };
        let (before, after) = (piece.starts_with(' '), piece.len() > 1 && piece.ends_with(' '));
        format!("{}{text}{}", space(before), space(after))
    };
    pieces.iter().enumerate().map(show).collect()
}

#[cfg(test)]
#[path = "search/search_tests.rs"]
mod tests;
