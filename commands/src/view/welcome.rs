//! The welcome message for a guild that has added the bot.

use domain::Language;

use crate::message::{Button, ButtonStyle, Component, Message};
use crate::say;
use crate::setup::welcome_button;

/// Three lines, and a button that opens the panel.
pub fn welcome(language: Language) -> Message {
    let about = say!(language, "welcome-about");
    let members = say!(language, "welcome-members");
    let admins = say!(language, "welcome-admins");
    let button = Button::Press {
        label: say!(language, "button-set-up"),
        custom_id: welcome_button(),
        style: ButtonStyle::Primary,
        disabled: false,
    };
    Message::boxed(vec![
        Component::Text(format!("{about}\n{members}\n{admins}")),
        Component::Buttons(vec![button]),
    ])
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{ENGLISH, check_limits, read};
    use super::*;

    #[test]
    fn a_welcome_is_three_lines_and_a_button() {
        insta::assert_snapshot!(read(&welcome(ENGLISH)), @"
        **paperboy** posts the day's trending machine-learning papers from Hugging Face: in your channel, on your schedule and topics, and never the same paper twice.
        Everyone can find papers with `/search` and read the newest with `/today`.
        Server admins choose a channel, topics and a time here. It takes a minute.
        [Set up → setup:new]
        ");
        for language in Language::ALL {
            check_limits(&welcome(language));
            assert_eq!(read(&welcome(language)).lines().count(), 4, "{language}");
        }
    }
}
