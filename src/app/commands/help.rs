//! `/help`: generated from the command declarations.

use commands::Reply;
use commands::help::{Request, page};

use super::{Context, Result};
use crate::app::App;

pub(super) async fn run(_: &App, context: &Context, _: Request) -> Result<Reply> {
    Ok(context.reply(page(context.language())))
}
