//! The record of REST calls and their responses.

use std::time::Instant;

use serde_json::Value;

/// One REST call.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// When it came in.
    pub at: Instant,
    /// The HTTP method.
    pub method: String,
    /// The path as sent, without the query, without `/api/v10`.
    pub path: String,
    /// The path as Discord's OpenAPI document writes it, e.g. `/channels/{channel_id}/messages`;
    /// empty when there is no such route.
    pub route: String,
    /// The JSON body, or `payload_json` of a multipart one.
    pub request: Option<Value>,
    /// The status answered, or 0 when the connection was cut instead.
    pub status: u16,
    /// The JSON body answered.
    pub response: Option<Value>,
}
