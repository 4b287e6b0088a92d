//! Validates the options of a command: where each type is allowed, and its values.

use std::collections::HashSet;

use serde_json::Value;

use crate::discord::rest::error::FormErrors;
use crate::discord::validate::command::{check_localizations, check_name, join};
use crate::discord::validate::list;

const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;

pub(super) fn check_options(path: &str, body: &Value, depth: usize, errors: &mut FormErrors) {
    let options = list(body, "options");
    let at = join(path, "options");
    if options.len() > 25 {
        errors.add(&at, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }
    let mut seen = HashSet::new();
    let mut optional_seen = false;
    for (index, option) in options.iter().enumerate() {
        let at = format!("{at}.{index}");
        check_name(&at, option, true, errors);
        let description = option["description"].as_str().unwrap_or_default();
        errors.length(&format!("{at}.description"), description, 1, 100);
        check_localizations(&at, option, errors);
        if !seen.insert(option["name"].as_str().unwrap_or_default()) {
            let message = "Option names must be unique";
            errors.add(&at, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", message);
        }
        let kind = option["type"].as_u64().unwrap_or_default();
        let nested = matches!(kind, SUBCOMMAND | GROUP);
        let misplaced = match kind {
            SUBCOMMAND => depth > 1,
            GROUP => depth > 0,
            3..=11 => false,
            _ => true,
        };
        if misplaced || nested != options.iter().all(|o| matches!(o["type"].as_u64(), Some(1 | 2)))
        {
            let message = "This type does not fit at this place";
            errors.add(&format!("{at}.type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
        }
        if nested {
            check_options(&at, option, depth + if kind == GROUP { 1 } else { 2 }, errors);
            continue;
        }
        let required = option["required"] == true;
        if required && optional_seen {
            let message = "Required options must be placed before non-required options";
            errors.add(&at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        optional_seen |= !required;
        check_value_rules(&at, option, kind, errors);
    }
}

fn check_value_rules(at: &str, option: &Value, kind: u64, errors: &mut FormErrors) {
    let choices = list(option, "choices");
    if choices.len() > 25 {
        let path = format!("{at}.choices");
        errors.add(&path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
    }
    for (index, choice) in choices.iter().enumerate() {
        let at = format!("{at}.choices.{index}");
        errors.length(&format!("{at}.name"), choice["name"].as_str().unwrap_or_default(), 1, 100);
        let fits = match kind {
            3 => choice["value"].as_str().is_some_and(|value| value.chars().count() <= 100),
            4 => choice["value"].is_i64() || choice["value"].is_u64(),
            10 => choice["value"].is_number(),
            _ => false,
        };
        if !fits {
            let message = "The value does not fit the option's type.";
            errors.add(&format!("{at}.value"), "BASE_TYPE_BAD_TYPE", message);
        }
    }
    let completes = option["autocomplete"] == true;
    if completes && (!choices.is_empty() || !matches!(kind, 3 | 4 | 10)) {
        let message = "Autocomplete fits neither choices nor this type";
        errors.add(
            &format!("{at}.autocomplete"),
            "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID",
            message,
        );
    }
    for (least, most) in [("min_value", "max_value"), ("min_length", "max_length")] {
        let (low, high) = (option[least].as_f64(), option[most].as_f64());
        if low.zip(high).is_some_and(|(low, high)| low > high) {
            let message = format!("Must not be greater than {most}.");
            errors.add(&format!("{at}.{least}"), "NUMBER_TYPE_MAX", message);
        }
    }
}
