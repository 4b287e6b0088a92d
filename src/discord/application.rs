//! The bot's application: what Discord's developer portal shows about it, and the settings the bot
//! can change.

use commands::Permissions;
use reqwest::Method;
use serde_json::{Value, json};

use super::rate_limits::Lane;
use super::rest::is_registered;
use super::{DiscordError, Rest};

/// The permissions in the invitation.
const INVITE_PERMISSIONS: u64 = Permissions::FOR_ALL_FORMS.0;

/// The application as registered with Discord.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Whether its description, tags and installation settings are paperboy's.
    pub is_described: bool,
    /// The operator's privacy policy, as set in the developer portal.
    pub privacy: Option<String>,
    /// The operator's terms of service, likewise.
    pub terms: Option<String>,
}

impl Application {
    /// The link that adds the bot to a server, with only the permissions it needs.
    pub fn invite(&self) -> String {
        format!(
            "https://discord.com/oauth2/authorize?client_id={}&scope=bot+applications.commands\
             &permissions={INVITE_PERMISSIONS}",
            self.id
        )
    }
}

/// The text in the bot's profile.
const DESCRIPTION: &str = "The day's trending machine-learning papers in your channel, on your \
                           topics, at the time you choose. Find any paper with /search.";

/// The settings for the developer portal.
fn description() -> Value {
    let install = json!({ "oauth2_install_params": {
        "scopes": ["applications.commands", "bot"],
        "permissions": INVITE_PERMISSIONS,
    } });
    json!({
        "description": { "default": DESCRIPTION },
        "tags": ["papers", "machine learning", "research", "news"],
        "integration_types_config": {
            "0": install,
            "1": { "oauth2_install_params": { "scopes": ["applications.commands"], "permissions": 0 } },
        },
    })
}

impl Rest {
    /// Requests the application.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn application_info(&self) -> Result<Application, DiscordError> {
        let route = ("application", 0);
        let path = "/applications/@me".to_owned();
        let answer = self.call(Method::GET, path, route, Lane::Person, None).await?;
        read(&answer).ok_or(DiscordError::Ambiguous("no application"))
    }

    /// Sets the application's description, tags and installation settings.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn describe_application(&self) -> Result<(), DiscordError> {
        let path = "/applications/@me".to_owned();
        let body = description();
        let call = self.call(Method::PATCH, path, ("application", 0), Lane::Person, Some(&body));
        call.await.map(drop)
    }

    /// Whether the registered commands match the manifest.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn has_registered(&self, manifest: &Value) -> Result<bool, DiscordError> {
        Ok(is_registered(&self.registered_commands().await?, manifest))
    }
}

pub(super) fn read(answer: &Value) -> Option<Application> {
    let ours = description();
    // Discord returns numbers and objects as strings.
    let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let is_described = answer["description"] == DESCRIPTION
        && ours["tags"] == answer["tags"]
        && ["0", "1"].iter().all(|kind| {
            let (ours, theirs) = (
                &ours["integration_types_config"][kind]["oauth2_install_params"],
                &answer["integration_types_config"][kind]["oauth2_install_params"],
            );
            number(&ours["permissions"]) == number(&theirs["permissions"])
                && same_set(&ours["scopes"], &theirs["scopes"])
        });
    Some(Application {
        id: super::rest::id_of(answer)?,
        name: answer["name"].as_str().unwrap_or_default().to_owned(),
        is_described,
        privacy: link(&answer["privacy_policy_url"]),
        terms: link(&answer["terms_of_service_url"]),
    })
}

/// A web address; buttons take no other.
fn link(value: &Value) -> Option<String> {
    value.as_str().and_then(domain::WebUrl::parse).map(|url| url.as_str().to_owned())
}

fn same_set(one: &Value, other: &Value) -> bool {
    let sorted = |list: &Value| {
        let mut all: Vec<String> = list
            .as_array()
            .map(|all| all.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect())
            .unwrap_or_default();
        all.sort();
        all
    };
    sorted(one) == sorted(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returned_settings_are_compared_with_ours() {
        let mut answer = description();
        answer["id"] = json!("7");
        answer["name"] = json!("paperboy");
        answer["description"] = json!(DESCRIPTION);
        answer["integration_types_config"]["0"]["oauth2_install_params"]["permissions"] =
            json!(INVITE_PERMISSIONS.to_string());
        let application = read(&answer).expect("an application");
        assert!(application.is_described);
        assert_eq!(
            application.invite(),
            "https://discord.com/oauth2/authorize?client_id=7&scope=bot+applications.commands\
             &permissions=309237730304"
        );
        // The order of scopes doesn't matter.
        answer["integration_types_config"]["0"]["oauth2_install_params"]["scopes"] =
            json!(["bot", "applications.commands"]);
        assert!(read(&answer).expect("an application").is_described);
        answer["tags"] = json!(["papers"]);
        assert!(!read(&answer).expect("an application").is_described);
        assert_eq!(read(&json!({})), None);
    }
}
