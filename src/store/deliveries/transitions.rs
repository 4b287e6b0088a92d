//! What may become of a slot and of a part: the one table, which every change asks.

use domain::SlotState;

use super::PartState;

/// What a part may become; the second of a pair follows the first.
const PART: [(PartState, PartState); 6] = [
    (PartState::Claimed, PartState::Sending),
    // Again, under the same nonce.
    (PartState::Sending, PartState::Sending),
    // It is certain that nothing arrived: handed back, as if it had never been on its way.
    (PartState::Sending, PartState::Claimed),
    (PartState::Sending, PartState::Sent),
    (PartState::Claimed, PartState::Failed),
    (PartState::Sending, PartState::Failed),
];

/// What a slot may become; a planned one has no row yet.
const SLOT: [(Option<SlotState>, SlotState); 6] = [
    (None, SlotState::Claimed),
    (None, SlotState::NothingNew),
    (None, SlotState::Failed),
    (None, SlotState::Skipped),
    (Some(SlotState::Claimed), SlotState::Sent),
    (Some(SlotState::Claimed), SlotState::Failed),
];

/// Whether a part may go from one state to another.
pub(super) fn part_may(from: PartState, to: PartState) -> bool {
    PART.contains(&(from, to))
}

/// Whether a slot may go from one state, or from none, to another.
pub(super) fn slot_may(from: Option<SlotState>, to: SlotState) -> bool {
    SLOT.contains(&(from, to))
}

#[cfg(test)]
mod tests {
    use super::super::{PART_STATES, SLOT_STATES};
    use super::*;

    #[test]
    fn an_end_is_an_end_and_every_state_is_reached() {
        for to in PART_STATES {
            assert!(!part_may(PartState::Sent, to) && !part_may(PartState::Failed, to), "{to:?}");
            assert!(PART_STATES.iter().any(|from| part_may(*from, to)), "{to:?}");
        }
        for to in SLOT_STATES {
            let ends = SLOT_STATES.into_iter().filter(|state| *state != SlotState::Claimed);
            for from in ends {
                assert!(!slot_may(Some(from), to), "{from:?} to {to:?}");
            }
            assert!(slot_may(None, to) || slot_may(Some(SlotState::Claimed), to), "{to:?}");
        }
    }
}
