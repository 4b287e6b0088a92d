//! Discord's OpenAPI document: the schema of each request, with cached validators.

use std::collections::HashMap;
use std::fs;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Registry, ValidationError, Validator};
use serde_json::{Value, json};

use crate::absent::skip;

/// The path of Discord's document, which is not part of the project.
const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/discord/openapi.json");
/// The document as published: unknown fields are ignored.
const OPEN: &str = "https://discord.example/openapi.json";
/// The document with unknown fields forbidden.
const CLOSED: &str = "https://discord.example/closed.json";

static SHARED: LazyLock<Option<Document>> = LazyLock::new(|| {
    let text = fs::read_to_string(PATH).ok()?;
    Some(Document::new(serde_json::from_str(&text).expect("a JSON document")))
});

/// The document, ready for validation.
pub(crate) struct Document {
    root: Value,
    registry: Registry<'static>,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// One method of a route.
pub(crate) struct Operation<'d> {
    document: &'d Document,
    pointer: String,
    body: &'d Value,
}

impl Document {
    /// The document, read once; `None` with a message if it is not available. In CI it is required.
    pub(crate) fn shared() -> Option<&'static Document> {
        if SHARED.is_none() {
            skip("Discord's OpenAPI document is not at hand");
        }
        SHARED.as_ref()
    }

    fn new(mut root: Value) -> Document {
        mend(&mut root);
        loosen(&mut root);
        let mut closed = root.clone();
        close(&mut closed);
        let registry = Registry::new()
            .add(OPEN, root.clone())
            .and_then(|registry| registry.add(CLOSED, closed))
            .and_then(|registry| registry.prepare())
            .expect("a document that refers to nothing outside it");
        Document { root, registry, validators: Mutex::default() }
    }

    /// The operation, if Discord has it.
    pub(crate) fn operation(&self, method: &str, route: &str) -> Option<Operation<'_>> {
        let pointer = format!("/paths/{}/{}", escaped(route), method.to_lowercase());
        let body = self.root.pointer(&pointer)?;
        Some(Operation { document: self, pointer, body })
    }

    /// The errors in a body by the schema at this place, including unknown fields.
    pub(crate) fn closely(&self, pointer: &str, body: &Value) -> Vec<String> {
        self.judge(CLOSED, pointer, body)
    }

    /// The errors in a body by the schema at this place.
    pub(crate) fn loosely(&self, pointer: &str, body: &Value) -> Vec<String> {
        self.judge(OPEN, pointer, body)
    }

    /// The errors in one of Discord's objects, by the name of its schema.
    pub(crate) fn object(&self, schema: &str, body: &Value) -> Vec<String> {
        self.loosely(&format!("/components/schemas/{schema}"), body)
    }

    fn judge(&self, base: &str, pointer: &str, body: &Value) -> Vec<String> {
        let place = pointer.replace('{', "%7B").replace('}', "%7D");
        let address = format!("{base}#{place}");
        let known = || self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known().get(&address).cloned();
        let validator = found.unwrap_or_else(|| {
            let built = jsonschema::options()
                .with_registry(&self.registry)
                .should_validate_formats(true)
                .offline()
                .build(&json!({ "$ref": address }))
                .expect("a schema");
            known().entry(address).or_insert(Arc::new(built)).clone()
        });
        validator.iter_errors(body).map(|error| explain(&error)).collect()
    }
}

impl Operation<'_> {
    /// The location of the schema for a request's body.
    pub(crate) fn request(&self) -> Option<String> {
        self.schema(&format!("{}/requestBody", self.pointer))
    }

    pub(crate) fn needs_a_body(&self) -> bool {
        self.body["requestBody"]["required"] == true
    }

    /// The location of the schema for a response's body.
    pub(crate) fn response(&self, status: u16) -> Option<String> {
        let (exact, class) = (status.to_string(), format!("{}XX", status / 100));
        let responses = &self.body["responses"];
        let key = [exact, class].into_iter().find(|key| !responses[key].is_null())?;
        match responses[&key]["$ref"].as_str() {
            Some(shared) => self.schema(shared.trim_start_matches('#')),
            None => self.schema(&format!("{}/responses/{key}", self.pointer)),
        }
    }

    fn schema(&self, place: &str) -> Option<String> {
        let pointer = format!("{place}/content/application~1json/schema");
        self.document.root.pointer(&pointer).map(|_| pointer)
    }
}

/// A key as part of a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Corrects where the document is stricter than Discord: an uploaded file may have an integer id,
/// as in Discord's own examples.
fn loosen(root: &mut Value) {
    let place = "/components/schemas/MessageAttachmentRequest/properties/id";
    if let Some(field) = root.pointer_mut(place) {
        *field = json!({ "type": ["string", "integer"] });
    }
}

/// Corrects an error in the document: `default_member_permissions` is really a string.
fn mend(value: &mut Value) {
    if let Some(field) = value.pointer_mut("/properties/default_member_permissions") {
        *field = json!({ "type": ["string", "null"], "pattern": "^[0-9]+$" });
    }
    match value {
        Value::Object(map) => map.values_mut().for_each(mend),
        Value::Array(all) => all.iter_mut().for_each(mend),
        _ => {}
    }
}

/// Forbids fields that a schema doesn't name.
fn close(value: &mut Value) {
    match value {
        Value::Object(map) => {
            let names = map.get("properties").is_some_and(Value::is_object);
            if names && !map.contains_key("additionalProperties") && !map.contains_key("allOf") {
                map.insert("additionalProperties".to_owned(), json!(false));
            }
            map.values_mut().for_each(close);
        }
        Value::Array(all) => all.iter_mut().for_each(close),
        _ => {}
    }
}

/// A readable error: among alternatives, the one that matched best.
fn explain(error: &ValidationError<'_>) -> String {
    let alternatives = match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            context.as_slice()
        }
        _ => &[],
    };
    // Ignore alternatives for another kind of value or component.
    let own = error.instance_path().as_str();
    let kind = format!("{own}/type");
    let meant = |errors: &&Vec<ValidationError<'_>>| {
        !errors.iter().any(|one| {
            let place = one.instance_path().as_str();
            let other = matches!(one.kind(), ValidationErrorKind::Type { .. });
            place == kind || (place == own && other)
        })
    };
    let fewest = |errors: &&Vec<ValidationError<'_>>| errors.len();
    let nearest = alternatives.iter().filter(meant).min_by_key(fewest);
    if let Some(inner) = nearest.and_then(|errors| errors.first()) {
        return explain(inner);
    }
    let text: String = error.to_string().chars().take(400).collect();
    format!("{}: {text}", error.instance_path().as_str())
}
