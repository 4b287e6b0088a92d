//! Deleting what is old, a little at a time.

use jiff::Timestamp;

use crate::app::App;
use crate::store::expired::{delete_old, shrink};
use crate::store::{self, drafts};

/// Rows of each kind that go at a time; a round comes twice a minute.
const ROWS: u32 = 500;
/// Pages that are given back at a time: two megabytes.
const PAGES: u32 = 500;

/// Deletes some of what is older than it is kept for.
///
/// # Errors
/// The store's.
pub async fn delete_old_rows(app: &App, now: Timestamp) -> store::Result<()> {
    let delete = move |tx: &rusqlite::Transaction| {
        drafts::delete_old(tx, now, ROWS)?;
        delete_old(tx, now, ROWS)
    };
    let deleted = app.store.write(delete).await?;
    if !deleted.is_empty() {
        let store::expired::Deleted { bodies, slots, audit, imports, votes } = deleted;
        tracing::info!(
            bodies,
            slots,
            audit,
            imports,
            votes,
            "deleted what is older than it is kept"
        );
        app.store.write(|tx| shrink(tx, PAGES)).await?;
    }
    Ok(())
}
