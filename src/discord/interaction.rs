//! Reads interactions from gateway events: what a user typed or pressed.
//!
//! An event that the library can't parse is parsed again here, with only the few fields that an
//! answer needs. Even if that fails, it is answered, as long as it has an id and a token.

use std::collections::BTreeMap;

use commands::{Input, Interaction, Permissions};
use domain::{ChannelId, GuildId, Language, RoleId, UserId};
use jiff::Timestamp;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serenity::all as discord;
use serenity::all::{
    ActionRow, ActionRowComponent, CommandDataOption, CommandDataOptionValue,
    ComponentInteractionDataKind,
};
use tokio::time::Instant;

/// Discord's interaction types.
const COMMAND: u64 = 2;
const COMPONENT: u64 = 3;
const AUTOCOMPLETE: u64 = 4;
const MODAL: u64 = 5;
/// The flag of a message that only one person sees.
const EPHEMERAL: u64 = 1 << 6;

/// An interaction, with everything needed to answer it.
#[derive(Clone, Debug)]
pub struct ReceivedInteraction {
    /// Its id.
    pub id: u64,
    /// The token for answering; a secret, even though it is valid for only 15 minutes.
    pub token: SecretString,
    /// When it was received.
    pub at: Timestamp,
    /// The same on a monotonic clock: Discord accepts an answer for three seconds.
    pub received: Instant,
    /// Who asked, where, and what.
    pub interaction: Interaction,
}

/// An interaction that can't be parsed, but can be answered.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// Its id.
    pub id: u64,
    /// The token for answering.
    pub token: SecretString,
    /// Whether it was an autocomplete request, which takes suggestions instead of a message.
    pub is_typing: bool,
    /// The user's language.
    pub language: Language,
}

/// The result of reading an interaction event.
#[derive(Debug)]
pub(super) enum Read {
    Whole(Box<ReceivedInteraction>),
    Part(Unreadable),
    /// There is nothing to answer, or no way to.
    Nothing,
}

/// Converts the library's interaction.
pub(super) fn read(interaction: &discord::Interaction, at: Timestamp) -> Read {
    let (guild, channel, user, permissions, input) = match interaction {
        discord::Interaction::Command(command) => {
            let (name, options, _) = flatten(&command.data);
            let input = Input::Command(name, options);
            (command.guild_id, command.channel_id, command.user.id, command.app_permissions, input)
        }
        discord::Interaction::Autocomplete(command) => {
            let (name, options, focused) = flatten(&command.data);
            let Some(focused) = focused else {
                return unreadable(interaction, true, "data.options.focused");
            };
            let input = Input::Autocomplete(name, options, focused);
            (command.guild_id, command.channel_id, command.user.id, command.app_permissions, input)
        }
        discord::Interaction::Component(press) => {
            let values = values(&press.data.kind);
            let input = Input::Component(press.data.custom_id.clone(), values);
            (press.guild_id, press.channel_id, press.user.id, press.app_permissions, input)
        }
        discord::Interaction::Modal(form) => {
            let fields = fields(&form.data.components);
            let input = Input::Modal(form.data.custom_id.clone(), fields);
            (form.guild_id, form.channel_id, form.user.id, form.app_permissions, input)
        }
        discord::Interaction::Ping(_) => return Read::Nothing,
        _ => return unreadable(interaction, false, "type"),
    };
    let (locale, guild_locale) = locales(interaction);
    let member = member(interaction);
    let may = member.and_then(|member| member.permissions).unwrap_or_default();
    let roles = member.map(|member| member.roles.as_slice()).unwrap_or_default();
    Read::Whole(Box::new(ReceivedInteraction {
        id: interaction.id().get(),
        token: SecretString::new(interaction.token().to_owned()),
        at,
        received: Instant::now(),
        interaction: Interaction {
            user: UserId(user.get()),
            guild: guild.map(|guild| GuildId(guild.get())),
            channel: ChannelId(channel.get()),
            permissions: Permissions(may.bits()),
            roles: roles.iter().map(|role| RoleId(role.get())).collect(),
            is_private_message: is_private_message(interaction),
            app_permissions: Permissions(permissions.unwrap_or_default().bits()),
            locale,
            guild_locale,
            input,
        },
    }))
}

/// What the person is in the guild.
fn member(interaction: &discord::Interaction) -> Option<&discord::Member> {
    match interaction {
        discord::Interaction::Command(asked) | discord::Interaction::Autocomplete(asked) => {
            asked.member.as_deref()
        }
        discord::Interaction::Component(asked) => asked.member.as_ref(),
        discord::Interaction::Modal(asked) => asked.member.as_ref(),
        _ => None,
    }
}

/// Whether it was pressed under a message that only this person sees.
fn is_private_message(interaction: &discord::Interaction) -> bool {
    let message = match interaction {
        discord::Interaction::Component(press) => Some(&*press.message),
        discord::Interaction::Modal(form) => form.message.as_deref(),
        _ => None,
    };
    let flags = message.and_then(|message| message.flags).unwrap_or_default();
    flags.contains(discord::MessageFlags::EPHEMERAL)
}

/// The person's locale and the guild's.
fn locales(interaction: &discord::Interaction) -> (Option<String>, Option<String>) {
    let (locale, guild_locale) = match interaction {
        discord::Interaction::Command(asked) | discord::Interaction::Autocomplete(asked) => {
            (&asked.locale, asked.guild_locale.as_ref())
        }
        discord::Interaction::Component(asked) => (&asked.locale, asked.guild_locale.as_ref()),
        discord::Interaction::Modal(asked) => (&asked.locale, asked.guild_locale.as_ref()),
        _ => return (None, None),
    };
    let named = |locale: &String| Some(locale.clone()).filter(|locale| !locale.is_empty());
    (named(locale), guild_locale.and_then(named))
}

fn unreadable(interaction: &discord::Interaction, is_typing: bool, field: &str) -> Read {
    let id = interaction.id().get();
    tracing::warn!(interaction = id, fields = field, "an interaction from Discord is unreadable");
    Read::Part(Unreadable {
        id,
        token: SecretString::new(interaction.token().to_owned()),
        is_typing,
        language: language(locales(interaction).0.as_deref()),
    })
}

/// Parses an event that the library could not. Logs the names of the fields at fault, never their
/// content.
pub(super) fn read_raw(event: &Value, at: Timestamp) -> Read {
    let fields = fields_at_fault(event).join(", ");
    let kind = event["type"].as_u64().unwrap_or_default();
    let (Some(id), Some(token)) = (id(&event["id"]), event["token"].as_str()) else {
        tracing::warn!(kind, fields, "an interaction from Discord is unreadable and unanswered");
        return Read::Nothing;
    };
    let token = SecretString::new(token.to_owned());
    match interaction(event, kind) {
        Some(interaction) => {
            tracing::warn!(
                interaction = id,
                kind,
                fields,
                "an interaction from Discord has an unexpected format"
            );
            let received = Instant::now();
            Read::Whole(Box::new(ReceivedInteraction { id, token, at, received, interaction }))
        }
        None => {
            tracing::warn!(
                interaction = id,
                kind,
                fields,
                "an interaction from Discord is unreadable"
            );
            let (is_typing, language) = (kind == AUTOCOMPLETE, language(event["locale"].as_str()));
            Read::Part(Unreadable { id, token, is_typing, language })
        }
    }
}

fn interaction(event: &Value, kind: u64) -> Option<Interaction> {
    let data = &event["data"];
    let input = match kind {
        COMMAND => {
            let (name, options, _) = flatten_raw(data)?;
            Input::Command(name, options)
        }
        AUTOCOMPLETE => {
            let (name, options, focused) = flatten_raw(data)?;
            Input::Autocomplete(name, options, focused?)
        }
        COMPONENT => {
            let values = data["values"].as_array().map(Vec::as_slice).unwrap_or_default();
            let values = values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            Input::Component(data["custom_id"].as_str()?.to_owned(), values)
        }
        MODAL => Input::Modal(data["custom_id"].as_str()?.to_owned(), fields_raw(data)),
        _ => return None,
    };
    let user = id(&event["member"]["user"]["id"]).or_else(|| id(&event["user"]["id"]))?;
    let channel = id(&event["channel_id"]).or_else(|| id(&event["channel"]["id"]))?;
    let bits = |value: &Value| value.as_str().and_then(|bits| bits.parse().ok());
    let bits = |value: &Value| Permissions(bits(value).unwrap_or_default());
    let roles = event["member"]["roles"].as_array().map(Vec::as_slice).unwrap_or_default();
    Some(Interaction {
        user: UserId(user),
        guild: id(&event["guild_id"]).map(GuildId),
        channel: ChannelId(channel),
        permissions: bits(&event["member"]["permissions"]),
        roles: roles.iter().filter_map(id).map(RoleId).collect(),
        is_private_message: event["message"]["flags"].as_u64().unwrap_or_default() & EPHEMERAL != 0,
        app_permissions: bits(&event["app_permissions"]),
        locale: named(&event["locale"]),
        guild_locale: named(&event["guild_locale"]),
        input,
    })
}

fn named(locale: &Value) -> Option<String> {
    locale.as_str().filter(|locale| !locale.is_empty()).map(str::to_owned)
}

fn language(locale: Option<&str>) -> Language {
    locale.map(Language::of_locale).unwrap_or_default()
}

/// A command's words, its options by name, and the name of the option being typed.
type Flat = (String, BTreeMap<String, Value>, Option<String>);

fn flatten_raw(data: &Value) -> Option<Flat> {
    let mut name = data["name"].as_str()?.to_owned();
    let mut options = data["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    // Type 1 is a subcommand, 2 a group of them.
    while let [one] = options
        && matches!(one["type"].as_u64(), Some(1 | 2))
    {
        name = format!("{name} {}", one["name"].as_str()?);
        options = one["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    }
    let mut focused = None;
    let mut values = BTreeMap::new();
    for option in options {
        let name = option["name"].as_str()?.to_owned();
        if option["focused"] == true {
            focused = Some(name.clone());
        }
        // 11 is a file, of which the option has the id alone.
        let value = match (option["type"].as_u64(), option["value"].as_str()) {
            (Some(11), Some(id)) => data["resolved"]["attachments"][id].clone(),
            _ => option["value"].clone(),
        };
        values.insert(name, value);
    }
    Some((name, values, focused))
}

/// The values chosen in a menu: texts, or ids of channels, roles and users.
fn values(kind: &ComponentInteractionDataKind) -> Vec<String> {
    fn ids<T: Copy + Into<u64>>(all: &[T]) -> Vec<String> {
        all.iter().map(|id| (*id).into().to_string()).collect()
    }
    match kind {
        ComponentInteractionDataKind::StringSelect { values } => values.clone(),
        ComponentInteractionDataKind::ChannelSelect { values } => ids(values),
        ComponentInteractionDataKind::RoleSelect { values } => ids(values),
        ComponentInteractionDataKind::UserSelect { values } => ids(values),
        _ => Vec::new(),
    }
}

/// The text inputs of a modal, by custom id.
fn fields(rows: &[ActionRow]) -> BTreeMap<String, String> {
    let field = |component: &ActionRowComponent| match component {
        ActionRowComponent::InputText(input) => {
            Some((input.custom_id.clone(), input.value.clone().unwrap_or_default()))
        }
        _ => None,
    };
    rows.iter().flat_map(|row| &row.components).filter_map(field).collect()
}

fn fields_raw(data: &Value) -> BTreeMap<String, String> {
    fn list(value: &Value) -> &[Value] {
        value.as_array().map(Vec::as_slice).unwrap_or_default()
    }
    let field = |input: &Value| {
        let value = input["value"].as_str().unwrap_or_default().to_owned();
        Some((input["custom_id"].as_str()?.to_owned(), value))
    };
    list(&data["components"])
        .iter()
        .flat_map(|row| list(&row["components"]))
        .filter_map(field)
        .collect()
}

/// The names of the fields that are missing or not in the form that the library expects.
fn fields_at_fault(event: &Value) -> Vec<String> {
    const NEEDED: [&str; 8] = [
        "id",
        "application_id",
        "type",
        "token",
        "version",
        "channel_id",
        "locale",
        "attachment_size_limit",
    ];
    let missing = NEEDED.iter().filter(|name| event[**name].is_null());
    let mut fields: Vec<String> = missing.map(|name| (*name).to_owned()).collect();
    let mut check = |name: &str, fault: Option<String>| {
        let fault = fault.map(|inner| format!("{name}{inner}"));
        fields.extend(fault.filter(|_| !event[name].is_null()));
    };
    check("entitlements", fault::<Vec<discord::Entitlement>>(&event["entitlements"]));
    check("member", fault::<discord::Member>(&event["member"]));
    check("user", fault::<discord::User>(&event["user"]));
    check("channel", fault::<discord::PartialChannel>(&event["channel"]));
    check("message", fault::<discord::Message>(&event["message"]));
    check(
        "data",
        match event["type"].as_u64() {
            Some(COMPONENT) => fault::<discord::ComponentInteractionData>(&event["data"]),
            Some(MODAL) => fault::<discord::ModalInteractionData>(&event["data"]),
            _ => fault::<discord::CommandData>(&event["data"]),
        },
    );
    for name in ["entitlements", "data"] {
        if event[name].is_null() {
            fields.push(name.to_owned());
        }
    }
    fields
}

/// The inner field at fault as `.name`, or an empty text if unknown; `None` if everything can be
/// parsed.
fn fault<T: DeserializeOwned>(value: &Value) -> Option<String> {
    let error = serde_json::from_value::<T>(value.clone()).err()?;
    Some(missing_field(&error).map(|name| format!(".{name}")).unwrap_or_default())
}

/// The missing field, if that is the error. Other errors quote values, which may be user text.
pub(super) fn missing_field(error: &serde_json::Error) -> Option<String> {
    let text = error.to_string();
    let name = text.strip_prefix("missing field `")?.split('`').next()?;
    Some(name.to_owned())
}

pub(super) fn id(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}

/// `subscription` with the option `add` becomes `subscription add`; the third value is the name of
/// the option being typed.
fn flatten(data: &discord::CommandData) -> Flat {
    let (mut name, mut options) = (data.name.clone(), data.options.as_slice());
    while let [CommandDataOption { name: sub, value, .. }] = options
        && let CommandDataOptionValue::SubCommand(inner)
        | CommandDataOptionValue::SubCommandGroup(inner) = value
    {
        name = format!("{name} {sub}");
        options = inner;
    }
    let mut focused = None;
    let values = options
        .iter()
        .filter_map(|option| {
            let value = match &option.value {
                CommandDataOptionValue::Autocomplete { value, .. } => {
                    focused = Some(option.name.clone());
                    json!(value)
                }
                CommandDataOptionValue::Boolean(value) => json!(value),
                CommandDataOptionValue::Integer(value) => json!(value),
                CommandDataOptionValue::Number(value) => json!(value),
                CommandDataOptionValue::String(value) => json!(value),
                CommandDataOptionValue::Channel(id) => json!(id.get().to_string()),
                CommandDataOptionValue::Attachment(id) => {
                    let file = data.resolved.attachments.get(id)?;
                    json!({ "url": file.url, "size": file.size })
                }
                CommandDataOptionValue::Role(id) => json!(id.get().to_string()),
                _ => return None,
            };
            Some((option.name.clone(), value))
        })
        .collect();
    (name, values, focused)
}

#[cfg(test)]
#[path = "interaction/interaction_tests.rs"]
mod tests;
