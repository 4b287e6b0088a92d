//! Performs one step of a post on Discord: a message, a line that is then edited into one, a
//! thread, a forum post or a publication. The result is recorded before the next step.

use commands::IS_COMPONENTS_V2;
use commands::view::forms::message_of;
use domain::{ChannelId, MessageId};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::destination::channel_of;
use crate::app::App;
use crate::discord::DiscordError;
use crate::store::deliveries::{self, Part, PartKind, PartState, Slot};

/// The message no longer exists: someone deleted it.
const UNKNOWN_MESSAGE: i64 = 10_008;

/// Where a step is performed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The channel, thread or forum.
    pub(super) channel: ChannelId,
    /// The message that the step belongs to.
    pub(super) parent: Option<MessageId>,
    /// Whether this is the destination itself and not a thread in it.
    pub(super) is_destination: bool,
}

/// The result of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// It is done, in this message.
    Sent(MessageId),
    /// Its line is there; the message must still be edited.
    Opened(MessageId),
}

/// Where a part goes.
///
/// # Errors
/// Store errors; inside, any Discord error, in which case nothing was sent.
pub(super) async fn place_of(
    app: &App,
    slot: &Slot,
    part: &Part,
) -> anyhow::Result<Result<Place, DiscordError>> {
    let channel = match channel_of(app, slot.destination).await? {
        Ok(channel) => channel,
        Err(error) => return Ok(Err(error)),
    };
    let parent = part.parent.and_then(|number| slot.part(number)).and_then(|one| one.message_id);
    Ok(Ok(match (part.kind, parent) {
        // A thread has the same id as the message it was started from.
        (PartKind::Message, Some(parent)) => {
            let channel = ChannelId(parent.0);
            Place { channel, parent: None, is_destination: false }
        }
        _ => Place { channel, parent, is_destination: true },
    }))
}

/// Performs the step, or what is left of it.
///
/// # Errors
/// The same errors as any request.
pub(super) async fn perform(
    app: &App,
    place: Place,
    part: &Part,
    body: &Value,
) -> Result<Done, DiscordError> {
    let Place { channel, parent, .. } = place;
    let parent = || parent.ok_or(DiscordError::NotFound { code: UNKNOWN_MESSAGE });
    if let Some(message) = part.opened {
        let channel = channel_of_opened(part.kind, message, channel);
        return match app.discord.edit(channel, message, &edit(body)).await {
            // Someone deleted the message on purpose, so it is not sent again.
            Ok(()) | Err(DiscordError::NotFound { code: UNKNOWN_MESSAGE }) => {
                Ok(Done::Sent(message))
            }
            Err(error) => Err(error),
        };
    }
    let line: Option<Value> = part.line.as_deref().and_then(|line| serde_json::from_str(line).ok());
    let first = line.as_ref().unwrap_or(body);
    let done = if line.is_some() { Done::Opened } else { Done::Sent };
    match part.kind {
        PartKind::Message => app.discord.post(channel, first).await.map(done),
        PartKind::Post => app.discord.open_post(channel, first).await.map(done),
        PartKind::Thread => {
            let message = parent()?;
            app.discord.open_thread(channel, message, body).await?;
            Ok(Done::Sent(message))
        }
        PartKind::Publish => {
            let message = parent()?;
            app.discord.publish(channel, message).await?;
            Ok(Done::Sent(message))
        }
    }
}

/// Records the result of a step.
///
/// # Errors
/// The store's.
pub(super) async fn record(
    app: &App,
    part: &Part,
    place: Place,
    done: Done,
    now: Timestamp,
) -> anyhow::Result<()> {
    let (id, kind) = (part.id, part.kind);
    let write = move |tx: &rusqlite::Transaction| {
        // The destination's channel is known; a thread has its own id.
        let channel = |message: MessageId| match kind {
            PartKind::Post | PartKind::Thread => Some(ChannelId(message.0)),
            _ => (!place.is_destination).then_some(place.channel),
        };
        match done {
            Done::Sent(message) => {
                deliveries::record_sent_in(tx, id, (message, channel(message)), now)
            }
            Done::Opened(message) => deliveries::record_opened(tx, id, (message, channel(message))),
        }
    };
    app.store.write(write).await?;
    app.failpoint.pass(match done {
        Done::Sent(_) => "recorded",
        Done::Opened(_) => "opened",
    });
    Ok(())
}

/// Whether an edit that was definitely refused was made by an earlier attempt, according to the
/// message itself.
///
/// # Errors
/// The same errors as any request.
pub(super) async fn was_edited(app: &App, place: Place, part: &Part) -> Result<bool, DiscordError> {
    let (Some(message), PartState::Sending) = (part.opened, part.state) else { return Ok(false) };
    let channel = channel_of_opened(part.kind, message, place.channel);
    Ok(app.discord.is_edited(channel, message).await?.unwrap_or(true))
}

/// The channel of an opened message. A forum post is a thread with the id of its first message.
fn channel_of_opened(kind: PartKind, message: MessageId, channel: ChannelId) -> ChannelId {
    if kind == PartKind::Post { ChannelId(message.0) } else { channel }
}

/// The edit that turns the line into the post. Repeating it changes nothing.
fn edit(body: &Value) -> Value {
    let message = message_of(body);
    json!({
        "flags": IS_COMPONENTS_V2,
        "content": null,
        "components": message["components"],
        "allowed_mentions": message["allowed_mentions"],
    })
}
