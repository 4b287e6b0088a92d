//! A switchboard on the page: what a demo offers to do, and what it reports while it does it.

use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::discord::Discord;

/// A button of the page.
#[derive(Debug, Clone)]
pub struct Switch {
    /// What the demo receives when it is pressed.
    pub id: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
}

/// The switches, and where presses go.
#[derive(Debug, Default)]
pub(crate) struct Switchboard {
    switches: Vec<Switch>,
    pressed: Option<mpsc::UnboundedSender<&'static str>>,
    /// Ids of switches that are on.
    on: Vec<&'static str>,
    reports: Vec<Value>,
}

impl Switchboard {
    /// As the page shows it.
    pub(crate) fn to_json(&self) -> Value {
        let switches = self.switches.iter().map(|switch| {
            let is_on = self.on.contains(&switch.id);
            json!({ "id": switch.id, "label": switch.label, "about": switch.about, "on": is_on })
        });
        json!({ "switches": switches.collect::<Vec<Value>>(), "reports": self.reports })
    }
}

impl Discord {
    /// Puts switches on the page; gives the ids of those that are pressed.
    pub fn offer_switches(&self, switches: Vec<Switch>) -> mpsc::UnboundedReceiver<&'static str> {
        let (sender, pressed) = mpsc::unbounded_channel();
        self.change(|world| {
            world.switchboard =
                Switchboard { switches, pressed: Some(sender), ..Switchboard::default() };
            world.notify_page(json!({ "type": "world" }));
        });
        pressed
    }

    /// Shows on the page what has been done, and whether the switch is on now.
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

    /// Presses a switch; false if there is none of that id.
    pub(crate) fn flip(&self, id: &str) -> bool {
        self.read(|world| {
            let board = &world.switchboard;
            let found = board.switches.iter().find(|switch| switch.id == id);
            let sent = found.zip(board.pressed.as_ref()).map(|(one, to)| to.send(one.id));
            sent.is_some_and(|sent| sent.is_ok())
        })
    }
}
