//! Deletes expired rows, a few at a time.

use jiff::Timestamp;

use crate::app::App;
use crate::store::expired::{delete_old, shrink};
use crate::store::{self, drafts};

/// The maximum number of rows of each kind deleted per round; a round runs twice a minute.
const ROWS: u32 = 500;
/// The maximum number of pages returned to the file system per round: two megabytes.
const PAGES: u32 = 500;

/// Deletes some rows whose retention period is over.
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
        tracing::info!(bodies, slots, audit, imports, votes, "deleted expired rows");
        app.store.write(|tx| shrink(tx, PAGES)).await?;
    }
    Ok(())
}
