//! The only connection that writes, on its own thread: writes queue here in order, instead of
//! failing on each other's locks, and waiting for the disk never blocks other tasks.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::{Result, StoreError};

/// The maximum number of writes in one transaction; each waits for all of them.
const BATCH: usize = 64;

/// The queue of writes and the thread that runs them.
pub(super) struct Writer {
    jobs: Option<mpsc::Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

/// A write: run inside a transaction and answered once that is on disk.
trait Job: Send {
    /// Runs it in its own savepoint, so that a failure leaves nothing behind.
    fn run(&mut self, transaction: &Transaction);
    /// Answers the caller.
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
        // A panic undoes only its own write.
        let done = catch_unwind(AssertUnwindSafe(|| {
            transaction.execute_batch("savepoint work")?;
            work(transaction)
        }));
        // A full or failing disk may already have rolled back the whole transaction.
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
            // A write that failed on its own returns its own error.
            Some(Err(error)) => Err(error),
            Some(Ok(done)) => committed.map(|()| done),
            None => committed.and(Err(StoreError::Stopped)),
        };
        // The caller may have stopped waiting; the write still counts.
        let _ = answer.send(done);
    }
}
impl Writer {
    /// Moves the connection to a new thread.
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

    /// Queues `work` and waits for the result.
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
        // closed when the store is dropped.
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take()
            // Work that holds the last clone of the store must not wait for itself.
            && thread.thread().id() != thread::current().id()
        {
            let _ = thread.join();
        }
    }
}

/// Runs a batch in one transaction, so that queued writes share one disk sync.
fn transact(connection: &mut Connection, mut batch: Vec<Box<dyn Job>>) {
    // Immediate, because a transaction that reads before it writes would fail on another process's
    // concurrent write instead of waiting.
    let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let committed = begun.and_then(|transaction| {
        for job in &mut batch {
            job.run(&transaction);
            // SQLite has rolled back: nothing of the batch remains, and the rest must not run
            // outside a transaction.
            if transaction.is_autocommit() {
                break;
            }
        }
        transaction.commit()
    });
    let mut committed = committed.map_err(StoreError::from);
    for job in batch {
        // The first caller gets SQLite's error; the others learn that they were aborted.
        let result = std::mem::replace(&mut committed, Err(StoreError::Stopped));
        let ok = result.is_ok();
        job.answer(result);
        if ok {
            committed = Ok(());
        }
    }
}
