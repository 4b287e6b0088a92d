//! `/about`: the program and its application at Discord.

use commands::Reply;
use commands::about::{About, Request, page};

use super::{Context, Result};
use crate::app::App;

#[expect(clippy::unused_async, reason = "handlers are called alike")]
pub(super) async fn run(app: &App, context: &Context, Request: Request) -> Result<Reply> {
    let application = app.discord.own_application();
    let about = About {
        version: env!("CARGO_PKG_VERSION"),
        source: env!("CARGO_PKG_REPOSITORY"),
        invite: application.map(|one| one.invite()),
        privacy: application.and_then(|one| one.privacy.clone()),
        terms: application.and_then(|one| one.terms.clone()),
    };
    Ok(context.reply(page(&about, context.language())))
}
