//! What buttons and menus carry. Everything needed to answer stands in the custom id, so that
//! they work after a restart, for ever; only of a search there may be more, which is kept under a
//! key for a month.

use domain::{PaperId, SubscriptionId, Topic};
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
    /// What the hub's own search adds.
    pub hub: Hub,
}

/// What the hub's own search adds to ours. All pages of a search have the same, so that nothing
/// moves from one to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hub {
    /// It is asked: the search was typed.
    #[default]
    Ask,
    /// It added nothing to the first page.
    Silent,
    /// What it added is kept under this key.
    Kept(u64),
}

/// A search as a button carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried(String);

impl Carried {
    /// Whether a button can carry it.
    pub fn fits(&self) -> bool {
        fits(&self.0)
    }

    /// The text, for [`SearchRequest::read`].
    pub fn text(self) -> String {
        self.0
    }
}

impl SearchRequest {
    /// All of it but what the hub adds.
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

    /// Reads what [`SearchRequest::carried`] wrote; the hub is not asked again.
    pub fn read(text: &str) -> Option<SearchRequest> {
        let parts: Vec<&str> = text.strip_prefix("s:")?.splitn(6, ':').collect();
        let [page, how, min_upvotes, from, to, query] = parts[..] else { return None };
        let date = |text: &str| match text {
            "" => Some(None),
            text => text.parse().ok().map(Some),
        };
        let letter = how.trim_end_matches(['c', 'm', 'd', 't']);
        Some(SearchRequest {
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
            hub: Hub::Silent,
        })
    }
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
    /// Another page of a search, all of which is kept under a key.
    SearchPage(u64, u32),
    /// Another page of a day's list.
    Day(Date, u32),
    /// A button under a new subscription: the topic that was meant, in the place of one of its
    /// wanted topics.
    CorrectTopic(SubscriptionId, usize, Topic),
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
            Press::CorrectTopic(id, place, meant) => format!("topic:{}:{place}:{meant}", id.0),
            Press::SearchPage(key, page) => format!("q:{key:x}:{page}"),
            Press::Search(search) => match search.hub {
                Hub::Ask | Hub::Silent => search.carried().text(),
                Hub::Kept(key) => {
                    // What is not kept any more is still answered, without the hub's part.
                    let whole = format!("k:{key:x}:{}", search.carried().text());
                    match fits(&whole) {
                        true => whole,
                        false => return Press::SearchPage(key, search.page).custom_id(),
                    }
                }
            },
        };
        fits(&id).then_some(id)
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
            "topic" => {
                let mut parts = rest.splitn(3, ':');
                let id = SubscriptionId(parts.next()?.parse().ok()?);
                let place = parts.next()?.parse().ok()?;
                Some(Press::CorrectTopic(id, place, parts.next()?.parse().ok()?))
            }
            "s" => SearchRequest::read(custom_id).map(Press::Search),
            "k" => {
                let (key, search) = rest.split_once(':')?;
                let hub = Hub::Kept(u64::from_str_radix(key, 16).ok()?);
                Some(Press::Search(SearchRequest { hub, ..SearchRequest::read(search)? }))
            }
            "q" => {
                let (key, page) = rest.split_once(':')?;
                let key = u64::from_str_radix(key, 16).ok()?;
                Some(Press::SearchPage(key, page.parse().ok()?))
            }
            _ => None,
        }
    }
}

fn fits(custom_id: &str) -> bool {
    custom_id.chars().count() <= MAX_CUSTOM_ID
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_custom_id_panics(
            text in "\\PC{0,100}",
            near in "(card|similar|day|topic|s|k|q):[0-9a-z:.%-]{0,60}",
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
            as_typed: bool, key in proptest::option::of(any::<u64>()),
        ) {
            let date = dated.then(|| Date::constant(2026, 5, 12));
            let search = SearchRequest {
                query, from: date, to: None, min_upvotes, has_code, has_model, has_dataset,
                sort: Sort::ALL[sort].0, as_typed, page,
                hub: key.map_or(Hub::Silent, Hub::Kept),
            };
            prop_assert_eq!(SearchRequest::read(&search.carried().text()), Some(SearchRequest {
                hub: Hub::Silent, ..search.clone()
            }));
            let press = Press::Search(search);
            let id = press.custom_id();
            prop_assert!(id.is_some() || key.is_none(), "what is kept has a button");
            if let Some(id) = id {
                prop_assert!(id.chars().count() <= 100);
                let read = Press::parse(&id, &[]);
                prop_assert!(read == Some(press) || read == key.map(|key| Press::SearchPage(key, page)));
            }
        }
    }

    #[test]
    fn a_topic_survives_the_way_through_its_button() {
        for topic in ["reinforcement learning", "author:Yann LeCun", "a OR b -c"] {
            let press = Press::CorrectTopic(SubscriptionId(7), 2, topic.parse().expect(topic));
            let id = press.custom_id().expect("it is short");
            assert_eq!(Press::parse(&id, &[]), Some(press), "{id}");
        }
    }

    #[test]
    fn what_is_not_ours_is_nothing() {
        for id in [
            "",
            "card",
            "s:1",
            "day:yesterday:0",
            "day:2026-05-12:-1",
            "other:1",
            "similar:",
            "q:x:1",
            "k:1:s:0",
        ] {
            assert_eq!(Press::parse(id, &[]), None, "{id}");
        }
    }
}
