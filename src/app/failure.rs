//! Classifies internal failures: whether a retry makes sense, and whether the bot can continue. One
//! failed delivery must not end the others, and a full disk must not end the answers.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use rusqlite::ErrorCode;

use crate::discord::{DiscordError, GatewayError};
use crate::store::{OpenError, StoreError};

/// What to do about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nothing works until an operator acts: the bot ends with one sentence.
    Final,
    /// A full disk or a lock held for too long: a retry may succeed.
    Passing,
    /// A retry would fail again.
    Lasting,
}

/// Errors that the machine or another process can resolve: disk, locks, memory.
const PASSING: [ErrorCode; 12] = [
    ErrorCode::DiskFull,
    ErrorCode::SystemIoFailure,
    ErrorCode::DatabaseBusy,
    ErrorCode::DatabaseLocked,
    ErrorCode::OutOfMemory,
    ErrorCode::CannotOpen,
    ErrorCode::ReadOnly,
    ErrorCode::PermissionDenied,
    ErrorCode::OperationAborted,
    ErrorCode::OperationInterrupted,
    ErrorCode::FileLockingProtocolFailed,
    ErrorCode::SchemaChanged,
];

/// Classifies a failure.
pub fn classify(error: &anyhow::Error) -> Failure {
    if let Some(DiscordError::Unauthorized) = error.downcast_ref() {
        return Failure::Final;
    }
    if error.is::<GatewayError>() {
        return Failure::Final;
    }
    match error.downcast_ref() {
        Some(OpenError::Busy(_) | OpenError::Full(_) | OpenError::Failed { .. }) => {
            return Failure::Passing;
        }
        Some(_) => return Failure::Final,
        None => {}
    }
    match error.downcast_ref() {
        Some(StoreError::Sqlite(error)) => match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Failure::Final,
            Some(code) if PASSING.contains(&code) => Failure::Passing,
            // A violated constraint or a missing table: a retry would fail again.
            _ => Failure::Lasting,
        },
        Some(StoreError::Replaced { .. }) => Failure::Final,
        Some(StoreError::Stopped) => Failure::Passing,
        _ => Failure::Lasting,
    }
}

/// Runs some work; a panic becomes an error.
///
/// # Errors
/// The work's own, and its panic.
pub async fn catch_panic<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    // Shared state is changed in single steps, behind locks or in transactions.
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(done) => done,
        Err(panic) => Err(anyhow::anyhow!("it panicked: {}", words(panic.as_ref()))),
    }
}

/// Logs failures that don't end the bot, so that the work is retried in the next round.
///
/// # Errors
/// Anything final.
pub fn log_and_continue<T>(
    done: anyhow::Result<T>,
    what: &'static str,
) -> anyhow::Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(error) if classify(&error) == Failure::Final => Err(error),
        Err(error) => {
            tracing::error!(what, error = %sentence(&error), "background work failed, retrying later");
            Ok(None)
        }
    }
}

/// An error and its causes as one sentence. A cause that the error's own message repeats is left out.
pub fn sentence(error: &anyhow::Error) -> String {
    error.chain().fold(String::new(), |said, cause| {
        let cause = cause.to_string();
        match said.is_empty() {
            true => cause,
            false if said.contains(&cause) => said,
            false => format!("{said}: {cause}"),
        }
    })
}

/// The message of a panic, if it is a constant: a formatted one may contain user text.
fn words(panic: &(dyn Any + Send)) -> &'static str {
    let text = panic.downcast_ref::<&'static str>().copied();
    text.unwrap_or("message not shown, as it may contain user text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_said_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("cannot open /db: {source}")]
        struct Failed {
            source: std::io::Error,
        }
        let full = || std::io::Error::other("the disk is full");
        let error = anyhow::Error::from(Failed { source: full() });
        assert_eq!(sentence(&error), "cannot open /db: the disk is full");
        let error = anyhow::Error::from(full()).context("cannot write /copy");
        assert_eq!(sentence(&error), "cannot write /copy: the disk is full");
    }

    #[tokio::test]
    async fn failures_are_classified() {
        let sqlite = |code| {
            let error = rusqlite::ffi::Error::new(code);
            StoreError::Sqlite(rusqlite::Error::SqliteFailure(error, None))
        };
        let illegal = StoreError::Unknown { noun: "slot", id: 7 };
        let check = |error: anyhow::Error, expected| {
            assert_eq!(classify(&error), expected, "{error:#}");
            assert_eq!(classify(&error.context("in a round")), expected);
        };
        check(DiscordError::Unauthorized.into(), Failure::Final);
        check(sqlite(11).into(), Failure::Final);
        check(sqlite(26).into(), Failure::Final);
        check(sqlite(13).into(), Failure::Passing);
        check(sqlite(5).into(), Failure::Passing);
        check(sqlite(10).into(), Failure::Passing);
        check(sqlite(19).into(), Failure::Lasting);
        check(sqlite(1).into(), Failure::Lasting);
        check(StoreError::Sqlite(rusqlite::Error::QueryReturnedNoRows).into(), Failure::Lasting);
        check(StoreError::Replaced { path: "/db".into() }.into(), Failure::Final);
        check(StoreError::Stopped.into(), Failure::Passing);
        check(OpenError::Busy("/db".into()).into(), Failure::Passing);
        check(OpenError::Foreign("/db".into()).into(), Failure::Final);
        check(GatewayError::Closed { code: 4014 }.into(), Failure::Final);
        check(illegal.into(), Failure::Lasting);
        check(DiscordError::Unreachable.into(), Failure::Lasting);
    }

    #[tokio::test]
    async fn panics_are_lasting_failures_without_user_text() {
        let typed = std::hint::black_box("größe");
        let check = async |bug: &dyn Fn(), expected: &str| {
            let panicked = catch_panic::<()>(async {
                bug();
                Ok(())
            });
            let error = panicked.await.expect_err("a panic");
            assert_eq!(error.to_string(), format!("it panicked: {expected}"));
            assert_eq!(classify(&error), Failure::Lasting);
        };
        check(&|| panic!("a bug"), "a bug").await;
        let hidden = "message not shown, as it may contain user text";
        check(&|| panic!("a bug in {typed}"), hidden).await;
        check(&|| drop(typed[..3].to_owned()), hidden).await;
    }
}
