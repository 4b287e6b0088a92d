//! A papers hub on loopback that behaves like the real one.
//!
//! It truncates long lists, orders by votes or age, pages with `Link`, answers invalid requests
//! with 400, has no weekends, serves model files, and can be made to fail in every way seen in
//! practice ([`HubFault`]). It has no comments, accounts or write requests.

use std::collections::BTreeMap;
use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

mod calendar;
mod hub_fault;
mod library;
mod listener;
mod lists;
mod model_files;
mod paper;
mod query;
mod reply;
mod routes;
mod search;
#[cfg(test)]
mod tests;

pub use hub_fault::HubFault;
pub use paper::Repos;

use hub_fault::Faults;
use library::Library;
use listener::Line;

/// Options of a [`Hub`].
#[derive(Debug, Clone, Default)]
pub struct HubOptions {
    /// The port on 127.0.0.1; any free one if unset.
    pub port: Option<u16>,
    /// Its data.
    pub days: Days,
}

/// The source of the daily lists.
#[derive(Debug, Clone, Default)]
pub enum Days {
    /// The lists bundled with this crate: three consecutive days.
    #[default]
    Bundled,
    /// A folder of `DATE.json` files, each a response of `daily_papers?date=DATE`, served
    /// unchanged. A file is read on first use.
    Folder(PathBuf),
    /// Lists by date, with entries in the hub's format.
    Given(BTreeMap<String, Vec<Value>>),
}

/// A running hub. Clones share one server, which stops when the last one is dropped.
#[derive(Debug, Clone)]
pub struct Hub {
    shared: Arc<Shared>,
    _server: Arc<Server>,
}

impl Hub {
    /// Loads the days and starts to listen.
    ///
    /// # Errors
    ///
    /// If the port is in use, or a folder can't be read or contains no `DATE.json`; the error names
    /// it.
    pub async fn start(options: HubOptions) -> io::Result<Hub> {
        let library = Library::open(options.days)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port.unwrap_or(0))).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared {
            url,
            library: Mutex::new(library),
            faults: Mutex::default(),
            files: Mutex::default(),
            requests: Mutex::default(),
            quota: Mutex::default(),
        });
        let faults = Arc::clone(&shared);
        let line = Line::new(listener, Arc::new(move || hold(&faults.faults).is_down()));
        let router = Router::new().fallback(routes::serve).with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(line, router).await {
                tracing::error!(%error, "the stand-in hub stopped");
            }
        });
        Ok(Hub { shared, _server: Arc::new(Server(task)) })
    }

    /// `http://127.0.0.1:PORT`, without a trailing slash.
    pub fn url(&self) -> String {
        self.shared.url.clone()
    }

    /// The dates that have a list, oldest first.
    pub fn dates(&self) -> Vec<String> {
        hold(&self.shared.library).dates()
    }

    /// Replaces the list of `date` with `entries`.
    pub fn set_day(&self, date: &str, entries: Vec<Value>) {
        hold(&self.shared.library).set_day(date, entries);
    }

    /// Adds an entry to the list of `date`, replacing one with the same id.
    pub fn add_paper(&self, date: &str, entry: Value) {
        hold(&self.shared.library).add(date, entry);
    }

    /// Sets the votes of a paper on every list it is on.
    pub fn set_upvotes(&self, id: &str, upvotes: u64) {
        hold(&self.shared.library).set_upvotes(id, upvotes);
    }

    /// Sets the models, datasets and Spaces linked to a paper.
    pub fn set_repos(&self, id: &str, repos: Repos) {
        hold(&self.shared.library).set_repos(id, repos);
    }

    /// Adds a model file, served at `/OWNER/NAME/resolve/REVISION/FILE`.
    pub fn set_file(&self, path: impl Into<String>, bytes: Vec<u8>) {
        hold(&self.shared.files).insert(path.into(), bytes.into());
    }

    /// Makes the next requests fail. Counted faults are used up in the given order, one per
    /// request; [`HubFault::Down`] and [`HubFault::Field`] remain until cleared.
    pub fn fault(&self, fault: HubFault) {
        hold(&self.shared.faults).add(fault);
    }

    /// Answers this many more requests, counting down in the `ratelimit` header, and refuses the
    /// rest with 429. The window doesn't end by itself.
    pub fn limit(&self, requests: u32) {
        *hold(&self.shared.quota) = Some(requests.into());
    }

    /// Clears all faults.
    pub fn clear_faults(&self) {
        *hold(&self.shared.faults) = Faults::default();
    }

    /// Path and query of each request so far, in order, except those refused while the hub was
    /// [down](HubFault::Down).
    pub fn requests(&self) -> Vec<String> {
        hold(&self.shared.requests).clone()
    }
}

/// The state shared by requests and handles.
#[derive(Debug)]
struct Shared {
    url: String,
    library: Mutex<Library>,
    faults: Mutex<Faults>,
    files: Mutex<model_files::Files>,
    requests: Mutex<Vec<String>>,
    /// Requests left in the window, if there is a limit.
    quota: Mutex<Option<i64>>,
}

/// Stops the server's task with the last handle.
#[derive(Debug)]
struct Server(JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Locks, ignoring a panic elsewhere while the lock was held.
fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
