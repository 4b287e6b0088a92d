//! Errors of requests to Discord, by what a caller can do about them.

use std::time::Duration;

use serde_json::Value;

/// A request that failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiscordError {
    /// 401: the token is wrong or was reset. Nothing works until it is replaced.
    #[error(
        "Discord does not accept DISCORD_TOKEN. Copy the bot's token again from \
         https://discord.com/developers/applications (Bot, Reset Token)"
    )]
    Unauthorized,
    /// 403: not allowed, here and now.
    #[error("missing permission (403, code {code})")]
    Forbidden {
        /// Discord's own code, such as 50013.
        code: i64,
    },
    /// 404: the channel, message or interaction does not exist.
    #[error("not found (404, code {code})")]
    NotFound {
        /// Discord's own code, such as 10003.
        code: i64,
    },
    /// Any other 4xx: the request is invalid and would fail again.
    #[error("invalid request ({status}, code {code}){}", listed(.fields))]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code, such as 50035.
        code: i64,
        /// The paths of the fields at fault, such as `components.0.components.3`; never their
        /// values.
        fields: Vec<String>,
    },
    /// A refusal that is not Discord's, such as a page of Cloudflare or of a firewall: nothing was
    /// done, and it says nothing about the token, the channel or the message.
    #[error("refused before it reached Discord ({status} without Discord's error code)")]
    Blocked {
        /// The HTTP status.
        status: u16,
    },
    /// 429, or the bot's own limits: nothing was done; it can be retried later.
    #[error("rate limited for {} s", .retry_after.as_secs_f64().ceil())]
    RateLimited {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The connection could not be made: nothing was done.
    #[error("cannot connect to Discord")]
    Unreachable,
    /// 5xx, a time-out or a lost connection: it may or may not have been done.
    #[error("no clear response from Discord: {0}")]
    Ambiguous(&'static str),
}

fn listed(fields: &[String]) -> String {
    match fields {
        [] => String::new(),
        fields => format!(": {}", fields.join(", ")),
    }
}

impl DiscordError {
    /// Whether a later try may succeed.
    pub fn is_temporary(&self) -> bool {
        match self {
            DiscordError::RateLimited { .. }
            | DiscordError::Unreachable
            | DiscordError::Blocked { .. }
            | DiscordError::Ambiguous(_) => true,
            DiscordError::Unauthorized
            | DiscordError::Forbidden { .. }
            | DiscordError::NotFound { .. }
            | DiscordError::Refused { .. } => false,
        }
    }

    /// Classifies an error response by its status; the body can be anything.
    pub(super) fn from_response(status: u16, body: &Value) -> DiscordError {
        let code = body["code"].as_i64().unwrap_or(-1);
        let is_discords = match status {
            401 | 403 | 404 => body["code"].is_i64(),
            _ => body.is_object(),
        };
        match status {
            408 => DiscordError::Ambiguous("time-out"),
            300..=499 if !is_discords => DiscordError::Blocked { status },
            401 => DiscordError::Unauthorized,
            403 => DiscordError::Forbidden { code },
            404 => DiscordError::NotFound { code },
            400..=499 => {
                let mut fields = Vec::new();
                field_paths(&body["errors"], "", &mut fields);
                DiscordError::Refused { status, code, fields }
            }
            300..=399 => DiscordError::Refused { status, code, fields: Vec::new() },
            _ => DiscordError::Ambiguous("server error"),
        }
    }
}

/// Collects the paths that lead to a list of `_errors`.
fn field_paths(errors: &Value, path: &str, found: &mut Vec<String>) {
    let Some(object) = errors.as_object() else { return };
    if object.contains_key("_errors") {
        found.push(path.to_owned());
    }
    for (name, inner) in object.iter().filter(|(name, _)| *name != "_errors") {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        field_paths(inner, &path, found);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_fields_at_fault_are_listed() {
        let refused = |code, fields: &[&str]| {
            let fields = fields.iter().map(|field| (*field).to_owned()).collect();
            DiscordError::Refused { status: 400, code, fields }.to_string()
        };
        assert_eq!(refused(40_060, &[]), "invalid request (400, code 40060)");
        assert_eq!(refused(50_035, &["a.0", "b"]), "invalid request (400, code 50035): a.0, b");
    }

    #[test]
    fn errors_are_classified_by_status() {
        let check = |status, body: Value, expected: DiscordError| {
            assert_eq!(DiscordError::from_response(status, &body), expected, "{status} {body}");
        };
        check(401, json!({ "code": 0 }), DiscordError::Unauthorized);
        check(403, json!({ "code": 50013 }), DiscordError::Forbidden { code: 50013 });
        check(404, json!({ "code": 0 }), DiscordError::NotFound { code: 0 });
        for status in [302, 400, 401, 403, 404, 407, 451] {
            check(status, Value::Null, DiscordError::Blocked { status });
        }
        for status in [401, 403, 404] {
            check(status, json!({ "error": "not here" }), DiscordError::Blocked { status });
        }
        check(408, Value::Null, DiscordError::Ambiguous("time-out"));
        check(502, Value::Null, DiscordError::Ambiguous("server error"));
        let errors = json!({ "code": 50035, "errors": {
            "components": { "0": { "components": {
                "3": { "accessory": { "media": { "url": { "_errors": [{ "code": "X" }] } } } },
                "5": { "_errors": [] },
            } } },
        } });
        let fields = ["components.0.components.3.accessory.media.url", "components.0.components.5"];
        let fields = fields.map(str::to_owned).to_vec();
        check(400, errors, DiscordError::Refused { status: 400, code: 50035, fields });
    }
}
