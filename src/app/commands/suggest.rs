//! Suggestions for options being typed.

use commands::Reply;
use commands::spec::Suggestions;
use commands::view::suggestions::{self, MOST};
use domain::{Hints, Zone};

use super::{Context, Result};
use crate::app::App;
use crate::app::guilds::channel_names;
use crate::store::{subscription_facts, subscriptions};

pub(super) async fn run(
    app: &App,
    context: &Context,
    what: Suggestions,
    typed: &str,
) -> Result<Reply> {
    let (now, guild) = (context.now, context.guild);
    let choices = match (what, guild) {
        (Suggestions::Papers, _) => {
            suggestions::papers(&app.index.with_index(|index| index.complete(typed, MOST)))
        }
        (Suggestions::Zones, guild) => {
            let last = app.store.read(move |conn| match guild {
                Some(guild) => subscription_facts::last_zone(conn, guild),
                None => Ok(None),
            });
            let hints = Hints { now, locale: context.locale.clone(), guild: last.await? };
            suggestions::zones(&Zone::suggest(typed, &hints, MOST), now)
        }
        (Suggestions::Subscriptions, Some(guild)) => {
            let all = app.store.read(move |conn| subscriptions::of_guild(conn, guild)).await?;
            let names = channel_names::in_use(app, guild, &all).await?;
            suggestions::subscriptions(&all, &names, typed, context.language())
        }
        (Suggestions::Subscriptions, None) => Vec::new(),
    };
    Ok(Reply::Choices(choices))
}
