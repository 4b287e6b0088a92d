//! Formats the outcome of a slot on one line.

use domain::{ChannelId, FailureReason, SlotState, SubscriptionId};
use jiff::Timestamp;

use super::failure_reason::explain;
use crate::l10n::Text;
use crate::text;

/// A slot and its outcome.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The subscription it belongs to.
    pub subscription: SubscriptionId,
    /// Where.
    pub channel: ChannelId,
    /// When it was due.
    pub due_at: Timestamp,
    /// How it ended.
    pub state: SlotState,
    /// The reason, if there is one.
    pub reason: Option<FailureReason>,
    /// The number of missing messages, and of all.
    pub missing: (u32, u32),
    /// Papers in it.
    pub papers: u32,
    /// Whether it was late.
    pub late: bool,
}

/// The outcome; `post` names the post.
pub(crate) fn ended(one: &Delivery, post: String) -> Text {
    let slot = match one.state {
        SlotState::Sent => {
            text!("slot-sent", post = post, papers = text!("papers", count = one.papers))
        }
        SlotState::NothingNew => text!("slot-nothing-new", post = post),
        SlotState::Claimed => text!("slot-claimed", post = post),
        SlotState::Failed => text!("slot-failed", post = post),
        SlotState::Skipped => text!("slot-skipped", post = post),
    };
    let slot = if one.late { text!("slot-late", slot = slot) } else { slot };
    match (one.reason, one.missing) {
        (None, _) => slot,
        (Some(reason), (missing @ 1.., count)) if one.state == SlotState::Sent => {
            let reason = explain(reason);
            text!("slot-missing", slot = slot, missing = missing, count = count, reason = reason)
        }
        (Some(reason), _) => text!("slot-reason", slot = slot, reason = explain(reason)),
    }
}
