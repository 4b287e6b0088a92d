//! What a paper gains by its votes.

/// What a paper gains that has a thousand votes (2 to the power of ten) or more; less by the
/// logarithm.
pub(crate) const MOST: f32 = 0.15;
const SATURATED: f32 = 10.0;

/// What a paper gains by its votes: of two that match alike, people mean the one they know.
pub(crate) fn popularity(votes: u32) -> f32 {
    MOST * (votes.saturating_add(1) as f32).log2().min(SATURATED) / SATURATED
}
