//! Tests of panels for refused options.

use domain::{ChannelId, Cron, Zone};
use serde_json::{Value, json};

use super::{Action, Panel, PanelModal, Prefill, form};
use crate::request::tests::correct;
use crate::view::fixtures::{ENGLISH, now};

fn prefill(options: Value) -> Option<Prefill> {
    match correct("subscription add", options)? {
        crate::Request::Setup(super::Request { action: Action::Prefilled(prefill), .. }) => {
            Some(prefill)
        }
        other => panic!("{other:?}"),
    }
}

fn panel(prefill: &Prefill) -> Panel {
    let cron: Cron = "0 8 * * *".parse().expect("cron");
    prefill.applied_to(Panel::fresh(cron, Some("Europe/Berlin".parse().expect("zone"))), now())
}

#[test]
fn everything_that_can_be_read_is_kept() {
    let given = json!({
        "channel": "42", "topics": "stars, -tv", "zone": "IST", "min_upvotes": 5,
        "max_papers": 3, "strictness": "strict", "source": "trending", "order": "match",
        "format": "compact", "role": "77", "has_code": true, "silent": false, "language": "de",
    });
    let prefill = prefill(given).expect("only the zone can't be read");
    assert_eq!(prefill.channel, ChannelId(42));
    let panel = panel(&prefill);
    assert_eq!(panel.topics, Some("stars, -tv".parse().expect("topics")));
    assert_eq!((panel.min_upvotes, panel.max_papers), (5, 3));
    assert_eq!(panel.strictness, domain::Strictness::Strict);
    assert_eq!(panel.selection.source, domain::Source::Trending);
    assert_eq!(panel.selection.order, domain::PaperOrder::Match);
    assert!(panel.selection.filters.code);
    assert_eq!(panel.posting.form, domain::Form::Compact);
    assert_eq!(panel.posting.role, Some(domain::RoleId(77)));
    assert_eq!(panel.own_language(), Some(domain::Language::German));
    assert_eq!(panel.zone, Some("Europe/Berlin".parse::<Zone>().expect("zone")));
}

#[test]
fn what_cannot_be_read_is_in_its_modal() {
    let check = |options: Value, modal: PanelModal, expected: &[&str]| {
        let panel = panel(&prefill(options).expect("one thing can't be read"));
        let modal = form(domain::DraftId(7), &panel, modal, 1, ENGLISH);
        let values: Vec<&str> = modal.inputs.iter().map(|input| input.value.as_str()).collect();
        assert_eq!(values, expected);
    };
    let stars = |time: Value| {
        let mut options = json!({ "channel": "42", "topics": "stars" });
        options.as_object_mut().expect("an object").extend(time.as_object().cloned().expect("one"));
        options
    };
    check(stars(json!({ "time": "25:00" })), PanelModal::Time, &["25:00", "Europe/Berlin"]);
    check(stars(json!({ "zone": "IST" })), PanelModal::Time, &["08:00", "IST"]);
    check(stars(json!({ "time": "9am", "zone": "IST" })), PanelModal::Time, &["9am", "IST"]);
    let tv = json!({ "channel": "42", "topics": "-tv", "time": "9am" });
    check(tv.clone(), PanelModal::Topics, &["-tv"]);
    check(tv, PanelModal::Time, &["09:00", "Europe/Berlin"]);
}

#[test]
fn other_refusals_stay_sentences() {
    for options in [
        json!({ "channel": "42", "topics": "stars" }),
        json!({ "channel": "42", "topics": "-tv", "time": "25:00" }),
        json!({ "channel": "here", "topics": "-tv" }),
        json!({ "channel": "42", "topics": "-tv", "max_papers": 50 }),
        json!({ "channel": "42" }),
    ] {
        assert_eq!(prefill(options.clone()), None, "{options}");
    }
    let edit = json!({ "id": 7, "time": "25:00" });
    assert_eq!(correct("subscription edit", edit), None);
}
