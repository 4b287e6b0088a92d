//! The search index over the papers: in memory, kept up to date with the store, by words and, if
//! there is a model, by meaning.
//!
//! The store is the single source of truth. Writes by this process are applied immediately; those
//! of other processes (a sync, the delivering process) are found by [`PaperIndex::catch_up`].

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use domain::{Paper, PaperId, Topic};
use search::{Answer, Embedding, Index, Prepared, Query, TopicMatcher};
use tokio::sync::Notify;

use super::embedding_model::Model;
use crate::store::{self, Store, linked_repos, papers, vectors};

/// The maximum number of topics to encode while a post waits: a second's work.
const READ_AT_ONCE: usize = 1_000;
/// The number of topics whose embedding is cached; each takes a few hundred bytes.
const REMEMBERED: usize = 200_000;

/// The searchable papers. Clones share them.
#[derive(Clone)]
pub struct PaperIndex {
    store: Store,
    state: Arc<RwLock<State>>,
    cursor: Arc<tokio::sync::Mutex<Cursor>>,
    /// The model to switch to once all papers have a vector from it.
    wanted: Option<Arc<Model>>,
    /// Whether the wanted model is in use and earlier ones have been deleted.
    activated: Arc<AtomicBool>,
    /// Notified when papers are added.
    changed: Arc<Notify>,
}

/// The state in memory.
#[derive(Default)]
struct State {
    index: Index,
    /// The model whose vectors are in the index.
    model: Option<Arc<Model>>,
    /// Embeddings of topics from that model.
    topics: HashMap<Topic, Embedding>,
}

/// The position up to which the store has been read.
#[derive(Default)]
struct Cursor {
    change: u64,
    vector: u64,
    /// Papers last changed up to this number are not loaded yet.
    older: u64,
}

/// The embedding of a text, with the model that made it.
#[derive(Clone, Default)]
pub struct QueryEmbedding(Option<(Arc<Model>, Embedding)>);

/// The number of papers, with and without a vector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// All papers.
    pub papers: usize,
    /// Papers with a vector of the model in use.
    pub encoded: usize,
}

impl PaperIndex {
    /// Loads all stored papers.
    ///
    /// # Errors
    /// The store's.
    pub async fn open(store: Store) -> store::Result<PaperIndex> {
        PaperIndex::open_recent(store, usize::MAX).await
    }

    /// Loads the `most` papers that changed last, so that a process with very many is ready soon;
    /// the others follow with [`PaperIndex::load_older`].
    ///
    /// # Errors
    /// The store's.
    pub async fn open_recent(store: Store, most: usize) -> store::Result<PaperIndex> {
        let read = store.read(move |conn| {
            let change = papers::last_change(conn)?;
            let older = papers::change_before(conn, change, most)?;
            let mut index = Index::build(|put| papers::each_since(conn, older, put))?;
            note_linked(&mut index, &linked_repos::changed_since(conn, older)?);
            Ok((Cursor { change, vector: 0, older }, index))
        });
        let (cursor, index) = read.await?;
        tracing::info!(
            papers = index.len(),
            complete = cursor.older == 0,
            "built the search index"
        );
        Ok(PaperIndex {
            store,
            state: Arc::new(RwLock::new(State { index, ..State::default() })),
            cursor: Arc::new(tokio::sync::Mutex::new(cursor)),
            wanted: None,
            activated: Arc::default(),
            changed: Arc::default(),
        })
    }

    /// Adds the model in a folder, for search by meaning.
    ///
    /// If most papers have no vector from it yet, but have vectors from an earlier model, that one
    /// answers until [`PaperIndex::activate`] finds the new one complete.
    ///
    /// # Errors
    /// If the model can't be loaded, or the store's.
    pub async fn with_model(mut self, folder: &Path) -> anyhow::Result<PaperIndex> {
        let wanted = Arc::new(Model::open(&self.store, folder).await?);
        let stored = self.store.read(vectors::models).await?;
        let has = |id| stored.iter().find(|one| one.id == id).map_or(0, |one| one.vectors as usize);
        let own = has(wanted.id());
        let mut serving = wanted.clone();
        if own * 10 < self.size().papers * 9 {
            for older in stored.iter().take_while(|one| one.vectors as usize > own) {
                match Model::open(&self.store, Path::new(&older.folder)).await {
                    Ok(model) if model.name() == older.name => serving = Arc::new(model),
                    // Its folder is gone or contains another model.
                    _ => continue,
                }
                tracing::info!(
                    model = older.name,
                    "using the previous model until the new one is ready"
                );
                break;
            }
        }
        tracing::info!(model = wanted.name(), encoded = own, "search by meaning is on");
        self.use_model(serving).await;
        self.wanted = Some(wanted);
        self.catch_up().await?;
        Ok(self)
    }

    async fn use_model(&self, model: Arc<Model>) {
        self.cursor.lock().await.vector = 0;
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.index.clear_embeddings();
        state.topics.clear();
        state.model = Some(model);
    }

    /// Switches to the wanted model if all its vectors are stored, and deletes those of other
    /// models. This happens only once, so that another model can be tried next to a running bot.
    ///
    /// # Errors
    /// The store's.
    pub async fn activate(&self) -> store::Result<()> {
        let Some(wanted) = self.wanted.clone() else { return Ok(()) };
        if self.activated.load(Ordering::Relaxed) {
            return Ok(());
        }
        let id = wanted.id();
        if self.model().is_none_or(|model| model.id() != id) {
            tracing::info!(model = wanted.name(), "all papers are encoded, using the new model");
            self.use_model(wanted).await;
            self.catch_up().await?;
        }
        let stored = self.store.read(vectors::models).await?;
        if stored.len() > 1 {
            self.store.write(move |tx| vectors::keep_only(tx, id)).await?;
            tracing::info!(models = stored.len() - 1, "deleted the vectors of other models");
        }
        self.activated.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Loads everything that has changed in the store since the last call, by any process.
    ///
    /// # Errors
    /// The store's.
    pub async fn catch_up(&self) -> store::Result<()> {
        let mut cursor = self.cursor.lock().await;
        let (change, vector) = (cursor.change, cursor.vector);
        let model = self.model().map(|model| model.id());
        // In one snapshot, so that each vector comes with the text it was made from.
        let read = self.store.read(move |conn| {
            let last = papers::last_change(conn)?;
            let (papers, linked) = match last > change {
                true => (
                    papers::changed_since(conn, change)?,
                    linked_repos::changed_since(conn, change)?,
                ),
                false => (Vec::new(), Vec::new()),
            };
            let vectors = model.map_or(Ok(Vec::new()), |id| vectors::since(conn, id, vector))?;
            Ok((last, papers, linked, vectors))
        });
        let (last, papers, linked, vectors) = read.await?;
        self.upsert(&papers);
        if !linked.is_empty() {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            note_linked(&mut state.index, &linked);
        }
        for chunk in vectors.chunks(256) {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            for stored in chunk {
                state.index.put_embedding(&stored.paper, &Embedding::from_bytes(&stored.value));
            }
        }
        cursor.change = last.max(change);
        cursor.vector = vectors.last().map_or(vector, |stored| stored.number);
        Ok(())
    }

    /// Loads `count` more of the papers that [`PaperIndex::open_recent`] left out, with their links
    /// and vectors; `false` if there are none.
    ///
    /// # Errors
    /// The store's; the next call then loads the same papers.
    pub async fn load_older(&self, count: usize) -> store::Result<bool> {
        // Held throughout, so that no older version replaces one loaded by `catch_up`.
        let mut cursor = self.cursor.lock().await;
        let last = cursor.older;
        if last == 0 {
            return Ok(false);
        }
        let model = self.model().map(|model| model.id());
        let read = self.store.read(move |conn| {
            let before = papers::change_before(conn, last, count)?;
            let papers = papers::changed_between(conn, before, last)?;
            let ids: Vec<PaperId> = papers.iter().map(|paper| paper.id.clone()).collect();
            let linked = linked_repos::changed_between(conn, before, last)?;
            let vectors = model.map_or(Ok(HashMap::new()), |id| vectors::of(conn, id, &ids))?;
            Ok((papers, before, linked, vectors))
        });
        let (papers, before, linked, vectors) = read.await?;
        self.upsert(&papers);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        note_linked(&mut state.index, &linked);
        for (id, value) in vectors {
            state.index.put_embedding(&id, &Embedding::from_bytes(&value));
        }
        cursor.older = before;
        if before == 0 {
            tracing::info!(papers = state.index.len(), "all papers are in the search index");
        }
        Ok(true)
    }

    /// Adds stored papers to the index. Each is prepared outside the lock, so that searches wait
    /// only microseconds.
    pub fn upsert(&self, papers: &[Paper]) {
        for paper in papers {
            let read = Prepared::new(paper);
            self.state.write().unwrap_or_else(PoisonError::into_inner).index.insert(read);
        }
        if !papers.is_empty() {
            self.changed.notify_one();
        }
    }

    /// Adds stored papers that are not in the index yet: older ones that are still to be loaded, and
    /// those that another task has just stored.
    pub fn insert_missing(&self, papers: &[Paper]) {
        for paper in papers {
            if self.with_index(|index| index.contains(&paper.id)) {
                continue;
            }
            let read = Prepared::new(paper);
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            // A newer version may have come in.
            if !state.index.contains(&paper.id) {
                state.index.insert(read);
            }
        }
    }

    /// Removes papers that are no longer stored.
    pub fn remove(&self, papers: &[PaperId]) {
        for id in papers {
            self.state.write().unwrap_or_else(PoisonError::into_inner).index.remove(id);
        }
    }

    /// Waits until papers have been added since the last call.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// The embedding of a query; empty without a model. Takes a millisecond for a few words and 30
    /// for a page, on a blocking thread.
    pub async fn embed_query(&self, query: &Query) -> QueryEmbedding {
        let Some(model) = self.model() else { return QueryEmbedding::default() };
        let text = self.with_index(|index| index.wording(query));
        let encoded = tokio::task::spawn_blocking(move || {
            let vector = model.encode_query(&text);
            QueryEmbedding(Some((model, vector)))
        });
        encoded.await.unwrap_or_default()
    }

    /// Answers a query from memory, by words and the given embedding.
    pub fn search(&self, query: &Query, meaning: &QueryEmbedding) -> Answer {
        self.with_state(|state| {
            // Ignore vectors from a model other than the index's.
            let current = |(model, vector): &(Arc<Model>, Embedding)| {
                let same = state.model.as_ref().is_some_and(|one| Arc::ptr_eq(one, model));
                same.then(|| vector.clone())
            };
            let meaning = meaning.0.as_ref().and_then(current);
            state.index.search(&Query { embedding: meaning, ..query.clone() })
        })
    }

    /// Runs `ask` on the index in memory.
    pub fn with_index<T>(&self, ask: impl FnOnce(&Index) -> T) -> T {
        self.with_state(|state| ask(&state.index))
    }

    /// The number of searchable papers.
    pub fn size(&self) -> Size {
        self.with_index(|index| Size { papers: index.len(), encoded: index.embedded() })
    }

    /// The model in use.
    pub fn model(&self) -> Option<Arc<Model>> {
        self.with_state(|state| state.model.clone())
    }

    /// The model to switch to, which papers are being encoded with.
    pub fn wanted_model(&self) -> Option<Arc<Model>> {
        self.wanted.clone()
    }

    /// Topics prepared for matching, by words and meaning. A few without a cached embedding are
    /// encoded now; if there are many, they match by words until [`PaperIndex::embed_topics`] has
    /// encoded them.
    pub async fn topic_set(&self, topics: &[&Topic]) -> TopicMatcher {
        let matcher = TopicMatcher::new(topics.iter().copied());
        let words: Vec<&Topic> = matcher.words().iter().collect();
        let known = self.known_topics(&words);
        let new = words.iter().zip(&known).filter(|(_, known)| known.is_none());
        let new: Vec<Topic> = new.map(|(topic, _)| (*topic).clone()).collect();
        if !new.is_empty() && new.len() <= READ_AT_ONCE {
            self.read_words(new).await;
        }
        let known = self.known_topics(&words);
        let background = self.with_index(Index::background);
        matcher.prepared(|set| set.with_embedding(known).against(&background))
    }

    /// The cached embeddings.
    fn known_topics(&self, topics: &[&Topic]) -> Vec<Option<Embedding>> {
        self.with_state(|state| {
            topics.iter().map(|topic| state.topics.get(*topic).cloned()).collect()
        })
    }

    /// Encodes topics that are not in the cache. It takes a millisecond each, so do it before they
    /// are needed.
    pub async fn embed_topics(&self, topics: Vec<Topic>) {
        self.read_words(TopicMatcher::new(&topics).words().to_vec()).await;
    }

    async fn read_words(&self, topics: Vec<Topic>) {
        let Some(model) = self.model() else { return };
        let known = self.known_topics(&topics.iter().collect::<Vec<_>>());
        let new = topics.into_iter().zip(known).filter(|(_, known)| known.is_none());
        let new: Vec<Topic> = new.map(|(topic, _)| topic).collect();
        if new.is_empty() {
            return;
        }
        let reader = model.clone();
        let read = tokio::task::spawn_blocking(move || {
            let encode = |topic: Topic| {
                let vector = reader.encode_query(topic.as_str());
                (topic, vector)
            };
            new.into_iter().map(encode).collect::<Vec<_>>()
        });
        let read = read.await.unwrap_or_default();
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if state.model.as_ref().is_some_and(|now| Arc::ptr_eq(now, &model)) {
            if state.topics.len() + read.len() > REMEMBERED {
                state.topics.clear();
            }
            state.topics.extend(read);
        }
    }

    /// The underlying store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    fn with_state<T>(&self, ask: impl FnOnce(&State) -> T) -> T {
        ask(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Records which papers have models and which have datasets.
fn note_linked(index: &mut Index, linked: &[(PaperId, bool, bool)]) {
    for (id, models, datasets) in linked {
        index.note_linked(id, *models, *datasets);
    }
}
