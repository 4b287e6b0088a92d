//! A Discord message made of Components V2, as it goes over the wire, and what it may hold.
//!
//! Every message mentions nobody: `allowed_mentions` is empty on all of them.

use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The flag that makes a message consist of components alone.
const IS_COMPONENTS_V2: u32 = 1 << 15;

/// What one message may hold at most, nested components included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Components of every kind.
    pub components: usize,
    /// Characters in all text displays together.
    pub characters: usize,
}

impl Limits {
    /// Discord's own limits.
    pub const DISCORD: Limits = Limits { components: 40, characters: 4_000 };

    /// Whether both fit into `room`.
    pub fn fits(self, room: Limits) -> bool {
        self.components <= room.components && self.characters <= room.characters
    }

    /// Both, added up.
    pub fn plus(self, other: Limits) -> Limits {
        Limits {
            components: self.components + other.components,
            characters: self.characters + other.characters,
        }
    }
}

/// A message of components.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// From top to bottom.
    pub components: Vec<Component>,
}

impl Message {
    /// A message that is one paragraph of Markdown.
    pub fn text(markdown: impl Into<String>) -> Message {
        Message { components: vec![Component::Text(markdown.into())] }
    }

    /// What this message uses of its limits.
    pub fn size(&self) -> Limits {
        self.components
            .iter()
            .map(Component::size)
            .fold(Limits { components: 0, characters: 0 }, Limits::plus)
    }

    /// The body without the flag that hides it from others.
    pub fn to_json(&self) -> Value {
        json!({
            "flags": IS_COMPONENTS_V2,
            "components": self.components,
            "allowed_mentions": { "parse": [] },
        })
    }
}

/// One component; the numbers are Discord's.
#[derive(Clone, Debug, PartialEq)]
pub enum Component {
    /// Markdown.
    Text(String),
    /// Markdown beside a picture or a button.
    Section(String, Accessory),
    /// A box with a coloured edge.
    Container {
        /// The edge, as 0xRRGGBB.
        accent: u32,
        /// What stands in it.
        components: Vec<Component>,
    },
    /// A thin line.
    Separator,
    /// Up to five buttons.
    Buttons(Vec<Button>),
    /// A menu in a row of its own.
    Select(Select),
}

/// What stands at the right of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accessory {
    /// A picture: its link, and its description for those who do not see it.
    Thumbnail(String, String),
    /// A button.
    Button(Button),
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Button {
    /// Opens a page.
    Link {
        /// At most 80 characters.
        label: String,
        /// http or https.
        url: String,
    },
    /// Comes back to us as a press.
    Press {
        /// At most 80 characters.
        label: String,
        /// At most 100 characters.
        custom_id: String,
        /// Grey and dead.
        disabled: bool,
    },
}

/// A menu of which one entry is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Select {
    /// At most 100 characters.
    pub custom_id: String,
    /// Shown while nothing is chosen.
    pub placeholder: String,
    /// 1 to 25.
    pub options: Vec<SelectOption>,
}

/// An entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectOption {
    /// At most 100 characters.
    pub label: String,
    /// At most 100 characters, unique in its menu.
    pub value: String,
    /// A smaller line below the label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Component {
    /// What this component and those in it use of a message's limits.
    pub fn size(&self) -> Limits {
        let one = |characters: usize, nested: usize| Limits { components: 1 + nested, characters };
        match self {
            Component::Text(text) => one(text.chars().count(), 0),
            Component::Section(text, _) => one(text.chars().count(), 2),
            Component::Container { components, .. } => {
                components.iter().map(Component::size).fold(one(0, 0), Limits::plus)
            }
            Component::Separator => one(0, 0),
            Component::Buttons(buttons) => one(0, buttons.len()),
            Component::Select(_) => one(0, 1),
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Component::Buttons(buttons) => {
                json!({ "type": 1, "components": buttons.iter().map(Button::to_json).collect::<Vec<_>>() })
            }
            Component::Select(select) => json!({ "type": 1, "components": [{
                "type": 3,
                "custom_id": select.custom_id,
                "placeholder": select.placeholder,
                "options": select.options,
            }] }),
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

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Value::Object(fields) = self.to_json() else {
            return serializer.serialize_map(Some(0))?.end();
        };
        fields.serialize(serializer)
    }
}

impl Button {
    fn to_json(&self) -> Value {
        match self {
            Button::Link { label, url } => {
                json!({ "type": 2, "style": 5, "label": label, "url": url })
            }
            Button::Press { label, custom_id, disabled } => json!({
                "type": 2, "style": 2, "label": label, "custom_id": custom_id, "disabled": disabled,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_components_and_characters_count() {
        let message = Message {
            components: vec![Component::Container {
                accent: 0xff9d00,
                components: vec![
                    Component::Text("Tuesday".to_owned()),
                    Component::Section(
                        "a paper".to_owned(),
                        Accessory::Thumbnail("https://a.example/1.png".to_owned(), "A".to_owned()),
                    ),
                    Component::Separator,
                    Component::Buttons(vec![Button::Link {
                        label: "Open".to_owned(),
                        url: "https://a.example".to_owned(),
                    }]),
                ],
            }],
        };
        assert_eq!(message.size(), Limits { components: 8, characters: 14 });
        insta::assert_snapshot!(message.to_json(), @r#"{"allowed_mentions":{"parse":[]},"components":[{"accent_color":16751872,"components":[{"content":"Tuesday","type":10},{"accessory":{"description":"A","media":{"url":"https://a.example/1.png"},"type":11},"components":[{"content":"a paper","type":10}],"type":9},{"divider":true,"spacing":1,"type":14},{"components":[{"label":"Open","style":5,"type":2,"url":"https://a.example"}],"type":1}],"type":17}],"flags":32768}"#);
    }
}
