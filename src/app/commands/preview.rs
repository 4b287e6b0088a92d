//! `/preview`: the next post, or that of a given day; also for a draft.

use commands::Reply;
use commands::preview::{Preview, PreviewTarget, Request, messages, no_subscription, reasons};
use commands::setup::incomplete;
use commands::subscription::remove::unknown;
use domain::{DraftId, GuildId, Subscription, SubscriptionId};

use super::{Context, Result};
use crate::app::delivery::compose::first_day;
use crate::app::panel_drafts::{OpenDraft, read};
use crate::app::{App, planned_post};
use crate::store::subscriptions;

/// The number of an unsaved subscription, which sorts after all others.
const UNSAVED: SubscriptionId = SubscriptionId(i64::MAX.cast_unsigned());

pub(super) async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
    let Request { guild, of, date, page } = request;
    let (subscription, draft) = match of {
        PreviewTarget::Draft(draft) => (drafted(app, context, (guild, draft)).await?, Some(draft)),
        PreviewTarget::Newest => {
            let all = app.store.read(move |conn| subscriptions::of_guild(conn, guild)).await?;
            (all.into_iter().next_back().ok_or_else(no_subscription)?, None)
        }
        PreviewTarget::Subscription(id) => {
            let found = app.store.read(move |conn| subscriptions::get(conn, guild, id)).await?;
            (found.ok_or_else(|| unknown(id))?, None)
        }
    };
    let _turn = app.prepared.turn().await;
    let digest = match date {
        Some(date) => planned_post::of_day(app, &subscription, date).await?,
        None => planned_post::next(app, &subscription, context.now).await?,
    };
    let blocked = match date {
        Some(_) => None,
        None => planned_post::blocked(app, &subscription).await?,
    };
    let preview = Preview { subscription: &subscription, draft, date, digest: &digest, blocked };
    let (now, language) = (context.now, context.language());
    Ok(match page {
        Some(page) => context.reply(reasons(&preview, page, now, language)),
        None => Reply::Messages { messages: messages(&preview, now, language), ephemeral: true },
    })
}

/// The next post of a panel's draft.
pub(super) async fn of_draft(
    app: &App,
    context: &Context,
    (guild, draft): (GuildId, DraftId),
) -> Result<Reply> {
    let request = Request { guild, of: PreviewTarget::Draft(draft), date: None, page: None };
    run(app, context, request).await
}

/// The subscription described by a draft.
async fn drafted(app: &App, context: &Context, draft: (GuildId, DraftId)) -> Result<Subscription> {
    let OpenDraft { draft: stored, panel, .. } = read(app, context, draft).await?;
    let guild = draft.0;
    if let Some((id, _)) = stored.edits {
        let found = app.store.read(move |conn| subscriptions::get(conn, guild, id)).await?;
        if let Some(found) = found {
            let settings = panel.applied_to(&found.settings);
            return Ok(Subscription { settings, ..found });
        }
    }
    let settings = panel.sample(guild, context.user, context.guild_language());
    let settings = settings.ok_or_else(incomplete)?;
    let since = first_day(app, context.now).await?;
    let next_due = settings.schedule.next_after(context.now);
    Ok(Subscription { id: UNSAVED, settings, since, next_due, pause: None })
}
