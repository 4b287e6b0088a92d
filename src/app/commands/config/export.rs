//! `/config export`: the stored configuration of a guild, as a file.

use commands::Reply;
use commands::config::export::{Request, file};
use commands::config_file::write;

use crate::app::App;
use crate::app::commands::{Context, Result};
use crate::app::guilds::channel_names;
use crate::store::audit;

pub(in crate::app::commands) async fn run(
    app: &App,
    context: &Context,
    request: Request,
) -> Result<Reply> {
    let (guild, now) = (request.guild, context.now);
    let stored = app.store.read(move |conn| audit::configuration(conn, guild, now)).await?;
    let names = channel_names::of_guild(app, guild).await;
    let text = write(&stored, &names);
    Ok(context.reply(file(text, stored.subscriptions.len(), context.language())))
}
