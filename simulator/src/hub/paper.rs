//! `GET /api/papers/{id}` and `GET /api/arxiv/{id}/repos`: a paper and its links.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::library::Library;
use super::reply::Reply;

/// A paper's links; entries are in the hub's format.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Repos {
    /// Models: `{id, author, likes, downloads, …}`.
    pub models: Vec<Value>,
    /// Datasets: `{id, author, likes, downloads, …}`.
    pub datasets: Vec<Value>,
    /// Spaces: `{id, emoji, running, …}`.
    pub spaces: Vec<Value>,
}

/// The paper without the list's wrapper, with its links and their totals.
pub(super) fn paper(library: &mut Library, id: &str) -> Result<Reply, Reply> {
    let entry = library.find(id)?;
    let mut paper = entry
        .and_then(|entry| entry.get("paper").cloned())
        .ok_or_else(|| Reply::missing("Paper not found"))?;
    let Repos { models, datasets, spaces } = library.repos(id);
    if let Value::Object(fields) = &mut paper {
        for (kind, list) in [("Models", models), ("Datasets", datasets), ("Spaces", spaces)] {
            fields.insert(format!("numTotal{kind}"), json!(list.len()));
            fields.insert(format!("linked{kind}"), Value::Array(list));
        }
    }
    Ok(Reply::ok(paper))
}

/// Only the links; three empty lists for a paper without any, known or not.
pub(super) fn repos(library: &Library, id: &str) -> Reply {
    Reply::ok(json!(library.repos(id)))
}
