//! The components of a message and the inputs of a modal, in their wire format; the numbers are
//! Discord's.

use domain::{ChannelId, RoleId};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// One component.
#[derive(Clone, Debug, PartialEq)]
pub enum Component {
    /// Markdown.
    Text(String),
    /// Markdown next to a picture or a button.
    Section(String, Accessory),
    /// A box with a colored bar.
    Container {
        /// The bar's color, as 0xRRGGBB.
        accent: u32,
        /// Its contents.
        components: Vec<Component>,
    },
    /// A thin line.
    Separator,
    /// Up to five buttons.
    Buttons(Vec<Button>),
    /// A menu in its own row.
    Select(Select),
    /// A menu of the guild's channels.
    ChannelSelect(ChannelSelect),
    /// A menu of the guild's roles.
    RoleSelect(RoleSelect),
    /// A file of the message, by name.
    File(String),
}

/// The element to the right of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accessory {
    /// A picture: its URL and its alternative text.
    Thumbnail(String, String),
    /// A button.
    Button(Button),
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Button {
    /// Opens a URL.
    Link {
        /// At most 80 characters.
        label: String,
        /// http or https.
        url: String,
    },
    /// Sends an interaction.
    Press {
        /// At most 80 characters.
        label: String,
        /// At most 100 characters.
        custom_id: String,
        /// Its style.
        style: ButtonStyle,
        /// Greyed out.
        disabled: bool,
    },
}

/// The style of a button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonStyle {
    /// The recommended action.
    Primary,
    /// One of several.
    #[default]
    Secondary,
    /// A destructive action.
    Danger,
}

/// A menu for a single choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Select {
    /// At most 100 characters.
    pub custom_id: String,
    /// Shown while nothing is selected.
    pub placeholder: String,
    /// 1 to 25.
    pub options: Vec<SelectOption>,
    /// The initially selected value.
    pub selected: Option<String>,
}

/// A menu of the guild's channels, for a single choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelSelect {
    /// At most 100 characters.
    pub custom_id: String,
    /// Shown while nothing is selected.
    pub placeholder: String,
    /// The offered channel types, by Discord's numbers.
    pub kinds: &'static [u8],
    /// The initially selected channel.
    pub selected: Option<ChannelId>,
}

/// An option of a menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectOption {
    /// At most 100 characters.
    pub label: String,
    /// At most 100 characters, unique in its menu.
    pub value: String,
    /// A smaller line under the label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A modal with text inputs, opened by a command or button.
///
/// Discord's mobile app remembers the initial values under a custom id, so a modal with initial
/// values needs a new custom id each time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modal {
    /// At most 100 characters.
    pub custom_id: String,
    /// At most 45 characters.
    pub title: String,
    /// 1 to 5.
    pub inputs: Vec<TextInput>,
}

/// A text input of a modal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextInput {
    /// The key under which the text is returned.
    pub custom_id: String,
    /// At most 45 characters.
    pub label: String,
    /// Its initial value.
    pub value: String,
    /// Shown while it is empty, at most 100 characters.
    pub placeholder: String,
    /// Whether it has multiple lines.
    pub paragraph: bool,
    /// Whether it is required.
    pub required: bool,
    /// At most 4,000.
    pub max_length: u16,
}

/// A menu of the guild's roles, for one choice or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleSelect {
    /// At most 100 characters.
    pub custom_id: String,
    /// Shown while nothing is selected.
    pub placeholder: String,
    /// The initially selected role.
    pub selected: Option<RoleId>,
}

impl Button {
    /// A button like others around it.
    pub(crate) fn press(label: impl Into<String>, custom_id: String) -> Button {
        let (label, style) = (label.into(), ButtonStyle::default());
        Button::Press { label, custom_id, style, disabled: false }
    }

    pub(super) fn to_json(&self) -> Value {
        match self {
            Button::Link { label, url } => {
                json!({ "type": 2, "style": 5, "label": label, "url": url })
            }
            Button::Press { label, custom_id, style, disabled } => {
                let style = match style {
                    ButtonStyle::Primary => 1,
                    ButtonStyle::Secondary => 2,
                    ButtonStyle::Danger => 4,
                };
                json!({
                    "type": 2, "style": style, "label": label, "custom_id": custom_id,
                    "disabled": disabled,
                })
            }
        }
    }
}

impl Select {
    fn to_json(&self) -> Value {
        let option = |option: &SelectOption| {
            let mut json = json!(option);
            if self.selected.as_ref() == Some(&option.value) {
                json["default"] = json!(true);
            }
            json
        };
        json!({
            "type": 3,
            "custom_id": self.custom_id,
            "placeholder": self.placeholder,
            "options": self.options.iter().map(option).collect::<Vec<_>>(),
        })
    }
}

impl ChannelSelect {
    fn to_json(&self) -> Value {
        let selected = |id: ChannelId| json!({ "id": id.to_string(), "type": "channel" });
        json!({
            "type": 8,
            "custom_id": self.custom_id,
            "placeholder": self.placeholder,
            "channel_types": self.kinds,
            "default_values": self.selected.map(selected).into_iter().collect::<Vec<_>>(),
        })
    }
}

impl RoleSelect {
    fn to_json(&self) -> Value {
        let selected = |id: RoleId| json!({ "id": id.to_string(), "type": "role" });
        json!({
            "type": 6,
            "custom_id": self.custom_id,
            "placeholder": self.placeholder,
            "min_values": 0,
            "default_values": self.selected.map(selected).into_iter().collect::<Vec<_>>(),
        })
    }
}

impl Component {
    fn to_json(&self) -> Value {
        match self {
            Component::Buttons(buttons) => {
                json!({ "type": 1, "components": buttons.iter().map(Button::to_json).collect::<Vec<_>>() })
            }
            Component::Select(select) => {
                json!({ "type": 1, "components": [select.to_json()] })
            }
            Component::ChannelSelect(select) => {
                json!({ "type": 1, "components": [select.to_json()] })
            }
            Component::RoleSelect(select) => {
                json!({ "type": 1, "components": [select.to_json()] })
            }
            Component::Section(text, accessory) => json!({
                "type": 9,
                "components": [{ "type": 10, "content": text }],
                "accessory": match accessory {
                    Accessory::Thumbnail(url, description) => json!({
                        "type": 11, "media": { "url": url }, "description": description,
                    }),
                    Accessory::Button(button) => button.to_json(),
                },
            }),
            Component::Text(text) => json!({ "type": 10, "content": text }),
            Component::File(name) => {
                json!({ "type": 13, "file": { "url": format!("attachment://{name}") } })
            }
            Component::Separator => json!({ "type": 14, "divider": true, "spacing": 1 }),
            Component::Container { accent, components } => {
                json!({ "type": 17, "accent_color": accent, "components": components })
            }
        }
    }
}

impl Serialize for Component {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl Modal {
    /// The data of the response that opens it. Text inputs are in separate rows, because the
    /// gateway library doesn't return inputs in labels.
    pub fn to_json(&self) -> Value {
        let row = |input: &TextInput| json!({ "type": 1, "components": [input.to_json()] });
        let rows: Vec<Value> = self.inputs.iter().map(row).collect();
        json!({ "custom_id": self.custom_id, "title": self.title, "components": rows })
    }
}

impl TextInput {
    fn to_json(&self) -> Value {
        let mut json = json!({
            "type": 4, "custom_id": self.custom_id, "label": self.label,
            "style": if self.paragraph { 2 } else { 1 },
            "required": self.required, "max_length": self.max_length,
        });
        // Discord refuses an empty placeholder.
        for (name, text) in [("value", &self.value), ("placeholder", &self.placeholder)] {
            if !text.is_empty() {
                json[name] = json!(text);
            }
        }
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selected_values_are_shown_in_their_menu() {
        let option = |value: &str| SelectOption {
            label: value.to_uppercase(),
            value: value.to_owned(),
            description: None,
        };
        let select = Select {
            custom_id: "hour:1".to_owned(),
            placeholder: "Hour".to_owned(),
            options: vec![option("a"), option("b")],
            selected: Some("b".to_owned()),
        };
        insta::assert_snapshot!(Component::Select(select).to_json(), @r#"{"components":[{"custom_id":"hour:1","options":[{"label":"A","value":"a"},{"default":true,"label":"B","value":"b"}],"placeholder":"Hour","type":3}],"type":1}"#);
        let channels = ChannelSelect {
            custom_id: "channel:1".to_owned(),
            placeholder: "Channel".to_owned(),
            kinds: &[0, 5],
            selected: Some(ChannelId(42)),
        };
        insta::assert_snapshot!(Component::ChannelSelect(channels).to_json(), @r#"{"components":[{"channel_types":[0,5],"custom_id":"channel:1","default_values":[{"id":"42","type":"channel"}],"placeholder":"Channel","type":8}],"type":1}"#);
        let roles = RoleSelect {
            custom_id: "role:1".to_owned(),
            placeholder: "Role".to_owned(),
            selected: Some(RoleId(7)),
        };
        insta::assert_snapshot!(Component::RoleSelect(roles).to_json(), @r#"{"components":[{"custom_id":"role:1","default_values":[{"id":"7","type":"role"}],"min_values":0,"placeholder":"Role","type":6}],"type":1}"#);
    }

    #[test]
    fn modals_are_rows_of_text_inputs() {
        let input = TextInput {
            custom_id: "topics".to_owned(),
            label: "Topics".to_owned(),
            value: "diffusion".to_owned(),
            placeholder: String::new(),
            paragraph: true,
            required: true,
            max_length: 1_000,
        };
        let modal =
            Modal { custom_id: "m:1".to_owned(), title: "Topics".to_owned(), inputs: vec![input] };
        insta::assert_snapshot!(modal.to_json(), @r#"{"components":[{"components":[{"custom_id":"topics","label":"Topics","max_length":1000,"required":true,"style":2,"type":4,"value":"diffusion"}],"type":1}],"custom_id":"m:1","title":"Topics"}"#);
    }
}
