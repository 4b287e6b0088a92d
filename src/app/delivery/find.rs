//! Looks for one message at its destination and records the result.

use domain::{ChannelId, MessageId, PaperId};
use jiff::Timestamp;

use super::confirm::{Found, look_for};
use super::decide::{self, NotFound};
use super::handover::{self, Handover};
use super::split;
use crate::app::App;
use crate::clock::Clock;
use crate::discord::DiscordError;
use crate::store::deliveries::{self, Part, PartKind, PartState, Slot};
use crate::store::ledger;

/// The result of looking for a message.
pub(super) enum LookupOutcome {
    /// It was found, so the part has ended.
    Found,
    /// Its line was found and recorded; it must still be edited.
    Opened,
    /// Some of its papers were found, so other parts replace it.
    Replaced(Slot),
    /// It is absent, and this has been recorded.
    Absent,
    /// It is not there yet.
    Young,
    /// The destination can't be read.
    Unreadable,
    /// Discord is not answering at the moment.
    Later,
}

/// Looks for a message, from `since` on.
///
/// # Errors
/// Store errors, and [`DiscordError::Unauthorized`].
pub(super) async fn find(
    app: &App,
    clock: Clock,
    slot: &Slot,
    part: &Part,
    since: Timestamp,
) -> anyhow::Result<LookupOutcome> {
    let (id, now) = (part.id, clock.now());
    match look_for(app, slot, part, since).await? {
        Ok(Found::Line(message)) => {
            let forum = (part.kind == PartKind::Post).then_some(ChannelId(message.0));
            let state = part.state;
            let note = move |tx: &rusqlite::Transaction| {
                if state == PartState::Claimed {
                    deliveries::begin_sending(tx, id, now)?;
                }
                deliveries::record_opened(tx, id, (message, forum))
            };
            app.store.write(note).await?;
            tracing::info!(slot = %slot.id, part = part.number, message.id = %message, "found the earlier notification line, editing it");
            Ok(LookupOutcome::Opened)
        }
        Ok(Found::Message(message, channel)) => {
            record_found(app, part, (message, channel), None, now).await?;
            tracing::info!(slot = %slot.id, part = part.number, message.id = %message, "found the earlier message, marked as sent");
            Ok(LookupOutcome::Found)
        }
        Ok(Found::Papers(papers)) => without(app, slot, part, papers, now).await,
        Ok(Found::Nothing) => match decide::not_found(part, now) {
            NotFound::Young => Ok(LookupOutcome::Young),
            NotFound::Absent => {
                if part.state == PartState::Sending {
                    app.store.write(move |tx| deliveries::absent(tx, id)).await?;
                }
                Ok(LookupOutcome::Absent)
            }
        },
        Ok(Found::Unreadable) => Ok(LookupOutcome::Unreadable),
        Err(DiscordError::Unauthorized) => Err(DiscordError::Unauthorized.into()),
        Err(error) => {
            tracing::warn!(slot = %slot.id, %error, "could not yet determine whether a post arrived");
            // The search has a time limit, however Discord answers.
            Ok(if decide::is_over(part, now) {
                LookupOutcome::Unreadable
            } else {
                LookupOutcome::Later
            })
        }
    }
}

/// Papers that were found in another post, sent by another copy of the database.
struct InAnother {
    /// The part that notifies people instead.
    handover: Option<Handover>,
}

/// Records that a message was found. If only its papers were, in another post, that post will not
/// be edited later, and the next message sends the notification.
async fn record_found(
    app: &App,
    part: &Part,
    (message, channel): (MessageId, ChannelId),
    in_another: Option<InAnother>,
    now: Timestamp,
) -> anyhow::Result<()> {
    let (id, state) = (part.id, part.state);
    let note = move |tx: &rusqlite::Transaction| {
        if state == PartState::Claimed {
            deliveries::begin_sending(tx, id, now)?;
        }
        deliveries::record_sent_in(tx, id, (message, Some(channel)), now)?;
        let Some(InAnother { handover }) = in_another else { return Ok(()) };
        deliveries::votes_edited(tx, id, now)?;
        handover.map_or(Ok(()), |handover| handover.apply(tx))
    };
    Ok(app.store.write(note).await?)
}

/// Some papers of a message are already there in other posts, so the others are sent without them.
async fn without(
    app: &App,
    slot: &Slot,
    part: &Part,
    papers: Vec<(MessageId, ChannelId, PaperId)>,
    now: Timestamp,
) -> anyhow::Result<LookupOutcome> {
    let there: Vec<PaperId> = papers.iter().map(|(.., paper)| paper.clone()).collect();
    let missing: Vec<PaperId> =
        part.papers.iter().filter(|paper| !there.contains(paper)).cloned().collect();
    tracing::info!(slot = %slot.id, part = part.number, papers = there.len(), "found papers of a message in earlier posts");
    if let (true, Some((message, channel, _))) = (missing.is_empty(), papers.first()) {
        let in_another = InAnother { handover: handover::from_unsent(app, slot, part).await? };
        record_found(app, part, (*message, *channel), Some(in_another), now).await?;
        return Ok(LookupOutcome::Found);
    }
    let parts = split::rendered(app, slot, part, missing).await?;
    let (id, destination, state) = (part.id, slot.destination, part.state);
    let replace = move |tx: &rusqlite::Transaction| {
        if state == PartState::Sending {
            deliveries::absent(tx, id)?;
        }
        let slot = deliveries::replace(tx, id, &parts, now)?;
        ledger::enter(tx, destination, &there, ledger::Source::Found, now)?;
        Ok(slot)
    };
    let slot = app.store.write(replace).await?;
    Ok(slot.map_or(LookupOutcome::Later, LookupOutcome::Replaced))
}
