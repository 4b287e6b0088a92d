//! The bot: adapters (`hub`, `store`, `discord`), use cases (`app`), the one event loop (`bot`),
//! numbers for operators (`metrics`) and the command line (`cli`).
//!
//! ARCHITECTURE.md lists the allowed dependencies; a test enforces them.

pub mod app;
pub mod bot;
pub mod cli;
pub mod clock;
pub mod config;
pub mod discord;
pub mod hub;
pub mod metrics;
pub mod store;
pub mod telemetry;
