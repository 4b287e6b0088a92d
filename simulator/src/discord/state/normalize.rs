//! Components and embeds as Discord returns them: numbered, with defaults filled in.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::discord::validate::component::{
    BUTTON, CONTAINER, FILE, GALLERY, ROW, SECTION, SELECTS, SEPARATOR, STRING_SELECT, TEXT,
    THUMBNAIL,
};
use crate::discord::validate::{list, range_of};

/// Fills in components; `files` returns the attachment with a name, and `next_media` new ids.
pub(crate) struct Filling<'a> {
    pub(crate) files: &'a BTreeMap<String, Value>,
    pub(crate) next_media: u64,
    taken: Vec<u64>,
    next: u64,
}

impl<'a> Filling<'a> {
    pub(crate) fn new(files: &'a BTreeMap<String, Value>, first_media: u64) -> Filling<'a> {
        Filling { files, next_media: first_media, taken: Vec::new(), next: 0 }
    }

    /// The components of a message that [`crate::discord::validate`] has accepted.
    pub(crate) fn all(&mut self, components: &[Value]) -> Value {
        components.iter().for_each(|component| note_ids(component, &mut self.taken));
        components.iter().map(|component| self.one(component)).collect()
    }

    fn id(&mut self, component: &Value) -> u64 {
        if let Some(id) = component["id"].as_u64().filter(|id| *id != 0) {
            return id;
        }
        self.next += 1;
        while self.taken.contains(&self.next) {
            self.next += 1;
        }
        self.next
    }

    fn one(&mut self, from: &Value) -> Value {
        let kind = from["type"].as_u64().unwrap_or_default();
        let mut to = json!({ "type": kind, "id": self.id(from) });
        match kind {
            ROW => to["components"] = self.each(from, "components"),
            BUTTON => {
                copy(from, &mut to, &["style", "label", "emoji", "custom_id", "url", "sku_id"]);
                copy_or(from, &mut to, "disabled", json!(false));
            }
            SECTION => {
                to["components"] = self.each(from, "components");
                to["accessory"] = self.one(&from["accessory"]);
            }
            TEXT => copy(from, &mut to, &["content"]),
            THUMBNAIL => self.media_item(from, &mut to),
            GALLERY => {
                let items = list(from, "items").iter().map(|item| {
                    let mut filled = json!({});
                    self.media_item(item, &mut filled);
                    filled
                });
                to["items"] = items.collect();
            }
            FILE => {
                to["file"] = self.media(&from["file"]);
                let name = from["file"]["url"].as_str().unwrap_or_default();
                let file = self.files.get(name.trim_start_matches("attachment://"));
                to["name"] = file.map_or(Value::Null, |file| file["filename"].clone());
                to["size"] = file.map_or(Value::Null, |file| file["size"].clone());
                copy_or(from, &mut to, "spoiler", json!(false));
            }
            SEPARATOR => {
                copy_or(from, &mut to, "spacing", json!(1));
                copy_or(from, &mut to, "divider", json!(true));
            }
            CONTAINER => {
                copy_or(from, &mut to, "accent_color", Value::Null);
                copy_or(from, &mut to, "spoiler", json!(false));
                to["components"] = self.each(from, "components");
            }
            kind if SELECTS.contains(&kind) => {
                copy(
                    from,
                    &mut to,
                    &["custom_id", "placeholder", "channel_types", "default_values"],
                );
                let (least, most) = range_of(from);
                to["min_values"] = json!(least);
                to["max_values"] = json!(most);
                copy_or(from, &mut to, "disabled", json!(false));
                if kind == STRING_SELECT {
                    to["options"] = list(from, "options").iter().map(without_nulls).collect();
                }
            }
            _ => {}
        }
        to
    }

    fn each(&mut self, from: &Value, field: &str) -> Value {
        list(from, field).iter().map(|component| self.one(component)).collect()
    }

    fn media_item(&mut self, from: &Value, to: &mut Value) {
        to["media"] = self.media(&from["media"]);
        copy_or(from, to, "description", Value::Null);
        copy_or(from, to, "spoiler", json!(false));
    }

    fn media(&mut self, from: &Value) -> Value {
        let url = from["url"].as_str().unwrap_or_default();
        self.next_media += 1;
        let mut to = json!({
            "id": self.next_media.to_string(),
            "url": url,
            "proxy_url": url,
            "width": 0,
            "height": 0,
            "content_type": "",
            "loading_state": 0,
            "flags": 0,
        });
        if let Some(file) = self.files.get(url.trim_start_matches("attachment://")) {
            to["url"] = file["url"].clone();
            to["proxy_url"] = file["url"].clone();
            to["attachment_id"] = file["id"].clone();
            to["content_type"] = file["content_type"].clone();
        }
        to
    }
}

/// Ids chosen by the sender.
fn note_ids(component: &Value, taken: &mut Vec<u64>) {
    taken.extend(component["id"].as_u64());
    list(component, "components").iter().for_each(|inner| note_ids(inner, taken));
    if component["accessory"].is_object() {
        note_ids(&component["accessory"], taken);
    }
}

/// Copies the fields that are present and not null.
fn copy(from: &Value, to: &mut Value, fields: &[&str]) {
    for field in fields {
        if !from[*field].is_null() {
            to[*field] = without_nulls(&from[*field]);
        }
    }
}

fn copy_or(from: &Value, to: &mut Value, field: &str, default: Value) {
    to[field] = if from[field].is_null() { default } else { from[field].clone() };
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.iter()
                .filter(|(_, inner)| !inner.is_null())
                .map(|(key, inner)| (key.clone(), without_nulls(inner)))
                .collect::<Map<_, _>>(),
        ),
        other => other.clone(),
    }
}

/// An embed as Discord returns it.
pub(crate) fn embed(from: &Value, files: &BTreeMap<String, Value>) -> Value {
    let mut to = without_nulls(from);
    to["type"] = json!("rich");
    for picture in ["image", "thumbnail"] {
        if let Some(url) = from[picture]["url"].as_str() {
            let file = files.get(url.trim_start_matches("attachment://"));
            let url = file.and_then(|file| file["url"].as_str()).unwrap_or(url);
            to[picture] = json!({ "url": url, "proxy_url": url, "width": 0, "height": 0 });
        }
    }
    if let Some(fields) = to["fields"].as_array_mut() {
        for field in fields {
            field["inline"] = json!(field["inline"].as_bool().unwrap_or(false));
        }
    } else if let Some(map) = to.as_object_mut() {
        map.remove("fields");
    }
    for (part, field) in [("author", "name"), ("footer", "text")] {
        let named = from[part][field].is_string();
        if let Some(map) = to.as_object_mut().filter(|_| !named) {
            map.remove(part);
        }
    }
    to
}

/// The component with this custom id, at any depth.
pub(crate) fn find<'a>(message: &'a Value, custom_id: &str) -> Option<&'a Value> {
    fn within<'a>(component: &'a Value, custom_id: &str) -> Option<&'a Value> {
        if component["custom_id"] == custom_id {
            return Some(component);
        }
        let inner = list(component, "components").iter();
        let inner = inner.chain(component.get("accessory")).chain(component.get("component"));
        inner.into_iter().find_map(|inner| within(inner, custom_id))
    }
    list(message, "components").iter().find_map(|component| within(component, custom_id))
}
