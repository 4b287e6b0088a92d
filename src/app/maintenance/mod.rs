//! What can wait: work that is done now and then, behind deliveries and answers.

pub mod retention;
pub mod votes;
