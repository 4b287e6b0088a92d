//! The papers the bot knows: read from the hub, searchable in memory, with their embeddings.

pub mod embed;
pub mod embedding_model;
pub(super) mod hub_cache;
pub(super) mod hub_lookup;
pub mod index;
pub mod links;
pub(super) mod prepared;
pub mod refresh;
pub mod sources;
pub mod unsaved;
