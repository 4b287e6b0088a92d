//! The one connection that writes, on a thread of its own: writes queue here, in order, instead
//! of failing on each other's locks, and the wait for the disk never holds up other tasks.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::{Result, StoreError};

/// Writes that share one transaction at most; each of them waits for all.
const BATCH: usize = 64;

/// The queue of writes and the thread that does them.
pub(super) struct Writer {
    jobs: Option<mpsc::Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

/// One write: done inside a transaction, then answered once that is on the disk.
trait Job: Send {
    /// Does it in a savepoint of its own: what fails leaves nothing.
    fn run(&mut self, transaction: &Transaction);
    /// Tells whoever waits.
    fn answer(self: Box<Self>, committed: Result<()>);
}

struct Work<T, F> {
    work: Option<F>,
    done: Option<Result<T>>,
    answer: oneshot::Sender<Result<T>>,
}

impl<T, F> Job for Work<T, F>
where
    T: Send,
    F: FnOnce(&Transaction) -> Result<T> + Send,
{
    fn run(&mut self, transaction: &Transaction) {
        let Some(work) = self.work.take() else { return };
        // A panic undoes what it began; the writes beside it are not its victims.
        let done = catch_unwind(AssertUnwindSafe(|| {
            transaction.execute_batch("savepoint work")?;
            work(transaction)
        }));
        // A full disk or a failing one may have undone the whole transaction already.
        let end = match done {
            _ if transaction.is_autocommit() => "",
            Ok(Ok(_)) => "release work",
            _ => "rollback to work; release work",
        };
        let ended = transaction.execute_batch(end).map_err(StoreError::from);
        self.done = done.ok().map(|done| done.and_then(|done| ended.map(|()| done)));
    }

    fn answer(self: Box<Self>, committed: Result<()>) {
        let Work { done, answer, .. } = *self;
        let done = match done {
            // What failed by itself hears its own words.
            Some(Err(error)) => Err(error),
            Some(Ok(done)) => committed.map(|()| done),
            None => committed.and(Err(StoreError::Stopped)),
        };
        // Nobody may be waiting any more; the work stands all the same.
        let _ = answer.send(done);
    }
}
impl Writer {
    /// Takes the connection to a new thread.
    pub(super) fn start(mut connection: Connection) -> std::io::Result<Writer> {
        let (jobs, queue) = mpsc::channel::<Box<dyn Job>>();
        let work = move || {
            while let Ok(first) = queue.recv() {
                let others = queue.try_iter().take(BATCH - 1);
                transact(&mut connection, std::iter::once(first).chain(others).collect());
            }
        };
        let thread = thread::Builder::new().name("store-writer".to_owned()).spawn(work)?;
        Ok(Writer { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Queues `work` and waits for its end.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(Work { work: Some(work), done: None, answer });
        let jobs = self.jobs.as_ref().ok_or(StoreError::Stopped)?;
        jobs.send(job).map_err(|_| StoreError::Stopped)?;
        answered.await.map_err(|_| StoreError::Stopped)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Closing the queue ends the thread once it is empty; joining it means that the file is
        // closed when the store is gone.
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take()
            // Work that held the last clone of the store would wait for itself.
            && thread.thread().id() != thread::current().id()
        {
            let _ = thread.join();
        }
    }
}

/// Does a batch in one transaction, so that writes that queue share one wait for the disk.
fn transact(connection: &mut Connection, mut batch: Vec<Box<dyn Job>>) {
    // Immediate: a transaction that first reads and then writes would fail on another
    // process's write in between, without waiting for it.
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let committed = begun.and_then(|transaction| {
        for job in &mut batch {
            job.run(&transaction);
            // Undone by SQLite itself: nothing of the batch stands, and what would follow must not
            // be done outside a transaction.
            if transaction.is_autocommit() {
                break;
            }
        }
        transaction.commit()
    });
    let mut committed = committed.map_err(StoreError::from);
    for job in batch {
        // The first hears SQLite's own words; the others that it was broken off with theirs.
        let told = std::mem::replace(&mut committed, Err(StoreError::Stopped));
        let ok = told.is_ok();
        job.answer(told);
        if ok {
            committed = Ok(());
        }
    }
}
