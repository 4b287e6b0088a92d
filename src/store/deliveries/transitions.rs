//! The table of allowed transitions of slots and parts, consulted by every change.

use domain::SlotState;

use super::PartState;

/// Allowed transitions of a part, from the first state to the second.
const PART: [(PartState, PartState); 6] = [
    (PartState::Claimed, PartState::Sending),
    // Sent again with the same nonce.
    (PartState::Sending, PartState::Sending),
    // It definitely did not arrive, so it returns to its claimed state.
    (PartState::Sending, PartState::Claimed),
    (PartState::Sending, PartState::Sent),
    (PartState::Claimed, PartState::Failed),
    (PartState::Sending, PartState::Failed),
];

/// Allowed transitions of a slot; a planned one has no row yet.
const SLOT: [(Option<SlotState>, SlotState); 6] = [
    (None, SlotState::Claimed),
    (None, SlotState::NothingNew),
    (None, SlotState::Failed),
    (None, SlotState::Skipped),
    (Some(SlotState::Claimed), SlotState::Sent),
    (Some(SlotState::Claimed), SlotState::Failed),
];

/// Whether a part may change from one state to another.
pub(super) fn part_may(from: PartState, to: PartState) -> bool {
    PART.contains(&(from, to))
}

/// Whether a slot may change from one state, or from none, to another.
pub(super) fn slot_may(from: Option<SlotState>, to: SlotState) -> bool {
    SLOT.contains(&(from, to))
}

#[cfg(test)]
mod tests {
    use super::super::{PART_STATES, SLOT_STATES};
    use super::*;

    #[test]
    fn end_states_are_final_and_every_state_is_reachable() {
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
