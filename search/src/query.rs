//! A question, its answer, and the order in which the ways of finding are tried.

use std::cmp::Ordering;
use std::collections::HashMap;

use domain::PaperId;
use jiff::civil::Date;

use crate::exact;
use crate::index::{Doc, Index};
use crate::rank::{NEAREST, Scored};

/// A question.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// What was typed: an id, a link, a title, an author, or words.
    pub text: String,
    /// What every hit must satisfy.
    pub filters: Filters,
    /// The order of hits.
    pub sort: Sort,
    /// Hits to pass over.
    pub offset: usize,
    /// The most hits to give.
    pub limit: usize,
}

impl Query {
    /// A question without filters, for the first ten hits by relevance.
    pub fn new(text: impl Into<String>) -> Query {
        Query { text: text.into(), limit: 10, ..Query::default() }
    }
}

/// What every hit must satisfy, an exact one too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Published on this day (UTC) or later. A paper without a date does not pass.
    pub from: Option<Date>,
    /// Published on this day (UTC) or earlier. A paper without a date does not pass.
    pub to: Option<Date>,
    /// With at least so many votes.
    pub min_upvotes: u32,
    /// With a code repository.
    pub has_code: bool,
}

impl Filters {
    pub(crate) fn pass(&self, doc: &Doc) -> bool {
        let after = self.from.is_none_or(|from| doc.published.is_some_and(|date| date >= from));
        let before = self.to.is_none_or(|to| doc.published.is_some_and(|date| date <= to));
        let code = doc.has_code || !self.has_code;
        after && before && code && doc.upvotes >= self.min_upvotes
    }
}

/// The order of hits. Exact hits come first in each; the id breaks ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best match first.
    #[default]
    Relevance,
    /// Most votes first.
    Votes,
    /// Newest first; papers without a date last.
    Newest,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// One page of hits.
    pub hits: Vec<Hit>,
    /// Hits on all pages together. It depends on neither order nor page.
    pub total: usize,
    /// Nothing comes near the question: `total` is 0, and `hits` are at most five papers that
    /// share some of its words.
    pub nothing_close: bool,
}

/// One paper found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The paper.
    pub id: PaperId,
    /// How well its words match, from 0 up; comparable within one answer only.
    pub score: f32,
    /// Set if it was found by name.
    pub exact: Option<Exact>,
}

/// How a paper was found by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exact {
    /// By its id, or a link to it.
    Id,
    /// By its title, whole or nearly so.
    Title,
    /// By the full name of an author.
    Author,
}

/// A paper found, before it is known whether it is on the page.
type Found = (Scored, Option<Exact>);

impl Index {
    /// Answers a question: papers found by name first, then by words. An id or a link finds its
    /// paper or nothing.
    pub fn search(&self, query: &Query) -> Answer {
        if let Some(id) = exact::id(&query.text) {
            let slot = self.ids.get(&id).into_iter();
            return self.page(query, slot.map(|slot| (*slot, Exact::Id)).collect(), Vec::new());
        }
        let ranked = self.rank(&query.text, &query.filters);
        let named = self.by_name(&query.text, &ranked.close);
        let mut answer = self.page(query, named, ranked.close);
        if answer.nothing_close {
            let nearest = ranked.nearest.into_iter().take(query.limit);
            answer.hits = nearest.filter_map(|scored| self.hit((scored, None))).collect();
        }
        answer
    }

    /// Papers with this title, else nearly this title; papers by this author. If there are none
    /// and no words match, papers by an author of this surname.
    fn by_name(&self, text: &str, close: &[Scored]) -> HashMap<u32, Exact> {
        let authors = self.names.written_by(text).into_iter().map(|slot| (slot, Exact::Author));
        let mut named: HashMap<u32, Exact> = authors.collect();
        let titled = self.names.titled(text);
        named.extend(titled.iter().map(|slot| (*slot, Exact::Title)));
        if titled.is_empty() {
            let best = close.iter().take(NEAREST).map(|(slot, _)| *slot);
            let nearly = best.filter(|slot| self.is_nearly_title(*slot, text));
            named.extend(nearly.map(|slot| (slot, Exact::Title)));
        }
        if named.is_empty() && close.is_empty() {
            named.extend(self.names.surnamed(text).iter().map(|slot| (*slot, Exact::Author)));
        }
        named
    }

    /// Sorts what was found and cuts out the page.
    fn page(&self, query: &Query, named: HashMap<u32, Exact>, ranked: Vec<Scored>) -> Answer {
        let mut unranked = named.clone();
        let mut found: Vec<Found> = Vec::with_capacity(ranked.len());
        for (slot, score) in ranked {
            // Asking the map for each of thousands of papers takes longer than ranking them.
            let exact = if named.is_empty() { None } else { unranked.remove(&slot) };
            found.push(((slot, score), exact));
        }
        let pass = |slot: &u32| self.doc(*slot).is_some_and(|doc| query.filters.pass(doc));
        let others = unranked.into_iter().filter(|(slot, _)| pass(slot));
        found.extend(others.map(|(slot, exact)| ((slot, 0.0), Some(exact))));
        let total = found.len();
        let end = query.offset.saturating_add(query.limit);
        if end > 0 && end < total {
            found.select_nth_unstable_by(end - 1, |a, b| self.order(query.sort, a, b));
            found.truncate(end);
        }
        found.sort_unstable_by(|a, b| self.order(query.sort, a, b));
        let page = found.into_iter().skip(query.offset).take(query.limit);
        let hits = page.filter_map(|found| self.hit(found)).collect();
        Answer { hits, total, nothing_close: total == 0 }
    }

    fn hit(&self, ((slot, score), exact): Found) -> Option<Hit> {
        self.doc(slot).map(|doc| Hit { id: doc.id.clone(), score, exact })
    }

    /// Exact hits first, then as asked, then by id: a total order. Among equal matches, as all
    /// papers of one author are, those with more votes come first.
    fn order(&self, sort: Sort, (a, named_a): &Found, (b, named_b): &Found) -> Ordering {
        let class = |exact: &Option<Exact>| exact.map_or(u8::MAX, |exact| exact as u8);
        let asked = || match (self.doc(a.0), self.doc(b.0)) {
            (Some(one), Some(other)) => {
                let votes = || other.upvotes.cmp(&one.upvotes);
                let asked = match sort {
                    Sort::Relevance => b.1.total_cmp(&a.1),
                    Sort::Votes => Ordering::Equal,
                    Sort::Newest => other.published.cmp(&one.published),
                };
                asked.then_with(votes).then_with(|| one.id.cmp(&other.id))
            }
            _ => Ordering::Equal,
        };
        class(named_a).cmp(&class(named_b)).then_with(asked)
    }
}
