//! Validates interactive components: buttons and selects.

use std::collections::HashSet;

use serde_json::Value;

use crate::discord::validate::component::STRING_SELECT;
use crate::discord::validate::components::Walk;
use crate::discord::validate::embeds::check_url;
use crate::discord::validate::message_body::text;
use crate::discord::validate::{list, range_of};

impl Walk<'_> {
    pub(super) fn custom_id(&mut self, path: &str, body: &Value) {
        let path = format!("{path}.custom_id");
        let Some(id) = text(body, "custom_id") else {
            self.errors.required(&path);
            return;
        };
        self.errors.length(&path, id, 1, 100);
        if !self.custom_ids.insert(id.to_owned()) {
            let message = "Component custom id cannot be duplicated";
            self.errors.add(&path, "COMPONENT_CUSTOM_ID_DUPLICATED", message);
        }
    }

    pub(super) fn button(&mut self, path: &str, body: &Value) {
        let style = body["style"].as_u64().unwrap_or_default();
        if !(1..=6).contains(&style) {
            let message = "Value must be one of {1, 2, 3, 4, 5, 6}.";
            self.errors.add(&format!("{path}.style"), "BASE_TYPE_CHOICES", message);
        }
        let label = text(body, "label").unwrap_or_default();
        self.errors.length(&format!("{path}.label"), label, 0, 80);
        if label.is_empty() && body["emoji"].is_null() && style != 6 {
            self.errors.required(&format!("{path}.label"));
        }
        if style == 5 {
            match text(body, "url") {
                Some(url) => check_url(&format!("{path}.url"), url, 512, false, &mut self.errors),
                None => self.errors.required(&format!("{path}.url")),
            }
            if !body["custom_id"].is_null() {
                let message = "A custom id and url cannot both be specified";
                self.errors.add(
                    &format!("{path}.custom_id"),
                    "COMPONENT_CUSTOM_ID_URL_EXCLUSIVE",
                    message,
                );
            }
        } else if style != 6 {
            if !body["url"].is_null() {
                let message = "A url is only allowed on a link button";
                self.errors.add(&format!("{path}.url"), "BUTTON_COMPONENT_URL_INVALID", message);
            }
            self.custom_id(path, body);
        }
    }

    pub(super) fn select(&mut self, path: &str, body: &Value, kind: u64) {
        self.custom_id(path, body);
        let placeholder = text(body, "placeholder").unwrap_or_default();
        self.errors.length(&format!("{path}.placeholder"), placeholder, 0, 150);
        let options = list(body, "options");
        let (least, most) = range_of(body);
        if !(1..=25).contains(&most) || least > most {
            let message = "Must be between 1 and 25, and not below min_values.";
            self.errors.add(&format!("{path}.max_values"), "NUMBER_TYPE_MAX", message);
        }
        if kind != STRING_SELECT {
            return;
        }
        if options.is_empty() || options.len() > 25 {
            let message = "Must be between 1 and 25 in length.";
            self.errors.add(&format!("{path}.options"), "BASE_TYPE_BAD_LENGTH", message);
        } else if most > options.len() as u64 {
            let message = "Must not be more than the number of options.";
            self.errors.add(&format!("{path}.max_values"), "SELECT_COMPONENT_MAX_VALUES", message);
        }
        let mut values = HashSet::new();
        for (index, option) in options.iter().enumerate() {
            let at = |field: &str| format!("{path}.options.{index}.{field}");
            for (field, least) in [("label", 1), ("value", 1), ("description", 0)] {
                let Some(text) = text(option, field) else {
                    if least > 0 {
                        self.errors.required(&at(field));
                    }
                    continue;
                };
                self.errors.length(&at(field), text, least, 100);
            }
            if !values.insert(text(option, "value").unwrap_or_default()) {
                let message = "The specified option value is already used";
                self.errors.add(&at("value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
            }
        }
    }
}
