//! A Discord message made of Components V2, in its wire format.
//!
//! Messages never mention anyone: `allowed_mentions` is always empty.

mod components;
mod escape;
mod fit;
mod limits;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Value, json};

pub use components::{
    Accessory, Button, ButtonStyle, ChannelSelect, Component, Modal, RoleSelect, Select,
    SelectOption, TextInput,
};
pub use escape::escape;
pub(crate) use escape::{quoted, shorten};
pub(crate) use fit::{first_that_fits, lines_that_fit};
pub use limits::Limits;

/// The flag for a message that consists only of components.
pub const IS_COMPONENTS_V2: u32 = 1 << 15;

/// The color of all the bot's boxes.
pub(crate) const AMBER: u32 = 0xff_9d00;

/// A message of components.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// From top to bottom.
    pub components: Vec<Component>,
    /// Attached files; a [`Component::File`] displays each.
    pub files: Vec<Attachment>,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, of letters, digits, `-`, `_` and one dot.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Message {
    /// A message of these components.
    pub fn new(components: Vec<Component>) -> Message {
        Message { components, files: Vec::new() }
    }

    /// A message with a single paragraph of Markdown.
    pub fn text(markdown: impl Into<String>) -> Message {
        Message::new(vec![Component::Text(markdown.into())])
    }

    /// A message with a single box.
    pub(crate) fn boxed(components: Vec<Component>) -> Message {
        Message::new(vec![Component::Container { accent: AMBER, components }])
    }

    /// The body, without the ephemeral flag.
    pub fn to_json(&self) -> Value {
        let mut body = json!({
            "flags": IS_COMPONENTS_V2,
            "components": self.components,
            "allowed_mentions": { "parse": [] },
        });
        if !self.files.is_empty() {
            let file =
                |(id, file): (usize, &Attachment)| json!({ "id": id, "filename": file.name });
            body["attachments"] = self.files.iter().enumerate().map(file).collect();
        }
        body
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_components_and_characters_count() {
        let message = Message::new(vec![Component::Container {
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
        }]);
        assert_eq!(message.size(), Limits { components: 8, characters: 14 });
        insta::assert_snapshot!(message.to_json(), @r#"{"allowed_mentions":{"parse":[]},"components":[{"accent_color":16751872,"components":[{"content":"Tuesday","type":10},{"accessory":{"description":"A","media":{"url":"https://a.example/1.png"},"type":11},"components":[{"content":"a paper","type":10}],"type":9},{"divider":true,"spacing":1,"type":14},{"components":[{"label":"Open","style":5,"type":2,"url":"https://a.example"}],"type":1}],"type":17}],"flags":32768}"#);
    }

    #[test]
    fn a_file_is_named_in_the_body() {
        let message = Message {
            components: vec![Component::File("settings.json".to_owned())],
            files: vec![Attachment { name: "settings.json".to_owned(), bytes: b"{}".to_vec() }],
        };
        insta::assert_snapshot!(message.to_json(), @r#"{"allowed_mentions":{"parse":[]},"attachments":[{"filename":"settings.json","id":0}],"components":[{"file":{"url":"attachment://settings.json"},"type":13}],"flags":32768}"#);
    }
}
