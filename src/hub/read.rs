//! Converts the hub's JSON to papers. The format has changed twice since 2024 and fields come and
//! go from month to month, so a paper needs only an id and a title.

use std::mem;

use domain::{Paper, PaperId, WebUrl};
use jiff::Timestamp;

use super::lenient::{Count, Lenient, Text};
use super::text::{json, unreadable};
use super::truncation::Truncations;
use super::wire::{Author, Entries, Facts, Repos};
use super::{Card, HubError, Linked};

/// One page of a list.
pub(super) struct Page {
    /// The readable entries, in order.
    pub(super) papers: Vec<Paper>,
    /// The number of unreadable ones.
    pub(super) dropped: usize,
}

/// Reads a daily or search list for which `most` entries were requested.
pub(super) fn list(body: &[u8], most: usize) -> Result<Page, HubError> {
    let Lenient(Some(mut entries)) = json::<Lenient<Entries>>(body)? else {
        return Err(unreadable("not a list"));
    };
    let mut truncations = Truncations::default();
    truncations.add("entries", entries.more + entries.items.len().saturating_sub(most));
    entries.items.truncate(most);
    let all = entries.items.len();
    let read: Vec<Read> =
        entries.items.into_iter().filter_map(|entry| read(entry.0?, &mut truncations)).collect();
    let dropped = all - read.len();
    // A single paper may be malformed. If most are, the hub's format has changed, and a list
    // without votes or abstracts would silently match no topic and no minimum.
    let most = |count: usize| count * 2 > all;
    let without = |field: fn(&Read) -> bool| read.iter().filter(|read| !field(read)).count();
    for (missing, what) in [
        (dropped, "no id or title"),
        (without(|read| read.has_summary), "no summary"),
        (without(|read| read.has_authors), "no authors"),
        (without(|read| read.has_upvotes), "no upvotes"),
    ] {
        if most(missing) {
            return Err(unreadable(&format!(
                "its format has changed, {missing} of {all} have {what}"
            )));
        }
    }
    if dropped > 0 {
        tracing::warn!(
            dropped,
            entries = all,
            "dropped papers of a hub list that could not be parsed"
        );
    }
    truncations.log();
    Ok(Page { papers: read.into_iter().map(|read| read.paper).collect(), dropped })
}

/// Reads a single paper with its links.
pub(super) fn card(body: &[u8]) -> Result<Card, HubError> {
    let Lenient(facts) = json::<Lenient<Facts>>(body)?;
    let mut facts = facts.unwrap_or_default();
    let mut truncations = Truncations::default();
    let models = linked(mem::take(&mut facts.linked_models), &mut truncations);
    let datasets = linked(mem::take(&mut facts.linked_datasets), &mut truncations);
    let spaces = linked(mem::take(&mut facts.linked_spaces), &mut truncations);
    let totals = [&facts.num_total_models, &facts.num_total_datasets, &facts.num_total_spaces];
    let [total_models, total_datasets, total_spaces] = totals.map(count);
    let Some(Read { paper, .. }) = read(facts, &mut truncations) else {
        return Err(unreadable("not a paper"));
    };
    truncations.log();
    let at_least = |said: Option<u32>, sent: &[Linked]| {
        said.unwrap_or(0).max(u32::try_from(sent.len()).unwrap_or(u32::MAX))
    };
    Ok(Card {
        paper,
        total_models: at_least(total_models, &models),
        total_datasets: at_least(total_datasets, &datasets),
        total_spaces: at_least(total_spaces, &spaces),
        models,
        datasets,
        spaces,
    })
}

fn linked(repos: Lenient<Repos>, truncations: &mut Truncations) -> Vec<Linked> {
    let read = truncations.items("links", repos).into_iter().filter_map(|repo| {
        Some(Linked {
            id: whole(repo.id).filter(|id| is_repo_id(id))?,
            likes: count(&repo.likes).unwrap_or_default(),
            downloads: count(&repo.downloads).unwrap_or_default(),
            about: truncations
                .line("task", repo.task)
                .or_else(|| truncations.line("task", repo.description)),
        })
    });
    read.collect()
}

/// Whether the id is valid; it becomes part of a link.
fn is_repo_id(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let part = |part: &str| part.starts_with(|c: char| c != '.') && part.chars().all(plain);
    id.len() <= 200 && id.split('/').count() <= 2 && id.split('/').all(part)
}

/// A paper, and which of the usual fields it had.
struct Read {
    paper: Paper,
    has_summary: bool,
    has_authors: bool,
    has_upvotes: bool,
}

/// Reads an entry; `None` if it has no id or no title.
fn read(mut entry: Facts, truncations: &mut Truncations) -> Option<Read> {
    // A flat entry is itself the inner object.
    let (outer, inner) = match entry.paper.take() {
        Some(inner) => (entry, *inner.0?),
        None => (Facts::default(), entry),
    };
    let upvotes = count(&inner.upvotes).or(count(&outer.upvotes));
    let keywords = truncations.items("keywords", inner.ai_keywords);
    let has_authors = inner.authors.0.is_some();
    let authors = truncations.items("authors", inner.authors);
    let organizations = [
        outer.organization,
        inner.organization,
        outer.submitter_organization,
        inner.submitter_organization,
    ];
    let mut organizations = organizations.into_iter().filter_map(|known| known.0);
    Some(Read {
        has_summary: inner.summary.0.is_some() || outer.summary.0.is_some(),
        has_authors,
        has_upvotes: upvotes.is_some(),
        paper: Paper {
            id: whole(inner.id)?.parse::<PaperId>().ok()?,
            title: truncations
                .line("title", inner.title)
                .or_else(|| truncations.line("title", outer.title))?,
            summary: truncations
                .line("summary", inner.summary)
                .or_else(|| truncations.line("summary", outer.summary))
                .unwrap_or_default(),
            ai_summary: truncations.line("ai_summary", inner.ai_summary),
            keywords: keywords
                .into_iter()
                .filter_map(|keyword| truncations.line("keyword", Lenient(Some(keyword))))
                .collect(),
            authors: authors.into_iter().filter_map(|author| name(author, truncations)).collect(),
            organization: organizations.find_map(|known| {
                let fullname = truncations.line("organization", known.fullname);
                fullname.or_else(|| truncations.line("organization", known.name))
            }),
            // The outer `publishedAt` differs by four or five hours.
            published_at: whole(inner.published_at).and_then(|at| at.parse::<Timestamp>().ok()),
            upvotes: upvotes.unwrap_or_default(),
            comments: count(&outer.num_comments).or(count(&inner.num_comments)).unwrap_or_default(),
            thumbnail: link(outer.thumbnail).or_else(|| link(inner.thumbnail)),
            github: link(inner.github_repo),
            github_stars: count(&inner.github_stars),
            project: link(inner.project_page),
        },
    })
}

/// The name of an author, unless hidden.
fn name(author: Author, truncations: &mut Truncations) -> Option<String> {
    match author.hidden.0 {
        Some(true) => None,
        _ => truncations.line("author", author.name),
    }
}

fn count(count: &Lenient<Count>) -> Option<u32> {
    count.0.map(|Count(count)| count)
}

/// The text, or nothing if it was truncated and so is useless.
fn whole<const MOST: usize>(text: Lenient<Text<MOST>>) -> Option<String> {
    text.0.filter(|text| !text.is_cut).map(|text| text.text)
}

fn link<const MOST: usize>(text: Lenient<Text<MOST>>) -> Option<WebUrl> {
    whole(text).and_then(|text| WebUrl::parse(&text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    const ABSTRACT: &str = "A kite\nflies by itself. ";

    fn only(entry: Value) -> Paper {
        let page = list(json!([entry]).to_string().as_bytes(), 100).unwrap();
        assert_eq!((page.papers.len(), page.dropped), (1, 0));
        page.papers[0].clone()
    }

    #[test]
    fn three_generations_of_the_format_give_the_same_paper() {
        let authors = json!([
            { "_id": "1", "name": " Ada\tByron", "hidden": false, "user": { "isPro": true } },
            { "_id": "2", "name": "Nobody Seen", "hidden": true },
            { "_id": "3", "name": "  " }, { "_id": "4", "name": "Alan Kite", "hidden": null },
        ]);
        let first = json!({
            "paper": {
                "id": "2403.00001", "title": "Kites\n  Alone", "summary": ABSTRACT,
                "publishedAt": "2024-03-01T10:00:00.000Z", "authors": authors, "upvotes": 7.0,
            },
            "publishedAt": "2024-03-01T15:00:00.000Z", "title": "Kites Alone",
            "mediaUrl": "https://media.example.org/kite.mp4", "numComments": 2,
        });
        let mut second = first.clone();
        second["summary"] = json!(ABSTRACT);
        second["mediaUrls"] = json!(["https://media.example.org/kite.mp4"]);
        second["submitterOrganization"] = json!({ "name": "kites", "fullname": "Kite Works" });
        second["paper"]["ai_summary"] = json!("Kites need\nnobody.");
        second["paper"]["ai_keywords"] = json!(["kite", " ", 5, "wind\n"]);
        second["paper"]["githubRepo"] = json!(" https://github.com/kites/alone");
        second["paper"]["githubStars"] = json!(12);
        second["paper"]["projectPage"] = json!("javascript:alert(1)");
        let mut third = second.clone();
        third.as_object_mut().unwrap().remove("submitterOrganization");
        third["paper"]["organization"] = json!({ "name": "Kite Works", "fullname": null });
        third["paper"]["numComments"] = json!(2);
        third["numComments"] = Value::Null;
        third["tags"] = json!({ "new": ["and", "unknown"] });

        let paper = only(first);
        assert_eq!(paper.title, "Kites Alone");
        assert_eq!(paper.summary, "A kite flies by itself.");
        assert_eq!(paper.authors, ["Ada Byron", "Alan Kite"]);
        assert_eq!((paper.upvotes, paper.comments), (7, 2));
        assert_eq!(paper.published_at, "2024-03-01T10:00:00Z".parse().ok());
        let newer = Paper {
            ai_summary: Some("Kites need nobody.".to_owned()),
            keywords: vec!["kite".to_owned(), "wind".to_owned()],
            organization: Some("Kite Works".to_owned()),
            github: WebUrl::parse("https://github.com/kites/alone"),
            github_stars: Some(12),
            ..paper
        };
        assert_eq!(only(second), newer);
        // The flat form gives the same result.
        let flat = card(third["paper"].to_string().as_bytes()).unwrap();
        assert_eq!(flat.paper, newer);
        assert_eq!(only(third), newer);
    }

    #[test]
    fn malformed_papers_are_dropped_and_malformed_lists_refused() {
        let good = json!({ "id": "2403.00001", "title": "T", "summary": "", "authors": [],
            "upvotes": -3 });
        let entry = |field: &str, value: Value| {
            let mut paper = good.clone();
            paper[field] = value;
            json!({ "paper": paper })
        };
        let fine = entry("more", json!(1));
        let check = |entries: &[&Value], expected: &str| {
            let said = match list(json!(entries).to_string().as_bytes(), 100) {
                Ok(page) => format!("{} read, {} dropped", page.papers.len(), page.dropped),
                Err(error) => error.to_string().split(", ").last().unwrap_or("").to_owned(),
            };
            assert_eq!(said, expected, "{entries:?}");
        };
        check(&[], "0 read, 0 dropped");
        for odd in [
            entry("id", json!("not-an-id")),
            entry("id", json!(5)),
            entry("title", json!(" \n")),
            json!({ "paper": null }),
            json!(["2403.00001", "T"]),
            json!(7),
        ] {
            check(&[&fine, &odd], "1 read, 1 dropped");
            check(&[&fine, &odd, &odd], "2 of 3 have no id or title");
        }
        for (field, what) in [("summary", "no summary"), ("upvotes", "no upvotes")] {
            let without = entry(field, Value::Null);
            check(&[&fine, &without], "2 read, 0 dropped");
            check(&[&without], &format!("1 of 1 have {what}"));
        }
        assert_eq!(only(fine).upvotes, 0);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            prop_oneof!["\\PC{0,12}", Just("2403.00001".to_owned())].prop_map(Value::from),
        ];
        let keys = "paper|id|title|authors|name|upvotes|organization|linkedModels|publishedAt";
        leaf.prop_recursive(4, 24, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(keys, inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_bytes_panic(body in prop::collection::vec(any::<u8>(), 0..64), text in "\\PC{0,64}") {
            let _ = (list(&body, 9), card(&body), list(text.as_bytes(), 9), card(text.as_bytes()));
        }

        #[test]
        fn no_json_panics_and_every_dropped_paper_is_counted(body in any_json(), cut in 0usize..200) {
            let text = body.to_string();
            let _ = card(text.as_bytes());
            if let (Ok(page), Some(entries)) = (list(text.as_bytes(), 9), body.as_array()) {
                prop_assert_eq!(page.papers.len() + page.dropped, entries.len());
            }
            let _ = list(&text.as_bytes()[..cut.min(text.len())], 9);
        }
    }
}
