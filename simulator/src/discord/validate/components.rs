//! Validates the components of a message: where each is allowed, and the limits on their totals.

use std::collections::HashSet;

use serde_json::Value;

use crate::discord::rest::error::FormErrors;
use crate::discord::validate::component::{
    BUTTON, CONTAINER, FILE, GALLERY, ROW, SECTION, SELECTS, SEPARATOR, TEXT, THUMBNAIL,
};
use crate::discord::validate::embeds::check_url;
use crate::discord::validate::list;
use crate::discord::validate::message_body::text;

const ROWS: usize = 5;
const COMPONENTS: usize = 40;
const TEXT_TOTAL: usize = 4000;

/// One pass over a message's components, with running totals.
pub(super) struct Walk<'a> {
    pub(super) errors: FormErrors,
    pub(super) v2: bool,
    pub(super) files: &'a [String],
    pub(super) custom_ids: HashSet<String>,
    pub(super) ids: HashSet<u64>,
    pub(super) count: usize,
    pub(super) text: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(errors: FormErrors) -> Walk<'a> {
        Walk {
            errors,
            v2: false,
            files: &[],
            custom_ids: HashSet::new(),
            ids: HashSet::new(),
            count: 0,
            text: 0,
        }
    }

    pub(super) fn top(&mut self, components: &[Value]) {
        if !self.v2 && components.len() > ROWS {
            self.errors.add(
                "components",
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 5 in length.",
            );
        }
        let allowed: &[u64] = match self.v2 {
            true => &[ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER],
            false => &[ROW],
        };
        self.all("components", components, allowed);
        if self.count > COMPONENTS {
            let message = format!(
                "Total number of components exceeds the maximum size of {COMPONENTS}: {}",
                self.count
            );
            self.errors.add("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message);
        }
        if self.text > TEXT_TOTAL {
            let message = "The displayable text of a message exceeds the maximum size of 4000";
            self.errors.add("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message);
        }
    }

    fn all(&mut self, path: &str, components: &[Value], allowed: &[u64]) {
        for (index, component) in components.iter().enumerate() {
            self.one(&format!("{path}.{index}"), component, allowed);
        }
    }

    fn one(&mut self, path: &str, body: &Value, allowed: &[u64]) {
        self.count += 1;
        let Some(kind) = body["type"].as_u64() else {
            self.errors.required(&format!("{path}.type"));
            return;
        };
        if !allowed.contains(&kind) {
            let names: Vec<_> = allowed.iter().map(u64::to_string).collect();
            let message = format!("Value of field \"type\" must be one of ({}).", names.join(", "));
            self.errors.add(&format!("{path}.type"), "UNION_TYPE_CHOICES", message);
            return;
        }
        if let Some(id) = body["id"].as_u64()
            && id != 0
            && !self.ids.insert(id)
        {
            let message = "Component id cannot be duplicated";
            self.errors.add(&format!("{path}.id"), "COMPONENT_ID_DUPLICATED", message);
        }
        match kind {
            ROW => self.row(path, body),
            BUTTON => self.button(path, body),
            SECTION => self.section(path, body),
            TEXT => self.display(path, body),
            THUMBNAIL => self.media(path, body),
            GALLERY => self.gallery(path, body),
            FILE => self.file(path, body),
            SEPARATOR => self.separator(path, body),
            CONTAINER => {
                let inner = list(body, "components");
                if inner.is_empty() {
                    self.errors.required(&format!("{path}.components"));
                }
                let allowed = [ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR];
                self.all(&format!("{path}.components"), inner, &allowed);
                if let Some(color) = body["accent_color"].as_u64().filter(|c| *c > 0xff_ffff) {
                    let path = format!("{path}.accent_color");
                    let message = format!("int value {color} should be at most 16777215.");
                    self.errors.add(&path, "NUMBER_TYPE_MAX", message);
                }
            }
            _ => self.select(path, body, kind),
        }
    }

    fn row(&mut self, path: &str, body: &Value) {
        let inner = list(body, "components");
        let path = format!("{path}.components");
        if inner.is_empty() || inner.len() > 5 {
            self.errors.add(&path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
        }
        let kinds = |kind: &Value| kind["type"].as_u64().unwrap_or_default();
        if inner.len() > 1 && inner.iter().any(|one| SELECTS.contains(&kinds(one))) {
            let message = "The specified component exceeds the maximum width";
            self.errors.add(&path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message);
        }
        self.all(&path, inner, &[BUTTON, 3, 5, 6, 7, 8]);
    }

    fn section(&mut self, path: &str, body: &Value) {
        let inner = list(body, "components");
        if inner.is_empty() || inner.len() > 3 {
            let message = "Must be between 1 and 3 in length.";
            self.errors.add(&format!("{path}.components"), "BASE_TYPE_BAD_LENGTH", message);
        }
        self.all(&format!("{path}.components"), inner, &[TEXT]);
        let accessory = format!("{path}.accessory");
        match &body["accessory"] {
            Value::Null => self.errors.required(&accessory),
            accessory_body => self.one(&accessory, accessory_body, &[BUTTON, THUMBNAIL]),
        }
    }

    fn display(&mut self, path: &str, body: &Value) {
        let path = format!("{path}.content");
        let Some(content) = text(body, "content") else {
            self.errors.required(&path);
            return;
        };
        self.text += content.chars().count();
        self.errors.length(&path, content, 1, TEXT_TOTAL);
        if !content.is_empty() && content.trim().is_empty() {
            self.errors.required(&path);
        }
    }

    fn media(&mut self, path: &str, body: &Value) {
        let url = format!("{path}.media.url");
        match text(&body["media"], "url") {
            Some(address) => {
                check_url(&url, address, 2048, true, &mut self.errors);
                self.attached(&url, address);
            }
            None => self.errors.required(&url),
        }
        if let Some(description) = text(body, "description") {
            self.errors.length(&format!("{path}.description"), description, 1, 1024);
        }
    }

    fn gallery(&mut self, path: &str, body: &Value) {
        let items = list(body, "items");
        if items.is_empty() || items.len() > 10 {
            let message = "Must be between 1 and 10 in length.";
            self.errors.add(&format!("{path}.items"), "BASE_TYPE_BAD_LENGTH", message);
        }
        for (index, item) in items.iter().enumerate() {
            self.media(&format!("{path}.items.{index}"), item);
        }
    }

    fn file(&mut self, path: &str, body: &Value) {
        let url = format!("{path}.file.url");
        match text(&body["file"], "url") {
            Some(address) if address.starts_with("attachment://") => self.attached(&url, address),
            Some(_) => {
                let message = "Scheme must be one of ('attachment').";
                self.errors.add(&url, "URL_TYPE_INVALID_SCHEME", message);
            }
            None => self.errors.required(&url),
        }
    }

    fn separator(&mut self, path: &str, body: &Value) {
        let spacing = &body["spacing"];
        if !spacing.is_null() && !matches!(spacing.as_u64(), Some(1 | 2)) {
            let path = format!("{path}.spacing");
            self.errors.add(&path, "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.");
        }
    }

    /// An `attachment://` URL must refer to a file of the same message.
    fn attached(&mut self, path: &str, address: &str) {
        let Some(name) = address.strip_prefix("attachment://") else { return };
        if !self.files.iter().any(|file| file == name) {
            let message = "The referenced attachment does not exist in this message";
            self.errors.add(path, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", message);
        }
    }
}
