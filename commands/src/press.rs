//! What buttons and menus carry. Everything needed to answer stands in the custom id, so that
//! they work after a restart, for ever.

use domain::PaperId;
use jiff::civil::Date;

/// Discord takes no longer custom id.
const MAX_CUSTOM_ID: usize = 100;

/// A search, as typed and checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// The words.
    pub query: String,
    /// Published on or after.
    pub from: Option<Date>,
    /// Published on or before.
    pub to: Option<Date>,
    /// At least so many votes.
    pub min_upvotes: u32,
    /// Only papers with code.
    pub has_code: bool,
    /// Only papers with a model on the hub.
    pub has_model: bool,
    /// Only papers with a dataset on the hub.
    pub has_dataset: bool,
    /// The order.
    pub sort: Sort,
    /// Misspelt words are not repaired.
    pub as_typed: bool,
    /// 0 is the first page.
    pub page: u32,
}

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best match first.
    #[default]
    Relevance,
    /// Most votes first.
    Votes,
    /// Newest first.
    Newest,
}

impl Sort {
    /// The values of the option, with their letters in a custom id.
    pub(crate) const ALL: [(Sort, &'static str, &'static str); 3] = [
        (Sort::Relevance, "relevance", "r"),
        (Sort::Votes, "votes", "v"),
        (Sort::Newest, "newest", "n"),
    ];
}

/// A press on one of our buttons, or a choice in one of our menus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// A paper was chosen in a menu: show its card to this person.
    OpenCard(PaperId),
    /// A button under a card: papers like it, for this person.
    Similar(PaperId),
    /// Another page of a search.
    Search(SearchRequest),
    /// Another page of a day's list.
    Day(Date, u32),
}

impl Press {
    /// The custom id of a menu of papers. The mark makes it unique in its message and lets a
    /// post be recognised in its channel later.
    pub fn card_menu(mark: &str) -> String {
        format!("card:{mark}")
    }

    /// The custom id, or `None` where the query is too long to be carried.
    pub fn custom_id(&self) -> Option<String> {
        let id = match self {
            Press::OpenCard(id) => Press::card_menu(id.as_str()),
            Press::Similar(id) => format!("similar:{id}"),
            Press::Day(date, page) => format!("day:{date}:{page}"),
            Press::Search(search) => {
                let date = |date: Option<Date>| date.map(|date| date.to_string());
                let letter = Sort::ALL.iter().find(|row| row.0 == search.sort)?.2;
                format!(
                    "s:{}:{letter}{}{}{}{}:{}:{}:{}:{}",
                    search.page,
                    if search.has_code { "c" } else { "" },
                    if search.has_model { "m" } else { "" },
                    if search.has_dataset { "d" } else { "" },
                    if search.as_typed { "t" } else { "" },
                    search.min_upvotes,
                    date(search.from).unwrap_or_default(),
                    date(search.to).unwrap_or_default(),
                    search.query
                )
            }
        };
        (id.chars().count() <= MAX_CUSTOM_ID).then_some(id)
    }

    /// Reads a custom id and the chosen values; `None` for one that is not ours.
    pub fn parse(custom_id: &str, values: &[String]) -> Option<Press> {
        let (kind, rest) = custom_id.split_once(':')?;
        match kind {
            "card" => values.first()?.parse().ok().map(Press::OpenCard),
            "similar" => rest.parse().ok().map(Press::Similar),
            "day" => {
                let (date, page) = rest.split_once(':')?;
                Some(Press::Day(date.parse().ok()?, page.parse().ok()?))
            }
            "s" => {
                let parts: Vec<&str> = rest.splitn(6, ':').collect();
                let [page, how, min_upvotes, from, to, query] = parts[..] else { return None };
                let date = |text: &str| match text {
                    "" => Some(None),
                    text => text.parse().ok().map(Some),
                };
                let letter = how.trim_end_matches(['c', 'm', 'd', 't']);
                Some(Press::Search(SearchRequest {
                    query: query.to_owned(),
                    from: date(from)?,
                    to: date(to)?,
                    min_upvotes: min_upvotes.parse().ok()?,
                    has_code: how.contains('c'),
                    has_model: how.contains('m'),
                    has_dataset: how.contains('d'),
                    as_typed: how.contains('t'),
                    sort: Sort::ALL.iter().find(|row| row.2 == letter)?.0,
                    page: page.parse().ok()?,
                }))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_custom_id_panics(
            text in "\\PC{0,100}",
            near in "(card|similar|day|s):[0-9a-z:.%-]{0,60}",
            value in "\\PC{0,100}",
        ) {
            for id in [text, near] {
                let _ = Press::parse(&id, &[]);
                let _ = Press::parse(&id, std::slice::from_ref(&value));
            }
        }

        #[test]
        fn a_search_survives_the_way_through_its_button(
            query in "\\PC{1,120}", page in 0_u32..100, min_upvotes in 0_u32..10_000,
            has_code: bool, has_model: bool, has_dataset: bool, sort in 0_usize..3, dated: bool,
            as_typed: bool,
        ) {
            let date = dated.then(|| Date::constant(2026, 5, 12));
            let search = SearchRequest {
                query, from: date, to: None, min_upvotes, has_code, has_model, has_dataset,
                sort: Sort::ALL[sort].0, as_typed, page,
            };
            let press = Press::Search(search);
            if let Some(id) = press.custom_id() {
                prop_assert!(id.chars().count() <= 100);
                prop_assert_eq!(Press::parse(&id, &[]), Some(press));
            }
        }
    }

    #[test]
    fn what_is_not_ours_is_nothing() {
        for id in ["", "card", "s:1", "day:yesterday:0", "day:2026-05-12:-1", "other:1", "similar:"]
        {
            assert_eq!(Press::parse(id, &[]), None, "{id}");
        }
    }
}
