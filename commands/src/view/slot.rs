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

/// The outcome, short enough for a phone; `post` names the post. A reason is given only where
/// something is wrong.
pub(crate) fn ended(one: &Delivery, post: String) -> Text {
    match one.state {
        SlotState::Sent => sent(one, post),
        SlotState::NothingNew => text!("slot-nothing-new", post = post),
        SlotState::Claimed => text!("slot-claimed", post = post),
        SlotState::Failed => text!("slot-failed", post = post, reason = why(one)),
        SlotState::Skipped => text!("slot-skipped", post = post, reason = why(one)),
    }
}

fn sent(one: &Delivery, post: String) -> Text {
    let slot = text!("slot-sent", post = post, papers = text!("papers", count = one.papers));
    let slot = if one.late { text!("slot-late", slot = slot) } else { slot };
    match (one.reason, one.missing) {
        (None, _) => slot,
        (Some(reason), (missing @ 1.., count)) => {
            let reason = explain(reason);
            text!("slot-missing", slot = slot, missing = missing, count = count, reason = reason)
        }
        (Some(reason), _) => text!("slot-reason", slot = slot, reason = explain(reason)),
    }
}

/// Why nothing was posted. Which permissions are needed is said once, next to the channel.
fn why(one: &Delivery) -> Text {
    match one.reason {
        None => text!("failure-no-reason"),
        Some(FailureReason::MissingPermission) => text!("failure-access-lost"),
        Some(reason) => explain(reason),
    }
}
