//! Discord's error responses: a status, a code, a message and, for an invalid form, the paths of
//! the errors.

use serde_json::{Map, Value, json};

/// An error response of the REST API.
#[derive(Debug, Clone)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: u64,
    pub(crate) message: String,
    pub(crate) errors: Option<Value>,
}

impl ApiError {
    pub(crate) fn new(status: u16, code: u64, message: &str) -> ApiError {
        ApiError { status, code, message: message.to_owned(), errors: None }
    }

    /// An invalid field.
    pub(crate) fn field(path: &str, code: &'static str, message: &str) -> ApiError {
        let mut errors = FormErrors::default();
        errors.add(path, code, message);
        errors.into_error()
    }

    pub(crate) fn unauthorized() -> ApiError {
        ApiError::new(401, 0, "401: Unauthorized")
    }
    pub(crate) fn missing_access() -> ApiError {
        ApiError::new(403, 50001, "Missing Access")
    }
    pub(crate) fn missing_permissions() -> ApiError {
        ApiError::new(403, 50013, "Missing Permissions")
    }
    pub(crate) fn unknown_channel() -> ApiError {
        ApiError::new(404, 10003, "Unknown Channel")
    }
    pub(crate) fn unknown_guild() -> ApiError {
        ApiError::new(404, 10004, "Unknown Guild")
    }
    pub(crate) fn unknown_message() -> ApiError {
        ApiError::new(404, 10008, "Unknown Message")
    }
    pub(crate) fn unknown_user() -> ApiError {
        ApiError::new(404, 10013, "Unknown User")
    }
    pub(crate) fn unknown_webhook() -> ApiError {
        ApiError::new(404, 10015, "Unknown Webhook")
    }
    pub(crate) fn unknown_interaction() -> ApiError {
        ApiError::new(404, 10062, "Unknown interaction")
    }
    pub(crate) fn too_large() -> ApiError {
        ApiError::new(413, 40005, "Request entity too large")
    }
    pub(crate) fn bad_json() -> ApiError {
        ApiError::new(400, 50109, "The request body contains invalid JSON.")
    }

    /// Whether the bot is not to blame: others can archive, lock or create threads, publish messages or require tags,
    /// and a second acknowledgement (40060) is recorded where it is detected.
    pub(crate) fn is_state_conflict(&self) -> bool {
        matches!(self.code, 50083 | 160_004 | 160_005 | 40067 | 40060 | 40033)
    }

    /// The response body.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }

    /// The field paths, dotted, for a violation record.
    pub(crate) fn paths(&self) -> String {
        fn walk(value: &Value, path: &str, out: &mut Vec<String>) {
            let Some(map) = value.as_object() else { return };
            for (key, inner) in map {
                if key == "_errors" {
                    for error in inner.as_array().into_iter().flatten() {
                        let text = error["message"].as_str().unwrap_or_default();
                        out.push(format!("{path}: {text}"));
                    }
                } else if path.is_empty() {
                    walk(inner, key, out);
                } else {
                    walk(inner, &format!("{path}.{key}"), out);
                }
            }
        }
        let mut out = Vec::new();
        if let Some(errors) = &self.errors {
            walk(errors, "", &mut out);
        }
        out.join("; ")
    }
}

/// Collects invalid fields by dotted path, and nests them as Discord does.
#[derive(Debug, Default)]
pub(crate) struct FormErrors(Vec<(String, &'static str, String)>);

impl FormErrors {
    pub(crate) fn add(&mut self, path: &str, code: &'static str, message: impl Into<String>) {
        self.0.push((path.to_owned(), code, message.into()));
    }

    /// Records a missing required field.
    pub(crate) fn required(&mut self, path: &str) {
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// Checks the number of characters (code points, as in Discord) against a range.
    pub(crate) fn length(&mut self, path: &str, text: &str, least: usize, most: usize) {
        let length = text.chars().count();
        if (least..=most).contains(&length) {
            return;
        }
        if least == 0 {
            let message = format!("Must be {most} or fewer in length.");
            self.add(path, "BASE_TYPE_MAX_LENGTH", message);
        } else {
            let message = format!("Must be between {least} and {most} in length.");
            self.add(path, "BASE_TYPE_BAD_LENGTH", message);
        }
    }

    pub(crate) fn into_result(self) -> Result<(), ApiError> {
        if self.0.is_empty() { Ok(()) } else { Err(self.into_error()) }
    }

    fn into_error(self) -> ApiError {
        let mut root = Map::new();
        for (path, code, message) in self.0 {
            let keys: Vec<&str> = path.split('.').filter(|key| !key.is_empty()).collect();
            let node = descend(&mut root, &keys);
            let list = node.entry("_errors").or_insert_with(|| json!([]));
            if let Value::Array(list) = list {
                list.push(json!({ "code": code, "message": message }));
            }
        }
        let errors = Some(Value::Object(root));
        ApiError { status: 400, code: 50035, message: "Invalid Form Body".to_owned(), errors }
    }
}

/// The nested object at the end of `keys`, created if missing.
fn descend<'m>(map: &'m mut Map<String, Value>, keys: &[&str]) -> &'m mut Map<String, Value> {
    let Some((first, rest)) = keys.split_first() else { return map };
    let next = map.entry(*first).or_insert_with(|| json!({}));
    if !next.is_object() {
        *next = json!({});
    }
    match next {
        Value::Object(inner) => descend(inner, rest),
        _ => unreachable!("it has just become an object"),
    }
}
