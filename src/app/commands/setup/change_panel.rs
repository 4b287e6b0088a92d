//! Changes a panel by a control or modal. Reads and stores it in one transaction, so that
//! concurrent presses are both kept.

use commands::Reply;
use commands::setup::{Change, Panel};
use domain::{ChannelId, Destination, DraftId, GuildId, Posting};
use rusqlite::Transaction;

use super::{TRIES, show};
use crate::app::App;
use crate::app::change::change_unaudited;
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
            place(&panel, Some(&what))
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
        if !panel.is_newest(&what, asked.interaction) {
            drafts::set(tx, draft.1, &panel.to_text(), asked.now)?;
            return Ok(Ok(true));
        }
        panel.apply(what.clone(), asked.now);
        let place = place(&panel, Some(&what));
        // Another press may have changed the channel or the posting settings since.
        if let Some((destination, problem)) = looked
            && place.map(|place| place.0) == looked_at.map(|place| place.0)
        {
            panel.set_channel(destination, problem);
        }
        drafts::set(tx, draft.1, &panel.to_text(), asked.now)?;
        Ok(Ok(!what.concerns_channel() || place == looked_at))
    };
    let is_checked = change_unaudited(app, context, write).await?;
    if !is_checked {
        check_channel(app, context, draft).await?;
    }
    show(app, context, draft).await
}

/// Checks the channel with the posting settings of two concurrent presses.
async fn check_channel(app: &App, context: &Context, draft: (GuildId, DraftId)) -> Result<()> {
    for _ in 0..TRIES {
        let panel = read(app, context, draft).await?.panel;
        let Some(looked_at) = place(&panel, None) else { return Ok(()) };
        let (channel, posting) = looked_at;
        let (destination, problem) = channel_access::look(app, draft.0, channel, &posting).await?;
        let asked = context.clone();
        let write = move |tx: &Transaction| {
            // It may have been saved or canceled.
            let Ok(opened) = own(tx, &asked, draft)? else { return Ok(true) };
            let mut panel = opened.panel;
            if place(&panel, None) != Some(looked_at) {
                return Ok(false);
            }
            panel.set_channel(destination, problem);
            drafts::set(tx, draft.1, &panel.to_text(), asked.now)?;
            Ok(true)
        };
        if app.store.write(write).await? {
            return Ok(());
        }
    }
    // It is checked again before it is saved.
    Ok(())
}

/// What must be checked: the channel, which may be about to be chosen, and its posting settings.
fn place(panel: &Panel, what: Option<&Change>) -> Option<(ChannelId, Posting)> {
    let channel = match what {
        Some(Change::Channel(channel)) => Some(*channel),
        _ => panel.destination.and_then(Destination::channel),
    };
    channel.map(|channel| (channel, panel.posting))
}
