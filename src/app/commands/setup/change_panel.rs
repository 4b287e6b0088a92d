//! Changes a panel by a control or modal. Reads and stores it in one transaction, so that
//! concurrent presses are both kept.

use commands::Reply;
use commands::setup::{Change, Panel};
use domain::{ChannelId, Destination, DraftId, GuildId, Posting};
use rusqlite::Transaction;

use super::show;
use crate::app::App;
use crate::app::change::change;
use crate::app::channel_access;
use crate::app::commands::{Context, Result};
use crate::app::panel_drafts::{own, read};
use crate::store::drafts;

pub(super) async fn run(
    app: &App,
    context: &Context,
    draft: (GuildId, DraftId),
    what: Change,
) -> Result<Reply> {
    let looked_at = match what.concerns_channel() {
        true => {
            let mut panel = read(app, context, draft).await?.panel;
            panel.apply(what.clone(), context.now);
            place(&panel, &what)
        }
        false => None,
    };
    let looked = match &looked_at {
        Some((channel, posting)) => {
            Some(channel_access::look(app, draft.0, *channel, posting).await?)
        }
        None => None,
    };
    let asked = context.clone();
    let write = move |tx: &Transaction| {
        let mut panel = match own(tx, &asked, draft)? {
            Ok(opened) => opened.panel,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if panel.is_newest(&what, asked.interaction) {
            panel.apply(what.clone(), asked.now);
            // If another press has changed it, that press has checked it.
            if let Some((destination, problem)) = looked
                && place(&panel, &what) == looked_at
            {
                panel.set_channel(destination, problem);
            }
            drafts::set(tx, draft.1, &panel.to_text(), asked.now)?;
        }
        Ok(Ok(()))
    };
    change(app, context, write).await?;
    show(app, context, draft).await
}

/// What must be checked: the channel and its posting settings.
fn place(panel: &Panel, what: &Change) -> Option<(ChannelId, Posting)> {
    let channel = match what {
        Change::Channel(channel) => Some(*channel),
        _ => panel.destination.and_then(Destination::channel),
    };
    channel.map(|channel| (channel, panel.posting))
}
