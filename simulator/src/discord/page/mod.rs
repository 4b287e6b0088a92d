//! The browser page: its files, the current world, events, and actions.

mod actions;
mod events;
mod files;
mod snapshot;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use crate::discord::Discord;

use snapshot::world;

pub(crate) fn routes() -> Router<Discord> {
    files::routes()
        .route("/_page/world", get(async |State(discord): State<Discord>| Json(world(&discord))))
        .route("/", get(index))
        .route("/_page/events", get(events::events))
        .route("/_page/command", post(actions::command))
        .route("/_page/autocomplete", post(actions::autocomplete))
        .route("/_page/component", post(actions::component))
        .route("/_page/modal", post(actions::modal))
        .route("/_page/locale", post(actions::locale))
        .route("/_page/switch", post(actions::switch))
        .route("/attachments/{channel}/{id}/{name}", get(attachment))
}

/// The page with the world embedded, so that it is complete when loaded. It is embedded as data,
/// not as a script, because any other site can load and read a script.
async fn index(State(discord): State<Discord>) -> impl IntoResponse {
    // No text in it may end the element.
    let world = world(&discord).to_string().replace('<', "\\u003c");
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (headers, files::index().replace("{{world}}", &world))
}

/// A file attached to a message.
async fn attachment(
    State(discord): State<Discord>,
    Path((_, id, _)): Path<(u64, u64, String)>,
) -> Response {
    match discord.read(|world| world.files.get(&id).cloned()) {
        // Whatever its type, scripts in it must not run with the page's origin.
        Some(file) => {
            let sandbox = (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned());
            ([(header::CONTENT_TYPE, file.kind), sandbox], file.bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
