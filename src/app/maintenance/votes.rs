//! The day after, the votes in a post are brought up to date: by an edit, never by a new post.

use commands::view::digest::renew_votes;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::app::App;
use crate::discord::DiscordError;
use crate::store::deliveries::{self, VotesToEdit};
use crate::store::papers;

/// A post is renewed once, when it is so old,
const FROM: SignedDuration = SignedDuration::from_hours(20);
/// and not older than this.
const TO: SignedDuration = SignedDuration::from_hours(48);
/// Posts renewed in one go; they give way to new ones.
const BATCH: u32 = 20;
/// The flag of a message of components alone.
const IS_COMPONENTS_V2: u64 = 1 << 15;

/// Renews some posts; none of them fails for good, and none is tried twice.
///
/// # Errors
/// The store's, and a token that is refused.
pub async fn edit_votes(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let back = |span| now.checked_sub(span).unwrap_or(now);
    let (from, to) = (back(TO), back(FROM));
    let posts =
        app.store.read(move |conn| deliveries::votes_to_edit(conn, from, to, BATCH)).await?;
    for VotesToEdit { part, channel, message, body, papers, language } in posts {
        let papers = app.store.read(move |conn| papers::get_many(conn, &papers)).await?;
        let mut body: Value = serde_json::from_str(&body)?;
        if renew_votes(&mut body, &papers, language) {
            let edit = edit(&body);
            match app.discord.edit(channel, message, &edit).await {
                Ok(()) => tracing::debug!(part = %part, "the votes are renewed"),
                Err(DiscordError::Unauthorized) => return Err(DiscordError::Unauthorized.into()),
                // An edit may be repeated without harm, so what is unclear is tried again.
                Err(
                    DiscordError::Ambiguous(_)
                    | DiscordError::Unreachable
                    | DiscordError::RateLimited { .. },
                ) => continue,
                Err(error) => tracing::info!(part = %part, %error, "a post cannot be renewed"),
            }
        }
        app.store.write(move |tx| deliveries::votes_edited(tx, part, now)).await?;
    }
    Ok(())
}

/// The edit that brings a message up to date: of a forum post the first one, of a post of embeds
/// those. A role that it mentions stays mentioned, and an edit sends no notification.
fn edit(body: &Value) -> Value {
    let message = match &body["message"] {
        Value::Null => body,
        message => message,
    };
    let mut edit = json!({ "allowed_mentions": message["allowed_mentions"] });
    match message["embeds"].is_array() {
        true => edit["embeds"] = message["embeds"].clone(),
        false => {
            // Of the flags only this one can be edited.
            edit["flags"] = json!(message["flags"].as_u64().unwrap_or_default() & IS_COMPONENTS_V2);
            edit["components"] = message["components"].clone();
        }
    }
    edit
}
