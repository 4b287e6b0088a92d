//! Papers received from the hub that are not stored yet. They are found and shown from memory, so
//! that no answer waits for the disk or fails with it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{Links, Paper, PaperId};
use jiff::Timestamp;
use rusqlite::Transaction;

use crate::app::App;
use crate::store::{self, linked_repos, papers};

/// The number kept while the database can't be written; the oldest are dropped first, and can be
/// found at the hub again.
const KEPT: usize = 1_000;

/// Papers from the hub that are still to be stored.
#[derive(Default)]
pub(in crate::app) struct Unsaved {
    kept: Mutex<UnsavedPapers>,
    /// Held by the one task that stores.
    storing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct UnsavedPapers {
    last: u64,
    papers: HashMap<PaperId, Entry>,
}

#[derive(Clone)]
struct Entry {
    /// Increases with every update.
    number: u64,
    paper: Paper,
    links: Option<Links>,
    at: Timestamp,
}

impl Unsaved {
    fn kept(&self) -> MutexGuard<'_, UnsavedPapers> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A paper that waits to be stored, with its links if known.
    pub(in crate::app) fn get(&self, id: &PaperId) -> Option<(Paper, Option<Links>)> {
        self.kept().papers.get(id).map(|entry| (entry.paper.clone(), entry.links.clone()))
    }
}

impl UnsavedPapers {
    /// Adds a paper; returns the one dropped to make room.
    fn put(&mut self, paper: Paper, links: Option<Links>, at: Timestamp) -> Option<PaperId> {
        self.last += 1;
        let entry = Entry { number: self.last, paper, links, at };
        self.papers.insert(entry.paper.id.clone(), entry);
        if self.papers.len() <= KEPT {
            return None;
        }
        let oldest = self.papers.values().min_by_key(|entry| entry.number)?.paper.id.clone();
        self.papers.remove(&oldest);
        Some(oldest)
    }

    fn all(&self) -> Vec<Entry> {
        let mut all: Vec<Entry> = self.papers.values().cloned().collect();
        all.sort_by_key(|entry| entry.number);
        all
    }

    /// Removes stored papers, unless they were updated in the meantime.
    fn stored(&mut self, stored: &[Entry]) {
        for entry in stored {
            let is_same = |kept: &Entry| kept.number == entry.number;
            if self.papers.get(&entry.paper.id).is_some_and(is_same) {
                self.papers.remove(&entry.paper.id);
            }
        }
    }
}

/// Adds papers from the hub: found immediately, and stored when the database accepts them.
///
/// # Errors
/// The store's, if it can't be read.
pub(in crate::app) async fn learn(
    app: &App,
    found: Vec<(Paper, Option<Links>)>,
    now: Timestamp,
) -> store::Result<()> {
    let ids: Vec<PaperId> = found.iter().map(|(paper, _)| paper.id.clone()).collect();
    let known = app.store.read(move |conn| papers::get_many(conn, &ids)).await?;
    let is_known = |paper: &Paper| known.iter().any(|known| known.id == paper.id);
    // Stored papers have more details than the hub's search results.
    let new: Vec<Paper> =
        found.iter().map(|(paper, _)| paper).filter(|paper| !is_known(paper)).cloned().collect();
    {
        let mut kept = app.unsaved.kept();
        let gone = found.into_iter().filter_map(|(paper, links)| kept.put(paper, links, now));
        let gone: Vec<PaperId> = gone.filter(|id| !known.iter().any(|one| one.id == *id)).collect();
        app.index.remove(&gone);
    }
    app.index.upsert(&new);
    app.index.insert_missing(&known);
    let app = app.clone();
    tokio::spawn(async move { store_unsaved(&app).await });
    Ok(())
}

/// Stores waiting papers, unless another task is doing it. Those that can't be stored wait.
pub async fn store_unsaved(app: &App) {
    let Ok(_storing) = app.unsaved.storing.try_lock() else { return };
    loop {
        let all = app.unsaved.kept().all();
        if all.is_empty() {
            return;
        }
        let entries = all.clone();
        let put = move |tx: &Transaction| {
            let mut learned = Vec::new();
            for Entry { paper, links, at, .. } in entries {
                let id = paper.id.clone();
                learned.extend(papers::put(tx, &[paper], at)?);
                if let Some(found) = links {
                    linked_repos::put(tx, &id, &found, at)?;
                }
            }
            Ok(learned)
        };
        match app.store.write(put).await {
            Ok(learned) => {
                app.index.upsert(&learned);
                app.unsaved.kept().stored(&all);
            }
            Err(error) => {
                tracing::warn!(%error, papers = all.len(), "papers from the hub are not stored yet");
                return;
            }
        }
    }
}

/// Papers in the order of `ids`, stored or not; unknown ones are skipped.
///
/// # Errors
/// The store's.
pub(in crate::app) async fn papers_of(app: &App, ids: Vec<PaperId>) -> store::Result<Vec<Paper>> {
    // Those that wait come first: one that stops waiting after this is stored before the read.
    let waiting: Vec<Option<Paper>> =
        ids.iter().map(|id| app.unsaved.get(id).map(|(paper, _)| paper)).collect();
    let wanted = ids.clone();
    let mut stored = app.store.read(move |conn| papers::get_many(conn, &wanted)).await?;
    let of = |(id, waiting): (PaperId, Option<Paper>)| {
        let at = stored.iter().position(|paper| paper.id == id);
        at.map(|at| stored.swap_remove(at)).or(waiting)
    };
    Ok(ids.into_iter().zip(waiting).filter_map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::paper;

    #[test]
    fn papers_updated_while_being_stored_are_kept() {
        let mut kept = UnsavedPapers::default();
        let now = Timestamp::UNIX_EPOCH;
        kept.put(paper(1, 1), None, now);
        kept.put(paper(2, 1), None, now);
        let all = kept.all();
        kept.put(paper(1, 9), None, now);
        kept.stored(&all);
        let left: Vec<u32> = kept.all().iter().map(|entry| entry.paper.upvotes).collect();
        assert_eq!(left, [9]);
    }

    #[test]
    fn the_queue_is_bounded() {
        let mut kept = UnsavedPapers::default();
        let gone: Vec<PaperId> = (0..KEPT as u32 + 10)
            .filter_map(|number| kept.put(paper(number, 1), None, Timestamp::UNIX_EPOCH))
            .collect();
        let oldest: Vec<PaperId> = (0..10).map(|number| paper(number, 1).id).collect();
        assert_eq!(gone, oldest);
        assert_eq!(kept.all().len(), KEPT);
    }
}
