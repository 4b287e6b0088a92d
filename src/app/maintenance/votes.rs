//! Updates the votes in a post the day after, by editing it.

use commands::IS_COMPONENTS_V2;
use commands::view::digest::renew_votes;
use commands::view::forms::message_of;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::app::App;
use crate::discord::DiscordError;
use crate::store::deliveries::{self, VotesToEdit};
use crate::store::papers;

/// A post is updated once, from this age,
const FROM: SignedDuration = SignedDuration::from_hours(20);
/// up to this age.
const TO: SignedDuration = SignedDuration::from_hours(48);
/// The maximum number of posts updated in one go; new posts have priority.
const BATCH: u32 = 20;

/// Updates some posts. A failed update is not an error, and no post is edited twice.
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
                Ok(()) => tracing::debug!(part = %part, "updated the votes of a post"),
                Err(DiscordError::Unauthorized) => return Err(DiscordError::Unauthorized.into()),
                // An edit is safe to repeat, so an unclear result is retried.
                Err(error) if error.is_temporary() => continue,
                Err(error) => {
                    tracing::info!(part = %part, %error, "could not update the votes of a post")
                }
            }
        }
        app.store.write(move |tx| deliveries::votes_edited(tx, part, now)).await?;
    }
    Ok(())
}

/// The edit that updates a message. In a forum post that is the first message, and in a post of
/// embeds the embeds. Role mentions stay, and an edit sends no notification.
fn edit(body: &Value) -> Value {
    let message = message_of(body);
    let mut edit = json!({ "allowed_mentions": message["allowed_mentions"] });
    match message["embeds"].is_array() {
        true => edit["embeds"] = message["embeds"].clone(),
        false => {
            // This is the only flag that can be edited.
            let flags = message["flags"].as_u64().unwrap_or_default();
            edit["flags"] = json!(flags & u64::from(IS_COMPONENTS_V2));
            edit["components"] = message["components"].clone();
        }
    }
    edit
}
