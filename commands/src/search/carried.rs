//! A search, and its form in a button's custom id.

use jiff::civil::Date;

use super::Request;
use crate::custom_id::fits;

/// A search, as typed and checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The words.
    pub query: String,
    /// Published on or after this date.
    pub from: Option<Date>,
    /// Published on or before this date.
    pub to: Option<Date>,
    /// Minimum votes.
    pub min_upvotes: u32,
    /// Only papers with code.
    pub has_code: bool,
    /// Only papers with a model on the hub.
    pub has_model: bool,
    /// Only papers with a dataset on the hub.
    pub has_dataset: bool,
    /// The order.
    pub sort: Sort,
    /// Don't correct misspelt words.
    pub as_typed: bool,
    /// The page, from 0.
    pub page: u32,
    /// What the hub's search adds.
    pub hub: HubPart,
    /// Only who typed it sees the answer. Its buttons need not carry that: they are under it.
    pub private: bool,
}

/// What the hub's search adds to the local one. All pages of a search use the same, so that no
/// result moves between pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HubPart {
    /// It is to be asked, because the search was typed.
    #[default]
    Ask,
    /// It added nothing to the first page.
    Nothing,
    /// Its results are stored under this key.
    Kept(u64),
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
    pub(super) const ALL: [(Sort, &'static str, &'static str); 3] = [
        (Sort::Relevance, "relevance", "r"),
        (Sort::Votes, "votes", "v"),
        (Sort::Newest, "newest", "n"),
    ];
}

/// A search in the form used in a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried(String);

impl Carried {
    /// Whether it fits into a button.
    pub fn fits(&self) -> bool {
        fits(&self.0)
    }

    /// The text, for [`Search::read`].
    pub fn text(self) -> String {
        self.0
    }
}

impl Search {
    /// Everything except the hub's part.
    pub fn carried(&self) -> Carried {
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let letter = Sort::ALL.iter().find(|row| row.0 == self.sort).map_or("r", |row| row.2);
        Carried(format!(
            "s:{}:{letter}{}{}{}{}:{}:{}:{}:{}",
            self.page,
            if self.has_code { "c" } else { "" },
            if self.has_model { "m" } else { "" },
            if self.has_dataset { "d" } else { "" },
            if self.as_typed { "t" } else { "" },
            self.min_upvotes,
            date(self.from),
            date(self.to),
            self.query
        ))
    }

    /// Parses the output of [`Search::carried`]; the hub is not asked again.
    pub fn read(text: &str) -> Option<Search> {
        let parts: Vec<&str> = text.strip_prefix("s:")?.splitn(6, ':').collect();
        let [page, how, min_upvotes, from, to, query] = parts[..] else { return None };
        let date = |text: &str| match text {
            "" => Some(None),
            text => text.parse().ok().map(Some),
        };
        let letter = how.trim_end_matches(['c', 'm', 'd', 't']);
        Some(Search {
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
            hub: HubPart::Nothing,
            private: false,
        })
    }

    /// The same without filters, from its first page.
    pub fn without_filters(&self) -> Search {
        Search {
            query: self.query.clone(),
            sort: self.sort,
            as_typed: self.as_typed,
            hub: HubPart::Nothing,
            private: self.private,
            ..Search::default()
        }
    }

    /// Whether any filter is set.
    pub fn is_filtered(&self) -> bool {
        let has = self.has_code || self.has_model || self.has_dataset;
        self.from.is_some() || self.to.is_some() || self.min_upvotes > 0 || has
    }
}

impl Request {
    /// The custom id of a button for it, or `None` if the query is too long.
    pub fn custom_id(&self) -> Option<String> {
        let id = match self {
            Request::KeptPage(key, page) => format!("q:{key:x}:{page}"),
            Request::Search(search) => match search.hub {
                HubPart::Ask | HubPart::Nothing => search.carried().text(),
                HubPart::Kept(key) => {
                    // After the stored part has expired, the search is still answered, without the
                    // hub's part.
                    let whole = format!("k:{key:x}:{}", search.carried().text());
                    match fits(&whole) {
                        true => whole,
                        false => return Request::KeptPage(key, search.page).custom_id(),
                    }
                }
            },
        };
        fits(&id).then_some(id)
    }

    pub(super) fn of_custom_id(prefix: &str, rest: &str) -> Option<Request> {
        let key = |text: &str| u64::from_str_radix(text, 16).ok();
        match prefix {
            "s" => Search::read(&format!("s:{rest}")).map(Request::Search),
            "k" => {
                let (kept, search) = rest.split_once(':')?;
                let hub = HubPart::Kept(key(kept)?);
                Some(Request::Search(Search { hub, ..Search::read(search)? }))
            }
            "q" => {
                let (kept, page) = rest.split_once(':')?;
                Some(Request::KeptPage(key(kept)?, page.parse().ok()?))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::request::tests::press;

    proptest! {
        #[test]
        fn searches_round_trip_through_their_buttons(
            query in "\\PC{1,120}", page in 0_u32..100, min_upvotes in 0_u32..10_000,
            has_code: bool, has_model: bool, has_dataset: bool, sort in 0_usize..3, dated: bool,
            as_typed: bool, key in proptest::option::of(any::<u64>()),
        ) {
            let date = dated.then(|| Date::constant(2026, 5, 12));
            let search = Search {
                query, from: date, to: None, min_upvotes, has_code, has_model, has_dataset,
                sort: Sort::ALL[sort].0, as_typed, page,
                hub: key.map_or(HubPart::Nothing, HubPart::Kept),
                private: false,
            };
            prop_assert_eq!(Search::read(&search.carried().text()), Some(Search {
                hub: HubPart::Nothing, ..search.clone()
            }));
            let request = Request::Search(search);
            let id = request.custom_id();
            prop_assert!(id.is_some() || key.is_none(), "what is kept has a button");
            if let Some(id) = id {
                prop_assert!(id.chars().count() <= 100);
                let Some(crate::Request::Search(read)) = press(&id, &[]) else {
                    panic!("{id} is not read");
                };
                prop_assert!(read == request || key.map(|key| Request::KeptPage(key, page)) == Some(read));
            }
        }
    }
}
