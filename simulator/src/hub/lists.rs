//! `GET /api/daily_papers`: selects, orders and pages the papers.

use std::cmp::Reverse;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use serde_json::Value;

use super::calendar;
use super::library::{Entry, Library, id, once_each, upvotes};
use super::query::Query;
use super::reply::Reply;

/// The default page size.
const PAGE: usize = 50;
/// The maximum page size; larger requests are silently limited.
const LONGEST_PAGE: usize = 100;
/// How many listed days the trending order covers.
const TRENDING_DAYS: usize = 10;

/// One page of a list. `url` is the hub's own address, for the link to the next page.
pub(super) fn daily_papers(
    library: &mut Library,
    query: &Query,
    url: &str,
) -> Result<Reply, Reply> {
    let page = query.number("p", 0)?.unwrap_or(0);
    let limit = query.number("limit", 1)?.unwrap_or(PAGE).min(LONGEST_PAGE);
    let start = page.saturating_mul(limit);
    let end = start.saturating_add(limit);
    let mut list = select(library, query, end.saturating_add(1))?;
    let next =
        (list.len() > end).then(|| format!("{url}/api/daily_papers?{}", query.with_page(page + 1)));
    list.truncate(end);
    let entries = list.iter().skip(start).map(|entry| Value::clone(entry)).collect();
    Ok(Reply { next, ..Reply::ok(Value::Array(entries)) })
}

/// The requested list, in order, with at least its first `enough` entries.
fn select(library: &mut Library, query: &Query, enough: usize) -> Result<Vec<Entry>, Reply> {
    let trending = match query.get("sort") {
        None | Some("publishedAt") => false,
        Some("trending") => true,
        Some(_) => return Err(Reply::bad("sort must be publishedAt or trending")),
    };
    let dates = if let Some(date) = query.get("date") {
        calendar::day_number(date).ok_or_else(|| Reply::bad("date must be a YYYY-MM-DD date"))?;
        vec![date.to_owned()]
    } else if let Some(week) = query.get("week") {
        calendar::week(week).ok_or_else(|| Reply::bad("week must be YYYY-W01 to YYYY-W52"))?
    } else if let Some(month) = query.get("month") {
        if !calendar::is_month(month) {
            return Err(Reply::bad("month must be YYYY-MM"));
        }
        library.dates().into_iter().filter(|date| date.starts_with(month)).collect()
    } else if trending {
        return Ok(of_submitter(rank(library)?, query));
    } else {
        return Ok(newest(library, query, enough)?);
    };
    let mut list = Vec::new();
    for date in dates {
        list.extend(library.day(&date)?);
    }
    let mut list = of_submitter(once_each(list), query);
    list.sort_by_key(|entry| Reverse(upvotes(entry)));
    Ok(list)
}

/// Newest day first; within a day, newest paper first.
fn newest(library: &mut Library, query: &Query, enough: usize) -> io::Result<Vec<Entry>> {
    let mut list = Vec::new();
    for date in library.dates().into_iter().rev() {
        let mut day = of_submitter(library.day(&date)?, query);
        day.sort_by_cached_key(|entry| Reverse(text(entry, "/publishedAt").to_owned()));
        list = once_each(list.into_iter().chain(day).collect());
        if list.len() >= enough {
            break;
        }
    }
    Ok(list)
}

/// An opaque order: votes discounted by age and modified by the id, so that it can't be computed
/// from the votes.
fn rank(library: &mut Library) -> io::Result<Vec<Entry>> {
    let recent: Vec<String> = library.dates().into_iter().rev().take(TRENDING_DAYS).collect();
    let today = recent.first().and_then(|date| calendar::day_number(date));
    let mut list = Vec::new();
    for date in &recent {
        let age = today.zip(calendar::day_number(date)).map_or(0, |(today, day)| today - day);
        list.extend(library.day(date)?.into_iter().map(|entry| (score(&entry, age), entry)));
    }
    list.sort_by(|(a, first), (b, second)| b.total_cmp(a).then_with(|| id(first).cmp(id(second))));
    Ok(once_each(list.into_iter().map(|(_, entry)| entry).collect()))
}

fn score(entry: &Value, age_in_days: i64) -> f64 {
    let mut hasher = DefaultHasher::new();
    id(entry).hash(&mut hasher);
    let bend = 0.75 + (hasher.finish() % 512) as f64 / 1024.0;
    bend * (upvotes(entry) as f64 + 1.0) / (age_in_days as f64 + 2.0).powf(1.4)
}

fn of_submitter(list: Vec<Entry>, query: &Query) -> Vec<Entry> {
    let Some(name) = query.get("submitter") else { return list };
    let places = ["/submittedBy/name", "/submittedBy/user", "/paper/submittedOnDailyBy/name"];
    let by = |entry: &Entry| places.iter().any(|place| text(entry, place) == name);
    list.into_iter().filter(by).collect()
}

fn text<'a>(entry: &'a Value, pointer: &str) -> &'a str {
    entry.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
