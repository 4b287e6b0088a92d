//! The bonus for votes.

/// The bonus for a thousand votes (2 to the power of ten) or more; fewer votes give less, on a
/// logarithmic scale.
pub(crate) const MOST: f32 = 0.15;
const SATURATED: f32 = 10.0;

/// The bonus for a paper's votes: of two equally good matches, people mean the better-known one.
pub(crate) fn popularity(votes: u32) -> f32 {
    MOST * (votes.saturating_add(1) as f32).log2().min(SATURATED) / SATURATED
}
