//! Files attached to messages and commands.

use serde_json::{Value, json};

use crate::discord::state::world::World;
use crate::discord::validate::list;

/// A file attached to a message or command.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) bytes: Vec<u8>,
}

/// A file in a multipart body.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    /// The n of `files[n]`, referenced by `attachments`.
    pub(crate) index: String,
    pub(crate) file: Stored,
}

impl World {
    /// Stores uploaded files and returns their attachment objects.
    pub(super) fn store(&mut self, channel: u64, body: &Value, uploads: &[Upload]) -> Vec<Value> {
        let mut objects = Vec::new();
        for upload in uploads {
            let described = list(body, "attachments")
                .iter()
                .find(|one| same_id(&one["id"], &json!(upload.index)));
            let mut object = self.keep_file(channel, upload.file.clone());
            if let Some(text) = described.and_then(|one| one["description"].as_str()) {
                object["description"] = json!(text);
            }
            objects.push(object);
        }
        objects
    }

    /// Stores a file and returns its attachment object.
    pub(crate) fn keep_file(&mut self, channel: u64, file: Stored) -> Value {
        let id = self.clock.id();
        let name: String = file
            .name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' })
            .collect();
        let url = format!("{}/attachments/{channel}/{id}/{name}", self.address);
        let object = json!({
            "id": id.to_string(),
            "filename": name,
            "size": file.bytes.len(),
            "url": url,
            "proxy_url": url,
            "content_type": file.kind,
        });
        self.files.insert(id, file);
        object
    }
}

/// Whether two ids are equal, whether strings or numbers.
pub(super) fn same_id(one: &Value, other: &Value) -> bool {
    let text = |id: &Value| match id {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    text(one) == text(other)
}
