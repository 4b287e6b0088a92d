//! Records REST requests and their responses.

use std::time::Instant;

use serde_json::Value;

/// A REST request with its response.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// When it arrived.
    pub at: Instant,
    /// The HTTP method.
    pub method: String,
    /// The path as sent, without the query, without `/api/v10`.
    pub path: String,
    /// The path template in Discord's OpenAPI document, e.g. `/channels/{channel_id}/messages`;
    /// empty if there is no such route.
    pub route: String,
    /// The JSON body, or `payload_json` of a multipart one.
    pub request: Option<Value>,
    /// The response's status, or 0 if the connection was cut.
    pub status: u16,
    /// The response's JSON body.
    pub response: Option<Value>,
}
