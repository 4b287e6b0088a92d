//! Changes that a user waits for: made exactly once, and in time or not at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use commands::Refusal;
use commands::view::notice;
use domain::{AuditEntry, ChangeKind, GuildId, UserId};
use jiff::Timestamp;
use rusqlite::Transaction;

use super::App;
use super::commands::{CommandError, Context};
use crate::store::{self, StoreError, audit, processed_interactions};

/// A change that the database has not started by then is canceled.
pub(super) const CHANGE_TIMEOUT: Duration = Duration::from_secs(30);

const WAITING: u8 = 0;
const BEGUN: u8 = 1;
const CALLED_OFF: u8 = 2;

/// Stores a change under the id of its interaction, so that it is made only once: two processes on
/// one database both receive the interaction, and events can be repeated. Whatever it changes in the
/// guild's configuration is audited.
///
/// # Errors
/// [`CommandError::AlreadyDone`] if it was made before; a refusal that says that nothing was saved,
/// if the database can't be written or not in time; the work's own refusal.
pub(super) async fn change<T: Send + 'static>(
    app: &App,
    context: &Context,
    work: impl FnOnce(&Transaction) -> store::Result<Result<T, Refusal>> + Send + 'static,
) -> Result<T, CommandError> {
    let (guild, user, command) = (context.guild, context.user, context.command);
    let now = context.now;
    change_unaudited(app, context, move |tx| audited(tx, guild, (user, command), now, work)).await
}

/// The same for what is no part of the configuration, such as the draft of a panel: the
/// configuration is not read, which takes the writer as long as the change itself.
///
/// # Errors
/// As [`change`].
pub(super) async fn change_unaudited<T: Send + 'static>(
    app: &App,
    context: &Context,
    work: impl FnOnce(&Transaction) -> store::Result<Result<T, Refusal>> + Send + 'static,
) -> Result<T, CommandError> {
    let state = Arc::new(AtomicU8::new(WAITING));
    let (seen, interaction, now) = (state.clone(), context.interaction, context.now);
    let step = |state: &AtomicU8, to| {
        state.compare_exchange(WAITING, to, Ordering::AcqRel, Ordering::Acquire).is_ok()
    };
    let write = app.store.write(move |tx| {
        if !step(&seen, BEGUN) {
            return Err(StoreError::Stopped);
        }
        match processed_interactions::first(tx, interaction, now)? {
            true => work(tx).map(Some),
            false => Ok(None),
        }
    });
    tokio::pin!(write);
    let done = tokio::select! {
        done = &mut write => done,
        () = tokio::time::sleep(app.change_timeout) => match step(&state, CALLED_OFF) {
            true => {
                tracing::warn!(interaction, "canceled a change: the database was busy for too long");
                return Err(not_saved());
            }
            // It has started, so the result will be known in a moment.
            false => write.await,
        },
    };
    match done {
        Ok(Some(done)) => Ok(done?),
        Ok(None) => Err(CommandError::AlreadyDone),
        Err(error) => {
            tracing::error!(interaction, %error, "could not store a change");
            Err(not_saved())
        }
    }
}

/// Runs the work, and records changes of the guild's configuration in the audit list, so that no
/// handler can forget to.
fn audited<T>(
    tx: &Transaction,
    guild: Option<GuildId>,
    (by, command): (UserId, &str),
    now: Timestamp,
    work: impl FnOnce(&Transaction) -> store::Result<Result<T, Refusal>>,
) -> store::Result<Result<T, Refusal>> {
    let Some(guild) = guild else { return work(tx) };
    let before = audit::configuration(tx, guild, now)?;
    let newest = audit::newest_subscription(tx)?;
    let done = work(tx)?;
    if done.is_err() {
        return Ok(done);
    }
    let after = audit::configuration(tx, guild, now)?;
    for mut change in before.changes_to(&after) {
        if change.kind == ChangeKind::Added && change.subscription.is_some_and(|id| id <= newest) {
            change.kind = ChangeKind::Restored;
        }
        let command = command.to_owned();
        audit::record(tx, guild, &AuditEntry { at: now, by, command, change })?;
    }
    Ok(done)
}

fn not_saved() -> CommandError {
    notice::not_saved().into()
}
