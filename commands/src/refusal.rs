//! A person's mistake.

/// A person's mistake, shown to that person word for word.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

impl Refusal {
    /// Wraps an error whose text is fit for the person who typed.
    pub fn of(error: impl std::fmt::Display) -> Refusal {
        Refusal(error.to_string())
    }
}
