//! Messages that replace a panel after it was canceled, or if its subscription has changed.

use domain::{DraftId, Language, SubscriptionId, SubscriptionSettings};

use super::{Save, control};
use crate::message::{Button, ButtonStyle, Component, Limits, Message, lines_that_fit};
use crate::say;
use crate::view::setting;

/// The answer to *Cancel*.
pub fn canceled(language: Language) -> Message {
    Message::text(say!(language, "panel-canceled"))
}

/// Asks before overwriting a subscription that changed while the panel was open: `before` is how it
/// was, `now` how it is.
pub fn changed_meanwhile(
    draft: DraftId,
    id: SubscriptionId,
    (before, now): (&SubscriptionSettings, &SubscriptionSettings),
    language: Language,
) -> Message {
    let heading = format!("⚠️ **{}**", say!(language, "panel-changed", id = id));
    let question = say!(language, "panel-changed-question");
    let used = heading.chars().count() + question.chars().count();
    let changes = setting::changes(&before.changes_to(now), language);
    let room = Limits::DISCORD.characters.saturating_sub(used + 100);
    let (changes, _) = lines_that_fit(changes.into_iter(), room);
    let lines = [heading].into_iter().chain(changes).chain([question]);
    let mut message = Message::text(lines.collect::<Vec<_>>().join("\n"));
    let save = save(draft, Save::Anyway, say!(language, "button-save-anyway"));
    let back = Button::press(say!(language, "button-back"), control("show", draft));
    message.components.push(Component::Buttons(vec![save, back, cancel(draft, language)]));
    message
}

/// The message if the subscription was removed.
pub fn removed_meanwhile(draft: DraftId, id: SubscriptionId, language: Language) -> Message {
    let removed = say!(language, "panel-removed", id = id);
    let mut message = Message::text(format!("⚠️ {removed}"));
    let save = save(draft, Save::AsNew, say!(language, "button-save-new"));
    message.components.push(Component::Buttons(vec![save, cancel(draft, language)]));
    message
}

fn save(draft: DraftId, how: Save, label: String) -> Button {
    let custom_id = format!("{}:{}", control("save", draft), how.as_str());
    Button::Press { label, custom_id, style: ButtonStyle::Primary, disabled: false }
}

fn cancel(draft: DraftId, language: Language) -> Button {
    Button::press(say!(language, "button-cancel"), control("cancel", draft))
}
