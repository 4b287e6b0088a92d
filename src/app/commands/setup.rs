//! `/setup`: panels. Their settings are drafts in the store, so that every press finds them, even
//! after a restart.

mod change_panel;
mod open_panel;
mod save_panel;
mod send_test;

use commands::Reply;
use commands::setup::{Action, Request, View, canceled, form, panel_message};
use domain::{DraftId, Forecast, GuildId, SubscriptionSettings};
use rusqlite::Transaction;

use super::{Context, Result, preview};
use crate::app::App;
use crate::app::change::change_unaudited;
use crate::app::forecast::forecast;
use crate::app::panel_drafts::{own, read};
use crate::store::drafts;

pub(super) use open_panel::open;
use open_panel::open_prefilled;

/// The maximum number of times a panel is rendered again because it has changed.
const TRIES: usize = 3;

pub(super) async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
    let Request { guild, action } = request;
    match action {
        Action::New => open(app, context, guild, None).await,
        Action::Prefilled(prefill) => open_prefilled(app, context, guild, prefill).await,
        Action::Edit(id) => open(app, context, guild, Some(id)).await,
        Action::Change(draft, change) => {
            change_panel::run(app, context, (guild, draft), change).await
        }
        Action::Ask(draft, which) => {
            let opened = read(app, context, (guild, draft)).await?;
            let (nonce, language) = (context.interaction, context.language());
            Ok(Reply::Modal(form(draft, &opened.panel, which, nonce, language)))
        }
        Action::Show(draft) => show(app, context, (guild, draft)).await,
        Action::Preview(draft) => preview::of_draft(app, context, (guild, draft)).await,
        Action::Test(draft) => send_test::run(app, context, (guild, draft)).await,
        Action::Save(draft, how) => save_panel::run(app, context, (guild, draft), how).await,
        Action::Cancel(draft) => {
            let asked = context.clone();
            let remove = move |tx: &Transaction| {
                let opened = own(tx, &asked, (guild, draft))?;
                if opened.is_ok() {
                    drafts::remove(tx, draft)?;
                }
                Ok(opened.map(drop))
            };
            change_unaudited(app, context, remove).await?;
            Ok(context.reply(canceled(context.language())))
        }
    }
}

/// The panel in its current state.
async fn show(app: &App, context: &Context, draft: (GuildId, DraftId)) -> Result<Reply> {
    let mut opened = read(app, context, draft).await?;
    let mut tries = 1;
    loop {
        let settings = opened.panel.sample(draft.0, context.user, context.guild_language());
        let forecast = match &settings {
            Some(settings) => lately(app, settings, context).await,
            None => None,
        };
        // Another press may have changed it, and its answer may arrive before this one.
        let newest = read(app, context, draft).await?;
        if newest == opened || tries == TRIES {
            let view = View {
                draft: draft.1,
                edits: newest.draft.edits.as_ref().map(|(id, _)| *id),
                pause: newest.pause,
                panel: &newest.panel,
                forecast: forecast.as_ref(),
            };
            let message = panel_message(&view, context.now, context.language());
            return Ok(context.reply(message));
        }
        (opened, tries) = (newest, tries + 1);
    }
}

async fn lately(app: &App, settings: &SubscriptionSettings, context: &Context) -> Option<Forecast> {
    let forecast = forecast(app, settings, context.now).await;
    forecast.unwrap_or_else(|error| {
        tracing::warn!(%error, "could not compute the forecast of a panel");
        None
    })
}
