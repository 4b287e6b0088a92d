//! Whom a message pings: the mentions in its text, limited by `allowed_mentions`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::discord::validate::list;

/// The mentions of one message.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Mentions {
    pub(crate) users: BTreeSet<u64>,
    pub(crate) roles: BTreeSet<u64>,
    pub(crate) everyone: bool,
}

impl Mentions {
    /// Everything the text would ping without limits.
    pub(crate) fn found_in(text: &str) -> Mentions {
        let mut found = Mentions {
            everyone: text.contains("@everyone") || text.contains("@here"),
            ..Mentions::default()
        };
        for piece in text.split("<@").skip(1) {
            let Some((inside, _)) = piece.split_once('>') else { continue };
            let (set, digits) = match inside.strip_prefix('&') {
                Some(role) => (&mut found.roles, role),
                None => (&mut found.users, inside.trim_start_matches('!')),
            };
            set.extend(digits.parse::<u64>().ok());
        }
        found
    }

    /// The mentions allowed by `allowed_mentions`; without the field, all of them.
    pub(crate) fn allowed_by(mut self, allowed: &Value) -> Mentions {
        if !allowed.is_object() {
            return self;
        }
        let parse = list(allowed, "parse");
        let parsed = |kind: &str| parse.iter().any(|one| one == kind);
        let named = |field: &str| -> BTreeSet<u64> {
            list(allowed, field).iter().filter_map(|id| id.as_str()?.parse().ok()).collect()
        };
        if !parsed("users") {
            self.users = &self.users & &named("users");
        }
        if !parsed("roles") {
            self.roles = &self.roles & &named("roles");
        }
        self.everyone &= parsed("everyone");
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.users.is_empty() && self.roles.is_empty() && !self.everyone
    }
}

/// The text of a message that can ping: its content and text displays, never embeds.
pub(crate) fn pinging_text(body: &Value) -> String {
    fn walk(component: &Value, out: &mut String) {
        if component["type"] == 10 {
            out.push('\n');
            out.push_str(component["content"].as_str().unwrap_or_default());
        }
        list(component, "components").iter().for_each(|inner| walk(inner, out));
    }
    let mut out = body["content"].as_str().unwrap_or_default().to_owned();
    list(body, "components").iter().for_each(|component| walk(component, &mut out));
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn allowed_mentions() {
        let check = |allowed: Value, users: &[u64], roles: &[u64], everyone| {
            let text = "hi <@1> <@!2> <@&3> <@&4> <#5> <@x> @everyone";
            let left = Mentions::found_in(text).allowed_by(&allowed);
            let wanted = Mentions {
                users: users.iter().copied().collect(),
                roles: roles.iter().copied().collect(),
                everyone,
            };
            assert_eq!(left, wanted, "{allowed}");
        };
        check(Value::Null, &[1, 2], &[3, 4], true);
        check(json!({}), &[], &[], false);
        check(json!({ "parse": [] }), &[], &[], false);
        check(json!({ "parse": ["users"] }), &[1, 2], &[], false);
        check(json!({ "parse": ["everyone"], "roles": ["3", "9"] }), &[], &[3], true);
        check(json!({ "users": ["2"] }), &[2], &[], false);
    }
}
