//! Background maintenance that runs now and then, after deliveries and answers.

pub mod retention;
pub mod votes;
