//! The papers the bot knows: read from the hub, searchable in memory, with their vectors.

pub mod embed;
pub mod embedding_model;
pub mod index;
pub mod links;
pub mod refresh;
