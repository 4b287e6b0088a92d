//! The address of Discord: the real one over TLS, or a stand-in on this machine. With a stand-in,
//! no other address is contacted and no name is resolved.

use std::net::IpAddr;

use reqwest::Url;

use crate::config::without_password;

/// Where Discord keeps the files that people send.
const ATTACHMENT_HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// Where the REST API is below an address. Other libraries take the address with it.
const API_PATH: &str = "/api/v10";

/// The base address of a stand-in: plain HTTP to a loopback address, with or without
/// [`API_PATH`]. `localhost` is read as 127.0.0.1, so that it need not be resolved.
///
/// # Errors
/// A sentence for the operator, without any password in the address.
pub(super) fn stand_in(text: &str) -> anyhow::Result<String> {
    let refused = || {
        anyhow::anyhow!(
            "PAPERBOY_DISCORD_URL: `{}` is not an address of a stand-in on this machine, such as \
             http://127.0.0.1:8080",
            without_password(text)
        )
    };
    let mut url = Url::parse(text).map_err(|_| refused())?;
    if url.host_str() == Some("localhost") {
        url.set_host(Some("127.0.0.1")).map_err(|_| refused())?;
    }
    let bare = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if url.scheme() != "http" || !is_loopback(&url) || !bare {
        return Err(refused());
    }
    let url = url.as_str().trim_end_matches('/');
    Ok(url.strip_suffix(API_PATH).unwrap_or(url).to_owned())
}

/// Whether the bot's token may be sent to this gateway: only over TLS to the real one, or
/// unencrypted to a stand-in on this machine.
pub(super) fn is_gateway(address: &str, of_stand_in: bool) -> bool {
    Url::parse(address).is_ok_and(|url| match of_stand_in {
        true => url.scheme() == "ws" && is_loopback(&url),
        false => url.scheme() == "wss",
    })
}

/// Whether Discord keeps files there: on hosts of its own over TLS, or on the stand-in itself.
pub(super) fn is_attachment(url: &Url, stand_in: Option<&str>) -> bool {
    let bare = url.username().is_empty() && url.password().is_none();
    match stand_in {
        None => {
            let host = url.host_str().unwrap_or_default();
            bare && url.scheme() == "https"
                && url.port().is_none()
                && ATTACHMENT_HOSTS.contains(&host)
        }
        Some(base) => bare && Url::parse(base).is_ok_and(|base| base.origin() == url.origin()),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_fetched_from_discord_alone() {
        let check = |url: &str, stand_in: Option<&str>, expected: bool| {
            let url = Url::parse(url).expect(url);
            assert_eq!(is_attachment(&url, stand_in), expected, "{url}");
        };
        check("https://cdn.discordapp.com/ephemeral-attachments/1/2/a.json?ex=1", None, true);
        check("https://media.discordapp.net/attachments/1/2/a.json", None, true);
        check("http://cdn.discordapp.com/a.json", None, false);
        check("https://cdn.discordapp.com:8443/a.json", None, false);
        check("https://cdn.discordapp.com.evil.example/a.json", None, false);
        check("https://cdn.discordapp.com@evil.example/a.json", None, false);
        check("https://me@cdn.discordapp.com/a.json", None, false);
        check("https://127.0.0.1/a.json", None, false);
        check("https://169.254.169.254/latest", None, false);
        check("file:///etc/passwd", None, false);
        let stand_in = Some("http://127.0.0.1:8080");
        check("http://127.0.0.1:8080/attachments/1/2/a.json", stand_in, true);
        check("http://127.0.0.1:8081/attachments/1/2/a.json", stand_in, false);
        check("http://localhost:8080/attachments/1/2/a.json", stand_in, false);
        check("https://cdn.discordapp.com/a.json", stand_in, false);
    }

    #[test]
    fn stand_ins_are_local_and_passwords_are_hidden() {
        let check = |text: &str, expected: Option<&str>| match stand_in(text) {
            Ok(url) => assert_eq!(Some(url.as_str()), expected, "{text}"),
            Err(error) => {
                assert_eq!(expected, None, "{text}: {error}");
                assert!(!error.to_string().contains("hunter2"), "{error}");
            }
        };
        check("http://127.0.0.1:8080", Some("http://127.0.0.1:8080"));
        check("http://127.0.0.1:8080/", Some("http://127.0.0.1:8080"));
        check("http://127.0.0.1:8080/api/v10/", Some("http://127.0.0.1:8080"));
        check("http://127.9.9.9:1/discord", Some("http://127.9.9.9:1/discord"));
        check("http://[::1]:8080", Some("http://[::1]:8080"));
        check("http://localhost:8080", Some("http://127.0.0.1:8080"));
        check("http://LocalHost", Some("http://127.0.0.1"));
        check("https://discord.com", None);
        check("http://discord.com", None);
        check("http://192.168.1.7:8080", None);
        check("http://127.0.0.1.example.org:8080", None);
        check("http://localhost.example.org", None);
        check("http://ada:hunter2@127.0.0.1:8080", None);
        check("http://ada:hunter2@discord.com", None);
        check("http://ada:hunter2@", None);
        check("ada:hunter2@127.0.0.1", None);
        check("http://127.0.0.1:8080?key=hunter2", None);
        check("https://127.0.0.1:8080", None);
        check("ws://127.0.0.1:8080", None);
        check("not a url", None);
        check("", None);
    }

    #[test]
    fn the_token_goes_to_no_other_gateway() {
        for (address, stand_in, real) in [
            ("ws://127.0.0.1:8080/gateway", true, false),
            ("ws://[::1]:8080", true, false),
            ("ws://localhost:8080", false, false),
            ("ws://gateway.discord.gg", false, false),
            ("wss://gateway.discord.gg", false, true),
            ("wss://127.0.0.1:8080", false, true),
            ("https://gateway.discord.gg", false, false),
            ("", false, false),
        ] {
            assert_eq!(is_gateway(address, true), stand_in, "{address} of a stand-in");
            assert_eq!(is_gateway(address, false), real, "{address} of the real one");
        }
    }
}
