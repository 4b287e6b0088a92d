//! Files that came with a message or a command.

use serde_json::{Value, json};

use crate::discord::state::world::World;
use crate::discord::validate::list;

/// A file that came with a message or a command.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) bytes: Vec<u8>,
}

/// A file that came with a multipart body.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    /// The n of `files[n]`, which `attachments` refers to.
    pub(crate) index: String,
    pub(crate) file: Stored,
}

impl World {
    /// Keeps the uploaded files and gives their attachment objects.
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

    /// Keeps one file and gives its attachment object.
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

/// Whether two ids are the same, whether written as texts or as numbers.
pub(super) fn same_id(one: &Value, other: &Value) -> bool {
    let text = |id: &Value| match id {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    text(one) == text(other)
}
