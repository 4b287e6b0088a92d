//! Parses the values of flags and settings, with messages that say what to enter instead.

use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZero;

use commands::Refusal;
use domain::{Strictness, Topics};
use jiff::civil::Date;

/// A day such as 2026-01-31.
pub(super) fn date(typed: &str) -> Result<Date, &'static str> {
    typed.parse().map_err(|_| "enter a date such as 2026-01-31")
}

/// An address to listen at, or to ask.
pub(super) fn address(typed: &str) -> Result<SocketAddr, &'static str> {
    let local = typed.strip_prefix("localhost:").and_then(|port| port.parse().ok());
    let local = local.map(|port: u16| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    local
        .or_else(|| typed.parse().ok())
        .ok_or("enter an IP address and a port, such as 127.0.0.1:9464")
}

/// A number of things of which there is at least one.
pub(super) fn count(typed: &str) -> Result<NonZero<u32>, &'static str> {
    typed.parse().map_err(|_| "enter a whole number, 1 or more")
}

/// The id of a server or a person on Discord.
pub(super) fn id(typed: &str) -> Result<NonZero<u64>, &'static str> {
    typed.parse().map_err(
        |_| "enter an ID such as 1204567890123456789; Discord copies IDs in developer mode",
    )
}

/// Topics; invalid ones are refused as the bot's commands refuse them.
pub(super) fn topics(typed: &str) -> Result<Topics, String> {
    if typed.trim().is_empty() {
        return Err("enter topics such as `diffusion, LLM agents`, or `all`".to_owned());
    }
    typed.parse::<Topics>().map_err(|error| Refusal::from(error).to_string())
}

/// A strictness.
pub(super) fn strictness(typed: &str) -> Result<Strictness, &'static str> {
    typed.parse().map_err(|_| "enter loose, normal or strict")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_numbers_or_localhost() {
        let read = |typed| address(typed).map(|address| address.to_string());
        assert_eq!(read("127.0.0.1:9464").as_deref(), Ok("127.0.0.1:9464"));
        assert_eq!(read("localhost:9464").as_deref(), Ok("127.0.0.1:9464"));
        assert_eq!(read("[::1]:80").as_deref(), Ok("[::1]:80"));
        for typed in ["9464", "localhost", "127.0.0.1", "127.0.0.1:99999", "example.com:80", ""] {
            assert!(read(typed).is_err(), "{typed}");
        }
    }
}
