//! Validates options as Discord's client does before it sends a command.

use serde_json::{Map, Value, json};

use crate::discord::control::command_line::{ParsedCommand, is_named};
use crate::discord::state::attachments::Stored;
use crate::discord::state::channel::kind;
use crate::discord::state::interaction::ResolvedIds;
use crate::discord::state::world::World;
use crate::discord::validate::list;

/// Where and by whom the options are given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) user: u64,
    pub(crate) channel: u64,
}

impl World {
    /// The `data` of a command's interaction. With `focused` it is an autocomplete interaction:
    /// incomplete values are allowed, and nothing is required.
    pub(crate) fn command_data(
        &mut self,
        place: Place,
        found: &ParsedCommand,
        given: &Map<String, Value>,
        focused: Option<&str>,
    ) -> Result<Value, String> {
        let name = found.full_name();
        let known = |wanted: &str| found.options.iter().any(|option| option["name"] == wanted);
        if let Some(stranger) = given.keys().map(String::as_str).chain(focused).find(|n| !known(n))
        {
            return Err(format!("/{name} has no option {stranger}"));
        }
        let completes = |name: &str| {
            found.options.iter().any(|o| o["name"] == name && o["autocomplete"] == true)
        };
        if let Some(silent) = focused.filter(|name| !completes(name)) {
            return Err(format!("/{name}: {silent} has no suggestions"));
        }
        let mut named = ResolvedIds::default();
        let mut filled = Vec::new();
        for option in &found.options {
            let option_name = option["name"].as_str().unwrap_or_default();
            let is_focused = focused == Some(option_name);
            let value = match given.get(option_name) {
                Some(value) => value.clone(),
                None if is_focused => json!(""),
                None if option["required"] == true && focused.is_none() => {
                    return Err(format!("/{name}: {option_name} is required"));
                }
                None => continue,
            };
            let value = if is_focused {
                json!(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            } else {
                match self.coerce(place, option, &value, &mut named) {
                    Ok(value) => value,
                    Err(_) if focused.is_some() => continue,
                    Err(reason) => return Err(format!("/{name}: {option_name} {reason}")),
                }
            };
            let mut entry = json!({ "name": option_name, "type": option["type"], "value": value });
            if is_focused {
                entry["focused"] = json!(true);
            }
            filled.push(entry);
        }
        let mut options = json!(filled);
        let grouped = found.path.len() > 1;
        for (depth, part) in found.path.iter().enumerate().rev() {
            let kind = if grouped && depth == 0 { 2 } else { 1 };
            options = json!([{ "name": part, "type": kind, "options": options }]);
        }
        let mut data = json!({
            "id": found.command["id"],
            "name": found.command["name"],
            "type": 1,
            "options": options,
        });
        if let Some(resolved) = self.resolve(&named, place.channel, place.user) {
            data["resolved"] = resolved;
        }
        if let Some(guild) = found.command.get("guild_id") {
            data["guild_id"] = guild.clone();
        }
        Ok(data)
    }

    /// A value in the form Discord sends, or the client's objection to it.
    fn coerce(
        &mut self,
        place: Place,
        option: &Value,
        value: &Value,
        named: &mut ResolvedIds,
    ) -> Result<Value, String> {
        let typed = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let choices = list(option, "choices");
        if !choices.is_empty() {
            let chosen = choices.iter().find(|choice| {
                &choice["value"] == value
                    || is_named(choice, &typed, self.locale(place.user))
                    || choice["value"].as_i64().is_some_and(|number| number.to_string() == typed)
            });
            let names: Vec<_> =
                choices.iter().filter_map(|choice| choice["name"].as_str()).collect();
            return match chosen {
                Some(choice) => Ok(choice["value"].clone()),
                None => Err(format!("must be one of {}", names.join(", "))),
            };
        }
        let number = |text: &str| -> Result<f64, String> {
            let number =
                text.trim().parse::<f64>().map_err(|_| format!("“{text}” isn't a number"))?;
            let least = option["min_value"].as_f64().filter(|least| number < *least);
            let most = option["max_value"].as_f64().filter(|most| number > *most);
            match (least, most) {
                (Some(least), _) => Err(format!("must be {least} or more")),
                (_, Some(most)) => Err(format!("must be {most} or less")),
                _ => Ok(number),
            }
        };
        match option["type"].as_u64().unwrap_or_default() {
            3 => {
                let length = typed.chars().count() as u64;
                let least = option["min_length"].as_u64().unwrap_or(0).max(1);
                let most = option["max_length"].as_u64().unwrap_or(6000);
                if length < least || length > most {
                    return Err(format!("must have {least} to {most} characters"));
                }
                Ok(json!(typed))
            }
            4 => {
                number(&typed)?;
                let whole = typed.trim().parse::<i64>().map_err(|_| "must be a whole number")?;
                Ok(json!(whole))
            }
            5 => match typed.to_ascii_lowercase().as_str() {
                "true" | "yes" => Ok(json!(true)),
                "false" | "no" => Ok(json!(false)),
                _ => Err("must be True or False".to_owned()),
            },
            6 => self.user_named(place, &typed, named),
            7 => self.channel_named(place, option, &typed, named),
            8 => self.role_named(place, &typed, named),
            9 => self
                .user_named(place, &typed, named)
                .or_else(|_| self.role_named(place, &typed, named)),
            10 => number(&typed).map(|number| json!(number)),
            11 => self.attachment(place, value, named),
            other => Err(format!("has an unknown type: {other}")),
        }
    }

    fn user_named(
        &self,
        place: Place,
        typed: &str,
        named: &mut ResolvedIds,
    ) -> Result<Value, String> {
        let id = id_in(typed, &["<@!", "<@"]);
        let plain = typed.trim_start_matches('@');
        let member = |id: u64| match self.guild_of(place.channel) {
            Some(guild) => guild.members.contains_key(&id),
            None => id == place.user || id == self.bot,
        };
        let found = self
            .accounts
            .values()
            .find(|account| (Some(account.id) == id || account.name == plain) && member(account.id))
            .ok_or_else(|| format!("“{typed}” is not a member here"))?;
        named.users.push(found.id);
        Ok(json!(found.id.to_string()))
    }

    fn role_named(
        &self,
        place: Place,
        typed: &str,
        named: &mut ResolvedIds,
    ) -> Result<Value, String> {
        let id = id_in(typed, &["<@&"]);
        let plain = typed.trim_start_matches('@');
        let guild = self.guild_of(place.channel).ok_or("only a server has roles")?;
        let found = guild
            .roles
            .values()
            .find(|role| Some(role.id) == id || role.name.trim_start_matches('@') == plain)
            .ok_or_else(|| format!("“{typed}” isn't a role here"))?;
        named.roles.push(found.id);
        Ok(json!(found.id.to_string()))
    }

    /// A channel that the user can see, of a type the option accepts.
    pub(crate) fn channel_named(
        &self,
        place: Place,
        option: &Value,
        typed: &str,
        named: &mut ResolvedIds,
    ) -> Result<Value, String> {
        let id = id_in(typed, &["<#"]);
        let plain = typed.trim_start_matches('#');
        let found = self
            .guild_of(place.channel)
            .into_iter()
            .flat_map(|guild| self.channels_of(guild))
            .filter(|channel| self.permissions(channel.id, place.user) != 0)
            .find(|channel| Some(channel.id) == id || channel.name == plain)
            .ok_or_else(|| format!("“{typed}” isn't a channel here"))?;
        let kinds = list(option, "channel_types");
        if !kinds.is_empty() && !kinds.iter().any(|kind| *kind == found.kind) {
            return Err(format!("#{} is not the right kind of channel", found.name));
        }
        if found.kind == kind::CATEGORY && kinds.is_empty() {
            tracing::debug!(channel = %found.name, "a category was chosen for a channel option");
        }
        named.channels.push(found.id);
        Ok(json!(found.id.to_string()))
    }

    /// A chosen file: `{"filename": …, "content": …, "content_type": …}`.
    fn attachment(
        &mut self,
        place: Place,
        value: &Value,
        named: &mut ResolvedIds,
    ) -> Result<Value, String> {
        let (Some(name), Some(content)) = (value["filename"].as_str(), value["content"].as_str())
        else {
            return Err("must be a file: an object with filename and content".to_owned());
        };
        let file = Stored {
            name: name.to_owned(),
            kind: value["content_type"].as_str().unwrap_or("application/json").to_owned(),
            bytes: content.as_bytes().to_vec(),
        };
        let mut object = self.keep_file(place.channel, file);
        object["ephemeral"] = json!(true);
        let id = object["id"].clone();
        let number = id.as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
        named.attachments.push((number, object));
        Ok(id)
    }
}

/// The id in a mention, or the text itself if it is an id.
fn id_in(typed: &str, openings: &[&str]) -> Option<u64> {
    let inner = openings.iter().find_map(|opening| typed.strip_prefix(opening)?.strip_suffix('>'));
    inner.unwrap_or(typed).parse().ok()
}
