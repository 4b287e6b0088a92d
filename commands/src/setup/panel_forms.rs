//! The modals of a panel, with the current values or the input that can't be parsed.

use domain::{Days, DraftId, Language, Timetable};

use super::PanelModal;
use super::panel::{InvalidInput, Panel};
use crate::message::{Modal, TextInput};
use crate::say;

/// The modal. `nonce` must differ at every opening, because Discord's mobile app remembers initial
/// values under a custom id.
pub fn form(
    draft: DraftId,
    panel: &Panel,
    asked: PanelModal,
    nonce: u64,
    language: Language,
) -> Modal {
    match asked {
        PanelModal::Topics => Modal {
            custom_id: format!("panel-topics-in:{draft}:{nonce:x}"),
            title: say!(language, "form-topics"),
            inputs: vec![TextInput {
                custom_id: "topics".to_owned(),
                label: say!(language, "form-topics-label"),
                value: typed_topics(panel),
                placeholder: "diffusion, LLM agents, -medical".to_owned(),
                paragraph: true,
                required: true,
                max_length: 1_000,
            }],
        },
        PanelModal::Time => {
            let (time, zone) = typed_time(panel);
            let input = |name: &str, label, value, placeholder: &str, max_length| TextInput {
                custom_id: name.to_owned(),
                label,
                value,
                placeholder: placeholder.to_owned(),
                paragraph: false,
                required: true,
                max_length,
            };
            let (time_label, zone_label) =
                (say!(language, "form-time-label"), say!(language, "form-zone-label"));
            Modal {
                custom_id: format!("panel-time-in:{draft}:{nonce:x}"),
                title: say!(language, "form-time"),
                inputs: vec![
                    input("time", time_label, time, "9am, mon-fri 09:00, every monday at 9", 100),
                    input("zone", zone_label, zone, "Berlin, America/New_York", 60),
                ],
            }
        }
    }
}

fn typed_topics(panel: &Panel) -> String {
    match (&panel.wrong, &panel.topics) {
        (Some(InvalidInput::Topics(typed)), _) => cut(typed, 1_000),
        (_, Some(topics)) => cut(&topics.to_string(), 1_000),
        (_, None) => String::new(),
    }
}

fn typed_time(panel: &Panel) -> (String, String) {
    let (mut time, mut zone) = match &panel.wrong {
        Some(InvalidInput::Time(time, zone)) => (cut(time, 100), cut(zone, 60)),
        _ => Default::default(),
    };
    if time.is_empty() {
        time = cut(&plain_time(panel), 100);
    }
    if zone.is_empty() {
        zone = panel.zone.as_ref().map_or_else(String::new, |zone| zone.name().to_owned());
    }
    (time, zone)
}

/// `09:00, 18:00` or `09:00 mon, fri`, as people would type it; cron if that would be longer.
fn plain_time(panel: &Panel) -> String {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let cron = || panel.cron.as_str().to_owned();
    let Some(Timetable::At(times, days)) = panel.cron.timetable() else { return cron() };
    let times: Vec<String> =
        times.iter().map(|(hour, minute)| format!("{hour:02}:{minute:02}")).collect();
    let times = times.join(", ");
    match days {
        Days::All => times,
        Days::Workdays => format!("mon-fri {times}"),
        Days::Weekdays(days) => {
            let names = days.iter().filter_map(|day| NAMES.get(usize::from(*day)).copied());
            format!("{} {times}", names.collect::<Vec<_>>().join(", "))
        }
        Days::OfMonth(_) => cron(),
    }
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
