//! The menus and switches of a panel, page by page.

use domain::{DraftId, Form, Language, MAX_PAPERS, PaperOrder, Source, Strictness, Timetable};

use super::panel::Panel;
use super::{PanelPage, Switch, control};
use crate::l10n::Text;
use crate::manifest::{CHANNELS, choice_name};
use crate::message::{
    Button, ButtonStyle, ChannelSelect, Component, RoleSelect, Select, SelectOption,
};
use crate::say;
use crate::settings::LanguageChoice;
use crate::view::subscription::strictness;

/// Usual numbers of papers in a post.
const MOST_PAPERS: [u32; 7] = [1, 3, 5, 10, 15, 20, MAX_PAPERS];
/// Usual floors.
const FLOORS: [u32; 8] = [0, 2, 5, 10, 20, 50, 100, 200];

/// The menus and switches of the page that is shown.
pub(super) fn menus(draft: DraftId, panel: &Panel, language: Language) -> Vec<Component> {
    match panel.page {
        PanelPage::Basics => {
            vec![channels(draft, panel, language), hours(draft, panel, language)]
        }
        PanelPage::Papers => papers(draft, panel, language),
        PanelPage::Posts => posts(draft, panel, language),
    }
}

fn channels(draft: DraftId, panel: &Panel, language: Language) -> Component {
    Component::ChannelSelect(ChannelSelect {
        custom_id: control("channel", draft),
        placeholder: say!(language, "panel-choose-channel"),
        kinds: &CHANNELS,
        selected: panel.destination.and_then(|destination| destination.channel()),
    })
}

fn hours(draft: DraftId, panel: &Panel, language: Language) -> Component {
    let hour = |hour: u8| {
        let label = format!("{hour:02}:00");
        SelectOption { value: label.clone(), label, description: None }
    };
    let selected = match panel.cron.timetable() {
        Some(Timetable::At(times, _)) => match times.as_slice() {
            [(hour, 0)] => Some(format!("{hour:02}:00")),
            _ => None,
        },
        _ => None,
    };
    Component::Select(Select {
        custom_id: control("hour", draft),
        placeholder: say!(language, "panel-choose-hour"),
        options: (0..24).map(hour).collect(),
        selected,
    })
}

/// Which papers.
fn papers(draft: DraftId, panel: &Panel, language: Language) -> Vec<Component> {
    let number = |label: String, value: u32| SelectOption {
        label: capitalized(&label),
        value: value.to_string(),
        description: None,
    };
    let how_sure = |one: &Strictness| SelectOption {
        label: capitalized(&say!(language, "panel-strictness", strictness = strictness(*one))),
        value: one.as_str().to_owned(),
        description: Some(match one {
            Strictness::Loose => say!(language, "panel-loose"),
            Strictness::Normal => say!(language, "panel-normal"),
            Strictness::Strict => say!(language, "panel-strict"),
        }),
    };
    let most = |most: u32| number(say!(language, "subscription-papers", count = most), most);
    let least = |least: u32| match least {
        0 => number(say!(language, "panel-any-votes"), 0),
        least => number(say!(language, "subscription-votes", count = least), least),
    };
    let source = words(Source::ALL.iter().map(|one| one.as_str()), |value| {
        say!(language, "panel-source", value = value)
    });
    let order = words(PaperOrder::ALL.iter().map(|one| one.as_str()), |value| {
        say!(language, "panel-order", value = value)
    });
    let select = |name: &str, options: Vec<SelectOption>, chosen: &str| {
        select((name, draft), (options, chosen), language)
    };
    let switches = [Switch::Code, Switch::Model, Switch::Dataset];
    vec![
        select("source", source, panel.selection.source.as_str()),
        select(
            "strictness",
            Strictness::ALL.iter().map(how_sure).collect(),
            panel.strictness.as_str(),
        ),
        select(
            "max",
            with(panel.max_papers, &MOST_PAPERS).into_iter().map(most).collect(),
            &panel.max_papers.to_string(),
        ),
        select(
            "min",
            with(panel.min_upvotes, &FLOORS).into_iter().map(least).collect(),
            &panel.min_upvotes.to_string(),
        ),
        select("order", order, panel.selection.order.as_str()),
        Component::Buttons(
            switches.into_iter().map(|one| switch(draft, panel, one, language)).collect(),
        ),
    ]
}

/// How they are posted.
fn posts(draft: DraftId, panel: &Panel, language: Language) -> Vec<Component> {
    let form = words(Form::ALL.iter().map(|one| one.as_str()), |value| {
        say!(language, "panel-format", value = value)
    });
    let languages = words(LanguageChoice::all().map(LanguageChoice::as_str), |value| {
        say!(language, "subscription-language", language = value)
    });
    let chosen = panel.language.map_or("", LanguageChoice::as_str);
    let switches = [Switch::Silent, Switch::Publish];
    vec![
        select(("form", draft), (form, panel.posting.form.as_str()), language),
        Component::RoleSelect(RoleSelect {
            custom_id: control("role", draft),
            placeholder: say!(language, "panel-choose-role"),
            selected: panel.posting.role,
        }),
        select(("language", draft), (languages, chosen), language),
        Component::Buttons(
            switches.into_iter().map(|one| switch(draft, panel, one, language)).collect(),
        ),
    ]
}

fn select(
    (name, draft): (&str, DraftId),
    (options, chosen): (Vec<SelectOption>, &str),
    language: Language,
) -> Component {
    // One is always chosen, so this is never seen; Discord wants it all the same.
    let placeholder = say!(language, "panel-choose");
    let selected = Some(chosen.to_owned());
    Component::Select(Select { custom_id: control(name, draft), placeholder, options, selected })
}

/// A fact about a subscription as the label of an option.
fn capitalized(fact: &str) -> String {
    let mut rest = fact.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// An option for each word; a menu says what it is about in each of them, as it has no name.
fn words<'a>(
    all: impl Iterator<Item = &'a str>,
    label: impl Fn(Text) -> String,
) -> Vec<SelectOption> {
    let option = |word: &str| SelectOption {
        label: capitalized(&label(choice_name(word))),
        value: word.to_owned(),
        description: None,
    };
    all.map(option).collect()
}

/// A button that turns something on or off.
fn switch(draft: DraftId, panel: &Panel, which: Switch, language: Language) -> Button {
    let label = match which {
        Switch::Code => say!(language, "panel-with-code"),
        Switch::Model => say!(language, "panel-with-model"),
        Switch::Dataset => say!(language, "panel-with-dataset"),
        Switch::Silent => say!(language, "panel-silent"),
        Switch::Publish => say!(language, "panel-publish"),
    };
    let (sign, to) = if panel.is_on(which) { ("☑", 0) } else { ("☐", 1) };
    Button::Press {
        label: format!("{sign} {label}"),
        custom_id: format!("{}:{}:{to}", control("switch", draft), which.as_str()),
        style: ButtonStyle::Secondary,
        disabled: false,
    }
}

/// The usual values and the one that is set.
fn with(set: u32, usual: &[u32]) -> Vec<u32> {
    let mut all: Vec<u32> = usual.iter().copied().chain([set]).collect();
    all.sort_unstable();
    all.dedup();
    all
}
