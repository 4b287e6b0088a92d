//! A papers hub on loopback, with the traits of the real one.
//!
//! It cuts long lists, orders by votes or by age, pages with `Link`, answers bad questions with
//! 400, knows nothing of weekends, serves files of models, and fails in every way seen in practice
//! on demand ([`HubFault`]). What it lacks: comments, accounts and everything that writes.

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

/// How to start a [`Hub`].
#[derive(Debug, Clone, Default)]
pub struct HubOptions {
    /// The port on 127.0.0.1; any free one if absent.
    pub port: Option<u16>,
    /// What the hub knows.
    pub days: Days,
}

/// Where the daily lists come from.
#[derive(Debug, Clone, Default)]
pub enum Days {
    /// The edition in this crate: three consecutive days.
    #[default]
    Bundled,
    /// A folder of `DATE.json` files, each an answer of `daily_papers?date=DATE`, served as
    /// recorded. A file is read when its day is first asked for.
    Folder(PathBuf),
    /// Lists by date, entries in the hub's own shape.
    Given(BTreeMap<String, Vec<Value>>),
}

/// A running hub. Clones share one server, which stops when the last of them is dropped.
#[derive(Debug, Clone)]
pub struct Hub {
    shared: Arc<Shared>,
    _server: Arc<Server>,
}

impl Hub {
    /// Opens the days and starts to listen.
    ///
    /// # Errors
    ///
    /// The port is taken, or a folder cannot be read or holds no `DATE.json`; the text names it.
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

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        self.shared.url.clone()
    }

    /// The dates that have a list, oldest first.
    pub fn dates(&self) -> Vec<String> {
        hold(&self.shared.library).dates()
    }

    /// Puts `entries` in place of the list of `date`.
    pub fn set_day(&self, date: &str, entries: Vec<Value>) {
        hold(&self.shared.library).set_day(date, entries);
    }

    /// Puts one more entry on the list of `date`; an entry with the same id is replaced.
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

    /// Puts a file of a model where the hub serves it: `/OWNER/NAME/resolve/REVISION/FILE`.
    pub fn set_file(&self, path: impl Into<String>, bytes: Vec<u8>) {
        hold(&self.shared.files).insert(path.into(), bytes.into());
    }

    /// Makes the next answers fail. Faults with a count are used up in the order given, one per
    /// request; [`HubFault::Down`] and [`HubFault::Field`] stay until cleared.
    pub fn fault(&self, fault: HubFault) {
        hold(&self.shared.faults).add(fault);
    }

    /// Answers so many requests from now on, counting down in its `ratelimit` header, and refuses
    /// the rest with 429. The window does not end by itself.
    pub fn limit(&self, requests: u32) {
        *hold(&self.shared.quota) = Some(requests.into());
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        *hold(&self.shared.faults) = Faults::default();
    }

    /// Path and query of each request so far, in order. Connections refused while the hub is
    /// [down](HubFault::Down) are not among them.
    pub fn requests(&self) -> Vec<String> {
        hold(&self.shared.requests).clone()
    }
}

/// What the requests and the handles share.
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

/// Ends the server's task with the last handle.
#[derive(Debug)]
struct Server(JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Locks; a panic elsewhere while the lock was held does not spread.
fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
