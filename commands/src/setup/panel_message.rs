//! The panel's message: the current choices, their effect, and the controls.

use domain::{
    Destination, DraftId, Forecast, Language, Pause, Selection, SubscriptionId, upcoming_posts,
};
use jiff::Timestamp;

use super::panel::Panel;
use super::{PanelPage, control, correction, panel_menus};
use crate::l10n::Text;
use crate::message::{
    Accessory, Button, ButtonStyle, Component, Limits, Message, lines_that_fit, shorten,
};
use crate::view::channel_refusal::{ChannelProblem, reason};
use crate::view::forecast::{self, PostLimits};
use crate::view::mention;
use crate::view::subscription::{
    clock, place, posted, posts_in, posts_line, selected, strictness, topics,
};
use crate::words::schedule_words;
use crate::{say, text};

/// A panel with everything needed to display it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Its draft.
    pub draft: DraftId,
    /// The subscription being edited; `None` for a new one.
    pub edits: Option<SubscriptionId>,
    /// Its pause, if it is paused.
    pub pause: Option<Pause>,
    /// The current choices.
    pub panel: &'a Panel,
    /// The forecast, once there are topics.
    pub forecast: Option<&'a Forecast>,
}

/// The length limit of an error, in characters.
const REFUSAL: usize = 700;

/// The message.
pub fn panel_message(view: &View, now: Timestamp, language: Language) -> Message {
    let View { draft, panel, .. } = *view;
    let chosen = chosen(view, now, language);
    let refusal = panel.refusal(now).map(|refusal| {
        let words = refusal.to(language).replace('@', "@\u{200b}");
        format!("❌ {}", shorten(&words, REFUSAL))
    });
    let used = [Some(&chosen), refusal.as_ref()].into_iter().flatten();
    let used: usize = used.map(|text| text.chars().count() + 1).sum();
    let room = (Limits::DISCORD.characters - 100).saturating_sub(used);
    let mut components = vec![Component::Text(chosen)];
    if let Some(refusal) = refusal {
        let form = match panel.wrong {
            Some(super::panel::InvalidInput::Time(..)) => "time",
            _ => "topics",
        };
        // Another button opens the same modal, and custom ids must be unique.
        let fix = Button::Press {
            label: say!(language, "button-fix"),
            custom_id: format!("{}:fix", control(form, draft)),
            style: ButtonStyle::Primary,
            disabled: false,
        };
        components.push(Component::Section(refusal, Accessory::Button(fix)));
    }
    components.extend(panel_menus::menus(draft, panel, language));
    if panel.page == PanelPage::Basics {
        components.push(Component::Buttons(form_buttons(view, language)));
    }
    components.push(Component::Buttons(pages(draft, panel.page, language)));
    components.push(Component::Separator);
    components.push(Component::Text(effect(view, now, room, language)));
    let correct = |place, meant: &domain::Topic| correction(draft, place, meant);
    let found = view.forecast;
    components.extend(found.and_then(|found| forecast::corrections(found, correct, language)));
    components.push(Component::Buttons(last_buttons(view, language)));
    Message::boxed(components)
}

/// The current choices.
fn chosen(view: &View, now: Timestamp, language: Language) -> String {
    let panel = view.panel;
    let heading = match view.edits {
        None => say!(language, "panel-new"),
        Some(id) => say!(language, "panel-edit", id = id),
    };
    let channel = match panel.destination {
        None => text!("panel-channel-unset"),
        Some(destination) => text!("panel-channel", channel = place(destination, language)),
    };
    let topics = match &panel.topics {
        None => text!("panel-topics-unset"),
        Some(wanted) => text!("panel-topics", topics = topics(wanted, language)),
    };
    let schedule = panel.schedule();
    let (words, time) = (schedule_words(&schedule), clock(&schedule.zone, now));
    let time = match panel.zone {
        None => text!("panel-time-unset", schedule = words, time = time),
        Some(_) => text!("panel-time", schedule = words, time = time),
    };
    let mut options = vec![text!("subscription-papers", count = panel.max_papers)];
    match panel.min_upvotes {
        0 => options.push(text!("panel-any-votes")),
        least => options.push(text!("subscription-votes", count = least)),
    }
    options.push(text!("panel-strictness", strictness = strictness(panel.strictness)));
    options.extend(selected(&panel.selection));
    options.extend(posted(&panel.posting));
    options.extend(panel.own_language().map(posts_in));
    let options = options.into_iter().map(|one| one.to(language)).collect::<Vec<_>>().join(" · ");
    let options = text!("panel-options", options = options);
    let lines = [channel, topics, time, options].map(|line| line.to(language));
    let unsaved = say!(language, "panel-unsaved");
    format!("### {heading}\n{}\n-# {unsaved}", lines.join("\n"))
}

/// The forecast, the next posts, and any problem; at most `room` characters.
fn effect(view: &View, now: Timestamp, room: usize, language: Language) -> String {
    let panel = view.panel;
    let mut lines = Vec::new();
    if let (Some(problem), Some(channel)) =
        (&panel.problem, panel.destination.and_then(|destination| destination.channel()))
    {
        lines.push(format!("⚠️ {}", why(channel, problem).to(language)));
    }
    let schedule = panel.schedule();
    let next = upcoming_posts(&schedule, view.pause, now, 3);
    // Nothing is posted to a channel that isn't there.
    if panel.problem != Some(ChannelProblem::Unknown) {
        lines.push(posts_line((view.pause, &schedule.zone), &next, language));
    }
    match view.forecast {
        Some(found) => {
            let &Panel { max_papers, min_upvotes, strictness, .. } = panel;
            let Selection { filters, order, .. } = panel.selection;
            let limits = PostLimits { max_papers, min_upvotes, strictness, filters, order };
            lines.extend(forecast::lines(limits, found, language))
        }
        None if panel.topics.is_none() => lines.push(say!(language, "panel-forecast-later")),
        None => {}
    }
    lines_that_fit(lines.into_iter(), room).0.join("\n")
}

fn why(channel: domain::ChannelId, problem: &ChannelProblem) -> Text {
    match problem {
        ChannelProblem::Missing(missing) => {
            let missing: Vec<Text> = missing.iter().map(|one| one.name()).collect();
            text!("panel-missing", channel = mention(channel), permissions = missing)
        }
        other => reason(channel, other),
    }
}

/// The buttons for the other pages.
fn pages(draft: DraftId, shown: PanelPage, language: Language) -> Vec<Button> {
    let button = |page: PanelPage| Button::Press {
        label: match page {
            PanelPage::Basics => say!(language, "panel-page-basics"),
            PanelPage::Papers => say!(language, "panel-page-papers"),
            PanelPage::Posts => say!(language, "panel-page-posts"),
        },
        custom_id: format!("{}:{}", control("page", draft), page.as_str()),
        style: ButtonStyle::Secondary,
        disabled: page == shown,
    };
    PanelPage::ALL.into_iter().map(button).collect()
}

/// The buttons that open modals. The next required one is highlighted.
fn form_buttons(view: &View, language: Language) -> Vec<Button> {
    let View { draft, panel, .. } = *view;
    let button = |name: &str, label: String, next: bool| Button::Press {
        label,
        custom_id: control(name, draft),
        style: if next { ButtonStyle::Primary } else { ButtonStyle::Secondary },
        disabled: false,
    };
    let (topics, zone) = (panel.topics.is_none(), panel.zone.is_none());
    vec![
        button("topics", say!(language, "button-topics"), topics && panel.wrong.is_none()),
        button("time", say!(language, "button-time"), zone && !topics && panel.wrong.is_none()),
    ]
}

fn last_buttons(view: &View, language: Language) -> Vec<Button> {
    let View { draft, panel, edits, .. } = *view;
    let button = |name: &str, label: String, disabled: bool| Button::Press {
        label,
        custom_id: control(name, draft),
        style: ButtonStyle::Secondary,
        disabled,
    };
    // A forum takes posts with a title and tags alone.
    let is_forum = matches!(panel.destination, Some(Destination::Forum(_)));
    let can_test = panel.destination.is_some()
        && panel.topics.is_some()
        && panel.problem.is_none()
        && !is_forum;
    // A subscription that exists keeps its own values, but in a new one they would be defaults
    // instead of what was typed.
    let must_fix = edits.is_none() && panel.wrong.is_some();
    let is_next = panel.is_complete() && panel.zone.is_some() && panel.wrong.is_none();
    vec![
        Button::Press {
            label: say!(language, "button-save"),
            custom_id: format!("{}:unchanged", control("save", draft)),
            style: if is_next { ButtonStyle::Primary } else { ButtonStyle::Secondary },
            disabled: panel.destination.is_none() || panel.topics.is_none() || must_fix,
        },
        button("preview", say!(language, "button-preview"), panel.topics.is_none()),
        button("test", say!(language, "button-test"), !can_test),
        button("cancel", say!(language, "button-cancel"), false),
    ]
}
