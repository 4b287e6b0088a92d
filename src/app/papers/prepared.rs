//! The papers of some days, read and prepared once for all posts composed from them.
//!
//! A preview needs the words of hundreds of papers. When each preview prepared its own, a thousand
//! concurrent previews took 1.8 GB.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use domain::{Paper, PaperId};
use jiff::civil::Date;
use rusqlite::Connection;
use search::{Embedding, PaperText};
use tokio::sync::{Mutex, Semaphore, SemaphorePermit};

use crate::app::App;
use crate::store::papers::OnList;
use crate::store::vectors::ModelId;
use crate::store::{self, lists, papers, vectors};

/// Ranges of days kept: those of today's post and of the dates viewed last.
const KEPT: usize = 4;
/// The maximum number of papers kept, at some 15 KB each, unless a single range has more.
const PAPERS: usize = 3_000;
/// Posts composed on request at the same time. One leaves a core of two for everything else.
const AT_ONCE: usize = 1;

/// The kept papers, and the limit on concurrent requests.
pub(in crate::app) struct Prepared {
    /// In order of last use, most recent last.
    kept: Mutex<VecDeque<(Key, Arc<Vec<Ready>>)>>,
    turns: Semaphore,
}

impl Default for Prepared {
    fn default() -> Prepared {
        Prepared { kept: Mutex::default(), turns: Semaphore::new(AT_ONCE) }
    }
}

impl Prepared {
    /// Waits for a turn to compose a post that a person asked for. Deliveries need none.
    pub(in crate::app) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        self.turns.acquire().await.ok()
    }
}

/// The days, and everything on which their papers depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    from: Date,
    to: Date,
    model: Option<ModelId>,
    /// The last change of a paper, the number of list entries, and the last embedding.
    stamp: (u64, u64, u64),
}

/// A paper ready to be matched against topics.
#[derive(Clone)]
pub(in crate::app) struct Ready {
    pub(in crate::app) paper: Arc<Paper>,
    /// Its newest list.
    pub(in crate::app) date: Date,
    pub(in crate::app) text: Arc<PaperText>,
    /// Whether the hub links a model to it.
    pub(in crate::app) has_model: bool,
    /// Whether the hub links a dataset to it.
    pub(in crate::app) has_dataset: bool,
    meaning: Option<Vec<u8>>,
}

/// The current papers on the lists of a range of days.
///
/// # Errors
/// The store's.
pub(in crate::app) async fn days(
    app: &App,
    from: Date,
    to: Date,
) -> store::Result<Arc<Vec<Ready>>> {
    let model = app.index.model().map(|model| model.id());
    // Held to the end, so that concurrent requests for the same range wait instead of preparing it
    // twice.
    let mut kept = app.prepared.kept.lock().await;
    let stamp = app.store.read(move |conn| stamp(conn, from, to)).await?;
    let key = Key { from, to, model, stamp };
    if let Some(at) = kept.iter().position(|(known, _)| *known == key)
        && let Some(found) = kept.remove(at)
    {
        kept.push_back(found.clone());
        return Ok(found.1);
    }
    let earlier: Vec<Arc<Vec<Ready>>> = kept
        .iter()
        .filter(|(known, _)| known.model == model)
        .map(|(_, papers)| papers.clone())
        .collect();
    // On the store's own threads: preparing takes a tenth of a second.
    let read = app.store.read(move |conn| {
        let key = Key { from, to, model, stamp: self::stamp(conn, from, to)? };
        Ok((key, read(conn, key, &earlier)?))
    });
    let (key, papers) = read.await?;
    let papers = Arc::new(papers);
    kept.retain(|(known, _)| (known.from, known.to) != (from, to));
    kept.push_back((key, papers.clone()));
    let many = |kept: &VecDeque<(Key, Arc<Vec<Ready>>)>| {
        kept.len() > KEPT || kept.iter().map(|(_, papers)| papers.len()).sum::<usize>() > PAPERS
    };
    while kept.len() > 1 && many(&kept) {
        kept.pop_front();
    }
    Ok(papers)
}

/// The current state of these papers. Reuses what was already prepared of them.
///
/// # Errors
/// The store's.
pub(in crate::app) async fn these(app: &App, list: Vec<OnList>) -> store::Result<Vec<Ready>> {
    let model = app.index.model().map(|model| model.id());
    let earlier: Vec<Arc<Vec<Ready>>> = {
        let kept = app.prepared.kept.lock().await;
        let same = kept.iter().filter(|(known, _)| known.model == model);
        same.map(|(_, papers)| papers.clone()).collect()
    };
    app.store.read(move |conn| prepare(conn, model, list, &earlier)).await
}

fn stamp(conn: &Connection, from: Date, to: Date) -> store::Result<(u64, u64, u64)> {
    let places = lists::places(conn, from, to)?;
    Ok((papers::last_change(conn)?, places, vectors::last(conn)?))
}

fn read(conn: &Connection, key: Key, earlier: &[Arc<Vec<Ready>>]) -> store::Result<Vec<Ready>> {
    let found = papers::on_lists(conn, key.from, key.to)?;
    prepare(conn, key.model, found, earlier)
}

fn prepare(
    conn: &Connection,
    model: Option<ModelId>,
    found: Vec<OnList>,
    earlier: &[Arc<Vec<Ready>>],
) -> store::Result<Vec<Ready>> {
    let ids: Vec<PaperId> = found.iter().map(|one| one.paper.id.clone()).collect();
    let mut meanings = match model {
        Some(model) => vectors::of(conn, model, &ids)?,
        None => HashMap::new(),
    };
    let known: HashMap<&PaperId, &Ready> =
        earlier.iter().flat_map(|papers| papers.iter()).map(|one| (&one.paper.id, one)).collect();
    let ready = |OnList { paper, date, has_model, has_dataset }| {
        let meaning = meanings.remove(&paper.id);
        let same = known
            .get(&paper.id)
            .filter(|known| known.meaning == meaning && has_same_words(&known.paper, &paper));
        let text = match same {
            Some(known) => known.text.clone(),
            None => {
                let text = PaperText::new(&paper);
                let vector = meaning.as_ref().map(|bytes| Embedding::from_bytes(bytes));
                Arc::new(match vector {
                    Some(vector) => text.with_embedding(vector),
                    None => text,
                })
            }
        };
        let paper = match known.get(&paper.id) {
            Some(known) if *known.paper == paper => known.paper.clone(),
            _ => Arc::new(paper),
        };
        Ready { paper, date, text, has_model, has_dataset, meaning }
    };
    Ok(found.into_iter().map(ready).collect())
}

/// Whether only numbers differ.
fn has_same_words(one: &Paper, other: &Paper) -> bool {
    one.title == other.title
        && one.summary == other.summary
        && one.ai_summary == other.ai_summary
        && one.keywords == other.keywords
        && one.authors == other.authors
}
