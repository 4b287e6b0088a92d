//! What can go wrong between us and Discord, sorted by what a caller does about it.

use serenity::Error;
use serenity::http::HttpError;

/// A call that did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum DiscordError {
    /// 401: the token is wrong or was reset. Nothing will work again before it is replaced.
    #[error("Discord does not accept the token (401)")]
    Unauthorized,
    /// 403: not allowed, here and now.
    #[error("Discord does not allow it (403, code {code})")]
    Forbidden {
        /// Discord's own code, such as 50013.
        code: i64,
    },
    /// 404: the channel, message or interaction does not exist.
    #[error("Discord knows no such thing (404, code {code})")]
    NotFound {
        /// Discord's own code, such as 10003.
        code: i64,
    },
    /// Another 4xx: the request itself is bad, and will be next time.
    #[error("Discord refused the request ({status}, code {code}): {fields}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code, such as 50035.
        code: i64,
        /// Paths of the fields it names; never their values.
        fields: String,
    },
    /// 429: nothing was done; later it will be.
    #[error("Discord asks us to slow down (429)")]
    RateLimited,
    /// The connection could not be made: nothing was done.
    #[error("Discord cannot be reached")]
    Unreachable,
    /// 5xx, a time-out or a broken connection: it may have been done or not.
    #[error("Discord gave no clear answer ({0})")]
    Ambiguous(&'static str),
}

impl DiscordError {
    /// Sorts serenity's error. Addresses are dropped: those of interactions hold tokens.
    pub(super) fn from_serenity(error: Error) -> DiscordError {
        match error {
            Error::Http(HttpError::UnsuccessfulRequest(response)) => {
                let code = response.error.code as i64;
                let paths: Vec<&str> =
                    response.error.errors.iter().map(|field| field.path.as_str()).collect();
                match response.status_code.as_u16() {
                    401 => DiscordError::Unauthorized,
                    403 => DiscordError::Forbidden { code },
                    404 => DiscordError::NotFound { code },
                    429 => DiscordError::RateLimited,
                    408 => DiscordError::Ambiguous("time-out"),
                    status @ 400..=499 => {
                        DiscordError::Refused { status, code, fields: paths.join(", ") }
                    }
                    _ => DiscordError::Ambiguous("server error"),
                }
            }
            Error::Http(HttpError::Request(error)) if error.is_connect() => {
                DiscordError::Unreachable
            }
            Error::Http(HttpError::Request(error)) if error.is_timeout() => {
                DiscordError::Ambiguous("time-out")
            }
            Error::Json(_) | Error::Decode(..) => DiscordError::Ambiguous("unreadable answer"),
            _ => DiscordError::Ambiguous("connection lost"),
        }
    }
}
