//! What several commands say: papers, pages, times, the daily post. What one command alone says is
//! in its own file.

pub mod channel_refusal;
pub mod digest;
pub mod failure_reason;
#[cfg(test)]
pub(crate) mod fixtures;
pub(crate) mod forecast;
pub mod notice;
pub mod pager;
pub(crate) mod paper_block;
pub(crate) mod subscription;
pub mod suggestions;
pub(crate) mod time;
pub mod topic_reason;

/// `1 paper`, `2 papers`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        number => format!("{number} {noun}s"),
    }
}
