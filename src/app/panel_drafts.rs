//! The drafts behind panels, with a check of their owner.

use commands::Refusal;
use commands::setup::{Panel, gone, of_another};
use domain::{DraftId, GuildId, Pause};
use rusqlite::Connection;

use super::App;
use super::commands::{CommandError, Context};
use crate::store::drafts::Draft;
use crate::store::{self, drafts, subscriptions};

/// A draft with its panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenDraft {
    pub(super) draft: Draft,
    pub(super) panel: Panel,
    /// The pause of the subscription that it edits.
    pub(super) pause: Option<Pause>,
}

/// A draft, if it exists and belongs to this user.
pub(super) fn own(
    connection: &Connection,
    context: &Context,
    (guild, id): (GuildId, DraftId),
) -> store::Result<Result<OpenDraft, Refusal>> {
    let Some(draft) = drafts::get(connection, guild, id, context.now)? else {
        return Ok(Err(gone()));
    };
    if draft.user != context.user {
        return Ok(Err(of_another()));
    }
    let pause = match &draft.edits {
        Some((id, _)) => subscriptions::get(connection, guild, *id)?
            .and_then(|subscription| subscription.paused_at(context.now)),
        None => None,
    };
    let panel = Panel::read(&draft.state);
    Ok(panel.map(|panel| OpenDraft { draft, panel, pause }).ok_or_else(gone))
}

/// The same outside of a change.
pub(super) async fn read(
    app: &App,
    context: &Context,
    draft: (GuildId, DraftId),
) -> Result<OpenDraft, CommandError> {
    let asked = context.clone();
    Ok(app.store.read(move |conn| own(conn, &asked, draft)).await??)
}
