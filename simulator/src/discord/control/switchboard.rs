//! The controls on the page: what a demo offers to do, and its progress reports.

use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::discord::Discord;

/// A button on the page.
#[derive(Debug, Clone)]
pub struct Switch {
    /// The id that the demo receives when it is pressed.
    pub id: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What it does, in one sentence.
    pub about: &'static str,
}

/// The controls, and the channel for presses.
#[derive(Debug, Default)]
pub(crate) struct Switchboard {
    switches: Vec<Switch>,
    pressed: Option<mpsc::UnboundedSender<&'static str>>,
    /// The ids of controls that are on.
    on: Vec<&'static str>,
    reports: Vec<Value>,
}

impl Switchboard {
    /// The form shown on the page.
    pub(crate) fn to_json(&self) -> Value {
        let switches = self.switches.iter().map(|switch| {
            let is_on = self.on.contains(&switch.id);
            json!({ "id": switch.id, "label": switch.label, "about": switch.about, "on": is_on })
        });
        json!({ "switches": switches.collect::<Vec<Value>>(), "reports": self.reports })
    }
}

impl Discord {
    /// Adds controls to the page; returns a stream of pressed ids.
    pub fn offer_switches(&self, switches: Vec<Switch>) -> mpsc::UnboundedReceiver<&'static str> {
        let (sender, pressed) = mpsc::unbounded_channel();
        self.change(|world| {
            world.switchboard =
                Switchboard { switches, pressed: Some(sender), ..Switchboard::default() };
            world.notify_page(json!({ "type": "world" }));
        });
        pressed
    }

    /// Reports on the page what has been done, and whether the control is now on.
    pub fn report_switch(&self, id: &'static str, is_on: bool, text: &str) {
        self.change(|world| {
            let report = json!({ "at": world.clock.now(), "text": text });
            world.switchboard.reports.push(report);
            world.switchboard.on.retain(|one| *one != id);
            if is_on {
                world.switchboard.on.push(id);
            }
            let event = json!({
                "type": "switchboard",
                "now": world.clock.now(),
                "switchboard": world.switchboard.to_json(),
            });
            world.notify_page(event);
        });
    }

    /// Presses a control; false if there is none with that id.
    pub(crate) fn flip(&self, id: &str) -> bool {
        self.read(|world| {
            let board = &world.switchboard;
            let found = board.switches.iter().find(|switch| switch.id == id);
            let sent = found.zip(board.pressed.as_ref()).map(|(one, to)| to.send(one.id));
            sent.is_some_and(|sent| sent.is_ok())
        })
    }
}
