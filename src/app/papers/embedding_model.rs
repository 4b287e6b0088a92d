//! A sentence encoder registered in the store, and the encoding of papers.
//!
//! Encoding is the only heavy work here (about 30 ms per abstract), so it runs on threads with the
//! lowest priority, in batches that are stored as they finish: after a restart it continues with
//! the next batch.

use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use domain::{Paper, PaperId};
use search::{Embedding, Encoder, embedding_text};
use tokio::sync::oneshot;

use crate::store::vectors::{self, ModelId};
use crate::store::{self, Store, papers};

/// The number of papers that a thread encodes per batch: about a second's work.
const BATCH: usize = 32;
/// The lowest priority, which yields to everything else.
const NICE: i32 = 19;

/// An opened sentence encoder whose vectors can be stored.
pub struct Model {
    encoder: Encoder,
    id: ModelId,
}

impl Model {
    /// Opens the encoder in a folder and registers it in the store.
    ///
    /// # Errors
    /// If it can't be loaded, with the folder and the remedy; or the store's.
    pub async fn open(store: &Store, folder: &Path) -> anyhow::Result<Model> {
        let path = folder.to_owned();
        let encoder = tokio::task::spawn_blocking(move || Encoder::open(&path)).await?;
        let encoder = encoder.with_context(|| {
            format!(
                "cannot use the model in {}; `paperboy model check {0}` shows details, and \
                 `paperboy model fetch` downloads a working one",
                folder.display()
            )
        })?;
        let (name, folder) = (encoder.name().to_owned(), folder.to_string_lossy().into_owned());
        let id = store.write(move |tx| vectors::model(tx, &name, &folder)).await?;
        Ok(Model { encoder, id })
    }

    /// The name that distinguishes its vectors from those of other models.
    pub fn name(&self) -> &str {
        self.encoder.name()
    }

    /// Its row number in the store.
    pub fn id(&self) -> ModelId {
        self.id
    }

    /// The vector of a paper's text.
    pub fn encode(&self, text: &str) -> Embedding {
        self.encoder.encode(text)
    }

    /// The vector of a question or a topic.
    pub fn encode_query(&self, text: &str) -> Embedding {
        self.encoder.encode_query(text)
    }
}

/// Encodes papers without a vector, newest papers first.
pub struct Encoding {
    store: Store,
    model: Arc<Model>,
    threads: usize,
    missing: Vec<PaperId>,
    done: usize,
}

impl Encoding {
    /// Finds the papers without a vector from a model, to be encoded on this many threads.
    ///
    /// # Errors
    /// The store's.
    pub async fn new(
        store: &Store,
        model: Arc<Model>,
        threads: NonZero<usize>,
    ) -> store::Result<Encoding> {
        let id = model.id();
        let missing = store.read(move |conn| vectors::without(conn, id)).await?;
        Ok(Encoding { store: store.clone(), model, threads: threads.get(), missing, done: 0 })
    }

    /// Papers encoded so far, and those that had no vector at the start.
    pub fn progress(&self) -> (usize, usize) {
        (self.done, self.missing.len())
    }

    /// Encodes the next papers, a second's work, and stores the vectors. False if none are left.
    ///
    /// # Errors
    /// The store's.
    pub async fn go_on(&mut self) -> anyhow::Result<bool> {
        let rest = &self.missing[self.done..];
        let ids = rest[..rest.len().min(BATCH * self.threads)].to_vec();
        if ids.is_empty() {
            return Ok(false);
        }
        self.done += ids.len();
        let papers = self.store.read(move |conn| papers::get_many(conn, &ids)).await?;
        let (model, vectors) = (self.model.id(), encode(&self.model, papers, self.threads).await?);
        self.store.write(move |tx| vectors::put(tx, model, &vectors)).await?;
        Ok(true)
    }
}

async fn encode(
    model: &Arc<Model>,
    papers: Vec<Paper>,
    threads: usize,
) -> anyhow::Result<Vec<(Paper, Vec<u8>)>> {
    let share = papers.len().div_ceil(threads).max(1);
    let mut shares = Vec::new();
    for share in papers.chunks(share) {
        let (model, share) = (model.clone(), share.to_vec());
        let (give, take) = oneshot::channel();
        // Not on the runtime's threads, because a thread keeps the low priority.
        std::thread::Builder::new().name("encoder".to_owned()).spawn(move || {
            // Continue even if priorities are not supported.
            let _ = rustix::process::nice(NICE);
            let encode = |paper: Paper| {
                let vector = model.encode(&embedding_text(&paper)).to_bytes();
                (paper, vector)
            };
            // When the process ends, the receiver may be gone.
            let _ = give.send(share.into_iter().map(encode).collect::<Vec<_>>());
        })?;
        shares.push(take);
    }
    let mut all = Vec::with_capacity(papers.len());
    for share in shares {
        all.extend(share.await.context("an encoding thread panicked")?);
    }
    Ok(all)
}
