//! Generates docs/COMMANDS.md from the declarations: every command with its options and buttons, each
//! with a test that uses it against the simulator.

use std::fmt::Write;

use domain::Language;

use crate::manifest::{command_about, option_about};
use crate::reference_tests::Played;
use crate::request::TABLE;
use crate::spec::{Audience, Contexts, HelpSection, Opt, OptKind};

fn page(played: &Played) -> String {
    let mut text = "# Commands\n\nGenerated from the declarations in `commands/src`: \
                    `UPDATE_GOLDEN=1 cargo test -p commands golden`. The last column names a test \
                    in `tests/it` that uses it against the simulator.\n"
        .to_owned();
    for section in HelpSection::ALL {
        for entry in TABLE.iter().filter(|entry| entry.spec.section == section) {
            let spec = &entry.spec;
            let who = match spec.audience {
                Audience::Everyone => "Everyone",
                Audience::Admins => "Server admins",
            };
            let place = match spec.contexts {
                Contexts::Anywhere => "in servers and direct messages",
                Contexts::Guild => "in servers only",
            };
            let stores = if spec.changes_something { "; stores something" } else { "" };
            let about = command_about(spec.name, Language::English);
            let by = played.command(spec.name);
            let _ =
                write!(text, "\n## /{}\n\n{about}. {who}, {place}{stores}. `{by}`\n", spec.name);
            if !spec.options.is_empty() {
                text.push_str("\n| option | takes | | tested by |\n|---|---|---|---|\n");
            }
            for option in spec.options {
                let about = option_about(spec.name, option.name, Language::English);
                let (takes, by) = (takes(option), played.option(spec.name, option));
                let _ = writeln!(text, "| `{}` | {takes} | {about} | `{by}` |", option.name);
            }
            if !spec.controls.is_empty() {
                text.push_str("\n| button, menu or form | such as | | tested by |\n");
                text.push_str("|---|---|---|---|\n");
            }
            for control in spec.controls {
                let (prefix, example, about) = (control.prefix, control.example, control.about);
                let by = played.control(prefix);
                let _ = writeln!(text, "| `{prefix}` | `{example}` | {about} | `{by}` |");
            }
        }
    }
    text
}

fn takes(option: &Opt) -> String {
    let what = match option.kind {
        OptKind::Text(most) => format!("text, {most} characters"),
        OptKind::Choice(all) => all().join(", "),
        OptKind::Number(least, Some(most)) => format!("{least} to {most}"),
        OptKind::Number(least, None) => format!("{least} or more"),
        OptKind::Flag => "yes or no".to_owned(),
        OptKind::Channel => "channel".to_owned(),
        OptKind::Role => "role".to_owned(),
        OptKind::File => "file".to_owned(),
    };
    let suggests = if option.suggests.is_some() { ", with suggestions" } else { "" };
    format!("{what}{suggests}{}", if option.required { "; required" } else { "" })
}

#[test]
fn the_golden_reference_is_complete() {
    let played = Played::read();
    let text = page(&played);
    assert_eq!(played.missing(), Vec::<String>::new(), "used by no test in tests/it");
    crate::golden::check("docs/COMMANDS.md", &text);
}
