//! The panel as it is read, what presses make of it, and that it fits in every language.

use std::collections::BTreeMap;

use domain::{Destination, Forecast, GuildId, Language, Pause, TopicForecast, UserId, Zone};
use jiff::Timestamp;
use proptest::prelude::*;

use super::panel_message::View;
use super::*;
use crate::permissions::Permission;
use crate::request::tests::{interaction, press};
use crate::view::channel_refusal::ChannelProblem;
use crate::view::fixtures::{ENGLISH, check_limits, now, read, subscription};
use crate::{Input, Message};

const DRAFT: DraftId = DraftId(7);

fn fresh() -> Panel {
    Panel::fresh("09:00".parse().expect("a time"), None)
}

fn filled() -> Panel {
    let mut panel = fresh();
    panel.set_channel(Destination::Channel(ChannelId(42)), None);
    panel.apply(Change::Topics("diffusion, -medical".to_owned()), now());
    panel.apply(Change::Time("10:00".to_owned(), "Berlin".to_owned()), now());
    panel
}

fn forecast() -> Forecast {
    let topic = TopicForecast {
        topic: "diffusion".parse().expect("a topic"),
        matched: 200,
        papers: 200,
        takes_in: (vec!["latent diffusion".to_owned(), "flow matching".to_owned()], 3),
        meant: None,
        is_known: true,
    };
    Forecast {
        days: 30,
        papers: 200,
        days_a_post: 1.0,
        is_daily: true,
        left_out_a_post: 2.0,
        topics: vec![topic],
        misspelt: vec![],
    }
}

fn shown(panel: &Panel, edits: Option<SubscriptionId>, forecast: Option<&Forecast>) -> Message {
    panel_message(&View { draft: DRAFT, edits, pause: None, panel, forecast }, now(), ENGLISH)
}

#[test]
fn the_panel_of_a_paused_subscription_says_so() {
    let panel = filled();
    let edits = Some(SubscriptionId(7));
    let shown = |until| {
        let pause = Some(Pause { since: now(), until });
        read(&panel_message(
            &View { draft: DRAFT, edits, pause, panel: &panel, forecast: None },
            now(),
            ENGLISH,
        ))
    };
    let open = shown(None);
    assert!(open.contains("Paused until you resume it."), "{open}");
    assert!(!open.contains("Upcoming posts"), "{open}");
    let until = "2026-05-19T22:00:00Z".parse().expect("a time");
    let text = shown(Some(until));
    assert!(text.contains("Paused until Wednesday, May 20, 2026. Upcoming posts"), "{text}");
}

#[test]
fn new_panels_ask_for_the_first_step() {
    insta::assert_snapshot!(read(&shown(&fresh(), None, None)), @"
    ### New subscription
    **Channel:** not chosen yet
    **Topics:** none yet
    **Time:** every day at 09:00 (UTC) · set your time zone, it's now 08:00 in UTC
    **Options:** at most 10 papers · any number of votes · strictness: normal
    -# Nothing changes until you press Save.
    [panel-channel:7 ▾ #]
    [panel-hour:7 ▾ 00:00 | 01:00 | 02:00 | 03:00 | 04:00 | 05:00 | 06:00 | 07:00 | 08:00 | 09:00 | 10:00 | 11:00 | 12:00 | 13:00 | 14:00 | 15:00 | 16:00 | 17:00 | 18:00 | 19:00 | 20:00 | 21:00 | 22:00 | 23:00]
    [Topics… → panel-topics:7] [Time and zone… → panel-time:7]
    [Basics → panel-page:7:basics, off] [Papers → panel-page:7:papers] [Posts → panel-page:7:posts]
    ———
    Upcoming posts, in your local time: <t:1778576400:f>, <t:1778662800:f>, <t:1778749200:f>
    Enter topics to see how many papers to expect.
    [Save → panel-save:7:unchanged, off] [Preview → panel-preview:7, off] [Send test post → panel-test:7, off] [Cancel → panel-cancel:7]
    ");
}

#[test]
fn filled_panels_show_a_forecast() {
    insta::assert_snapshot!(read(&shown(&filled(), None, Some(&forecast()))), @"
    ### New subscription
    **Channel:** <#42>
    **Topics:** diffusion, -medical
    **Time:** every day at 10:00 (Europe/Berlin) · your time is now 10:00
    **Options:** at most 10 papers · any number of votes · strictness: normal
    -# Nothing changes until you press Save.
    [panel-channel:7 ▾ # = 42]
    [panel-hour:7 ▾ 00:00 | 01:00 | 02:00 | 03:00 | 04:00 | 05:00 | 06:00 | 07:00 | 08:00 | 09:00 | 10:00 | 11:00 | 12:00 | 13:00 | 14:00 | 15:00 | 16:00 | 17:00 | 18:00 | 19:00 | 20:00 | 21:00 | 22:00 | 23:00]
    [Topics… → panel-topics:7] [Time and zone… → panel-time:7]
    [Basics → panel-page:7:basics, off] [Papers → panel-page:7:papers] [Posts → panel-page:7:posts]
    ———
    Upcoming posts, in your local time: <t:1778659200:f>, <t:1778745600:f>, <t:1778832000:f>
    About 7 papers a day, counted over the last 30 days.
    A post holds up to 10, so about 2 with the fewest votes would be left out. Raise `max_papers`, or choose `strictness: strict` to keep the best matches.
    -# diffusion also includes latent diffusion, flow matching and 3 more.
    [Save → panel-save:7:unchanged] [Preview → panel-preview:7] [Send test post → panel-test:7] [Cancel → panel-cancel:7]
    ");
}

#[test]
fn the_other_pages_have_the_other_options() {
    let mut panel = Panel::of(&subscription(7).settings);
    panel.apply(Change::Page(PanelPage::Papers), now());
    panel.apply(Change::MaxPapers(12), now());
    panel.apply(Change::Switch(Switch::Code, true), now());
    insta::assert_snapshot!(read(&shown(&panel, Some(SubscriptionId(3)), None)), @"
    ### Subscription #3
    **Channel:** <#42>
    **Topics:** stars, -tv
    **Time:** every day at 09:00 (UTC) · your time is now 08:00
    **Options:** at most 12 papers · 5 votes or more · strictness: normal · with code
    -# Nothing changes until you press Save.
    [panel-source:7 ▾ List: daily papers | List: trending | List: rising in the last 24 hours]
    [panel-strictness:7 ▾ Strictness: loose | Strictness: normal | Strictness: strict]
    [panel-max:7 ▾ At most 1 paper | At most 3 papers | At most 5 papers | At most 10 papers | At most 12 papers | At most 15 papers | At most 20 papers | At most 25 papers]
    [panel-min:7 ▾ Any number of votes | 2 votes or more | 5 votes or more | 10 votes or more | 20 votes or more | 50 votes or more | 100 votes or more | 200 votes or more]
    [panel-order:7 ▾ Order: as on the list | Order: most votes | Order: best match first]
    [☑ Only with code → panel-switch:7:code:0] [☐ Only with a model → panel-switch:7:model:1] [☐ Only with a dataset → panel-switch:7:dataset:1]
    [Basics → panel-page:7:basics] [Papers → panel-page:7:papers, off] [Posts → panel-page:7:posts]
    ———
    Upcoming posts, in your local time: <t:1778576400:f>, <t:1778662800:f>, <t:1778749200:f>
    [Save → panel-save:7:unchanged] [Preview → panel-preview:7] [Send test post → panel-test:7] [Cancel → panel-cancel:7]
    ");
    panel.apply(Change::Page(PanelPage::Posts), now());
    panel.apply(Change::Role(Some(RoleId(77))), now());
    panel.apply(Change::Form(Form::Thread), now());
    let text = read(&shown(&panel, Some(SubscriptionId(3)), None));
    for part in [
        "· with code · thread under the post · mentions <@&77>",
        "[panel-form:7 ▾ Format: digest | Format: compact list | Format: a message per paper | Format: thread under the post]",
        "[panel-role:7 ▾ @ = 77]",
        "[panel-language:7 ▾ Language: the server's language | Language: English | Language: Deutsch | Language: Français | Language: Español | Language: 日本語 | Language: 简体中文]",
        "[☐ Silent → panel-switch:7:silent:1] [☐ Publish → panel-switch:7:publish:1]",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    panel.apply(Change::Role(None), now());
    assert_eq!(panel.posting.role, None);
    panel.apply(Change::Language(LanguageChoice::Own(Language::German)), now());
    let text = read(&shown(&panel, Some(SubscriptionId(3)), None));
    assert!(text.contains("thread under the post · language: Deutsch"), "{text}");
    assert_eq!(Panel::read(&panel.to_text()), Some(panel), "it is stored, too");
}

/// The custom id of the button that is highlighted.
fn primary(panel: &Panel) -> Option<String> {
    fn walk(value: &serde_json::Value, found: &mut Vec<String>) {
        if value["style"] == 1 && value["type"] == 2 {
            found.push(value["custom_id"].as_str().expect("an id").to_owned());
        }
        let inner = value.as_object().map(|object| object.values());
        inner.into_iter().flatten().for_each(|value| walk(value, found));
        value.as_array().into_iter().flatten().for_each(|value| walk(value, found));
    }
    let mut found = Vec::new();
    walk(&shown(panel, None, None).to_json(), &mut found);
    assert!(found.len() <= 1, "{found:?}");
    found.pop()
}

#[test]
fn the_next_step_is_highlighted() {
    let mut panel = fresh();
    assert_eq!(primary(&panel).as_deref(), Some("panel-topics:7"));
    panel.apply(Change::Topics("a, -a".to_owned()), now());
    assert_eq!(primary(&panel).as_deref(), Some("panel-topics:7:fix"));
    panel.apply(Change::Topics("diffusion".to_owned()), now());
    assert_eq!(primary(&panel).as_deref(), Some("panel-time:7"));
    panel.apply(Change::Time("9am".to_owned(), "Atlantis".to_owned()), now());
    assert_eq!(primary(&panel).as_deref(), Some("panel-time:7:fix"));
    panel.apply(Change::Time("9am".to_owned(), "Berlin".to_owned()), now());
    assert_eq!(primary(&panel), None, "a channel is missing, which is no button");
    panel.set_channel(Destination::Channel(ChannelId(42)), None);
    assert_eq!(primary(&panel).as_deref(), Some("panel-save:7:unchanged"));
    let can_test = |panel: &Panel| !read(&shown(panel, None, None)).contains("panel-test:7, off]");
    assert!(can_test(&panel));
    panel.set_channel(Destination::Forum(ChannelId(42)), None);
    assert!(!can_test(&panel), "a test post has no title");
    panel.set_channel(Destination::Channel(ChannelId(42)), Some(ChannelProblem::Locked));
    assert_eq!(primary(&panel), None, "nothing would arrive there");
}

#[test]
fn unreadable_input_is_kept_as_typed() {
    let mut panel = filled();
    panel.apply(Change::Topics("diffusion, -diffusion".to_owned()), now());
    let text = read(&shown(&panel, None, None));
    assert!(text.contains("❌ `diffusion` is both included and excluded"), "{text}");
    assert!(text.contains("**Topics:** diffusion, -medical"), "the old ones count: {text}");
    assert!(text.contains("[Save → panel-save:7:unchanged, off]"), "{text}");
    let text = read(&shown(&panel, Some(SubscriptionId(3)), None));
    assert!(text.contains("[Save → panel-save:7:unchanged]"), "{text}");
    let modal = form(DRAFT, &panel, PanelModal::Topics, 0xbeef, ENGLISH);
    assert_eq!(modal.custom_id, "panel-topics-in:7:beef");
    assert_eq!(modal.inputs[0].value, "diffusion, -diffusion");
    panel.apply(Change::Time("soon".to_owned(), "Atlantis".to_owned()), now());
    let text = read(&shown(&panel, None, None));
    assert!(text.contains("❌ `soon` isn't a time of day"), "{text}");
    let modal = form(DRAFT, &panel, PanelModal::Time, 1, ENGLISH);
    let values: Vec<&str> = modal.inputs.iter().map(|input| input.value.as_str()).collect();
    assert_eq!(values, ["soon", "Atlantis"]);
    let read = Panel::read(&panel.to_text());
    assert_eq!(read, Some(panel), "it is stored, too");
}

#[test]
fn changing_the_hour_keeps_the_days() {
    for (time, hour, expected) in [
        ("09:00", 14, "0 14 * * *"),
        ("mon-fri 09:30", 7, "0 7 * * 1-5"),
        ("09:00, 18:00", 10, "0 10 * * *"),
        ("hourly", 0, "0 0 * * *"),
    ] {
        let mut panel = Panel::fresh(time.parse().expect(time), Some(Zone::utc()));
        panel.apply(Change::Hour(hour), now());
        assert_eq!(panel.cron.as_str(), expected, "{time}");
    }
}

#[test]
fn unchanged_modals_change_nothing() {
    for (topics, time) in [
        ("diffusion, \"chain of thought\", author:Yann LeCun, -medical", "09:00"),
        ("all", "mon-fri 09:30"),
        ("all, -games", "mon, fri 8:15, 18:15"),
        ("a OR b -c, d", "1st and 15th 9:00"),
        ("LLM", "0 */6 * * *"),
        ("LLM", "15 * * * 1-5"),
    ] {
        let zone: Zone = "Europe/Berlin".parse().expect("a zone");
        let mut panel = Panel::fresh(time.parse().expect(time), Some(zone));
        panel.apply(Change::Topics(topics.to_owned()), now());
        let before = panel.clone();
        for which in [PanelModal::Topics, PanelModal::Time] {
            let modal = form(DRAFT, &panel, which, 1, ENGLISH);
            let fields: BTreeMap<String, String> =
                modal.inputs.into_iter().map(|input| (input.custom_id, input.value)).collect();
            let sent = interaction(Input::Modal(modal.custom_id, fields));
            let (request, mode) = crate::Request::parse(&sent, now()).expect("it is ours");
            assert_eq!(mode.answer, Answer::Update);
            let crate::Request::Setup(Request { action: Action::Change(DRAFT, change), .. }) =
                request
            else {
                panic!("{request:?}");
            };
            panel.apply(change, now());
        }
        let times = |panel: &Panel| panel.schedule().upcoming(now(), 20);
        assert_eq!((panel.topics.clone(), times(&panel)), (before.topics.clone(), times(&before)));
        assert!(panel.wrong.is_none(), "{topics} {time}");
    }
}

#[test]
fn settings_outside_the_panel_are_kept() {
    let settings = subscription(7).settings;
    let mut panel = Panel::of(&settings);
    assert_eq!(panel.applied_to(&settings), settings);
    assert!(panel.is_same(&Panel::of(&settings)));
    panel.apply(Change::Page(PanelPage::Papers), now());
    assert!(panel.is_same(&Panel::of(&settings)), "that is only how it is shown");
    panel.apply(Change::MaxPapers(3), now());
    assert!(!panel.is_same(&Panel::of(&settings)));
    let language = Language::Japanese;
    let other = domain::SubscriptionSettings { language, ..settings };
    assert_eq!(panel.applied_to(&other).language, language);
    let own = domain::SubscriptionSettings { own_language: true, ..other };
    // Panels stored by earlier versions have no language.
    let mut stored: serde_json::Value =
        serde_json::from_str(&Panel::of(&own).to_text()).expect("json");
    assert_eq!(stored.as_object_mut().and_then(|all| all.remove("language")), Some("ja".into()));
    let old = Panel::read(&stored.to_string()).expect("it is read");
    assert!(old.is_same(&Panel::of(&own)));
    assert_eq!(old.applied_to(&own), own);
    assert!(
        !Panel::of(&own).is_same(&Panel::of(&domain::SubscriptionSettings {
            own_language: false,
            ..own.clone()
        }))
    );
    let new = filled().settings(GuildId(1), UserId(2), language).expect("it is complete");
    assert_eq!((new.destination, new.language), (Destination::Channel(ChannelId(42)), language));
    assert_eq!(fresh().settings(GuildId(1), UserId(2), language), None);
}

#[test]
fn overtaken_presses_change_nothing() {
    let mut panel = fresh();
    let (first, second) = (Change::Hour(9), Change::Time("10:00".into(), "UTC".into()));
    assert!(panel.is_newest(&second, 20));
    assert!(!panel.is_newest(&first, 19));
    assert!(panel.is_newest(&Change::MaxPapers(3), 18), "it is about something else");
    assert!(Panel::read(&panel.to_text()).is_some_and(|mut read| !read.is_newest(&first, 19)));
}

#[test]
fn misspelt_topics_are_replaced() {
    let mut panel = filled();
    panel.apply(Change::Topics("difusion, LLM, -tv".to_owned()), now());
    let meant = "diffusion".parse().expect("a topic");
    let custom_id = correction(DRAFT, TopicPlace::Wanted(0), &meant).expect("it is short");
    let Some(crate::Request::Setup(Request { action: Action::Change(_, change), .. })) =
        press(&custom_id, &[])
    else {
        panic!("{custom_id}");
    };
    panel.apply(change.clone(), now());
    assert_eq!(panel.topics, "diffusion, LLM, -tv".parse().ok());
    panel.apply(change, now());
    assert_eq!(panel.topics, "diffusion, LLM, -tv".parse().ok(), "pressed twice");
    let meant: PaperTopic = "medical".parse().expect("a topic");
    panel.apply(Change::Topics("LLM, -medicl".to_owned()), now());
    panel.apply(Change::Topic(TopicPlace::Excluded(0), meant), now());
    assert_eq!(panel.topics, "LLM, -medical".parse().ok(), "an exclusion, too");
}

#[test]
fn unknown_controls_are_ignored() {
    for (id, value) in [
        ("panel-hour:7", "24:00"),
        ("panel-hour:7", "9"),
        ("panel-max:7", "0"),
        ("panel-max:7", "999"),
        ("panel-strictness:7", "tight"),
        ("panel-save:7", ""),
        ("panel-save:7:always", ""),
        ("panel-channel:x", "42"),
        ("panel-source:7", "weekly"),
        ("panel-language:7", "tlh"),
        ("panel-role:7", "everyone"),
        ("panel-switch:7:loud:1", ""),
        ("panel-page:7:last", ""),
        ("setup:old", ""),
        ("edit:all", ""),
    ] {
        assert_eq!(press(id, &[value]), None, "{id} {value}");
    }
}

/// Topics that try to look like something else.
const HOSTILE: [&str; 4] = [
    "@everyone <@1> <#2> [x](https://evil.example)",
    "```# heading``` ||spoiler||",
    "نموذج لغوي كبير",
    "\u{202e}turned, 👩‍👩‍👧‍👦🇩🇪",
];

#[test]
fn hostile_topics_are_shown_as_text() {
    for typed in HOSTILE {
        let mut panel = filled();
        panel.apply(Change::Topics(typed.to_owned()), now());
        let text = read(&shown(&panel, None, None));
        assert!(!text.contains("@everyone") && !text.contains("<@1>"), "{text}");
        assert!(!text.contains("](https://evil"), "{text}");
        let post = read(&test_post(&panel, now(), ENGLISH));
        assert!(!post.contains("@everyone") && !post.contains("<@1>"), "{post}");
    }
}

/// The most that a panel can hold.
fn longest() -> (Panel, Forecast) {
    let mut panel = filled();
    let topics = (0..25).map(|number| format!("{number} {}", "diffusion ".repeat(9)));
    panel.apply(Change::Topics(topics.collect::<Vec<_>>().join(", ")), now());
    let time = "mon, tue, wed, thu, sat 1:00, 2:00, 3:30, 4:30, 5:45".to_owned();
    panel.apply(Change::Time(time, "America/Argentina/Buenos_Aires".to_owned()), now());
    assert!(panel.wrong.is_none());
    panel.apply(Change::MaxPapers(12), now());
    panel.apply(Change::MinUpvotes(99_999), now());
    panel.apply(Change::Page(PanelPage::Papers), now());
    let all = [Permission::View, Permission::SendInThreads, Permission::Embed];
    let problem = ChannelProblem::Missing(all.to_vec());
    panel.set_channel(Destination::Thread(ChannelId(u64::MAX)), Some(problem));
    let topics = panel.topics.clone().expect("topics").include;
    let topic = |(number, topic): (usize, PaperTopic)| TopicForecast {
        topic,
        matched: if number < 12 { 0 } else { 999 },
        papers: 999,
        takes_in: (vec!["x".repeat(100); 3], 99),
        meant: (number < 12).then(|| "y".repeat(60).parse().expect("a topic")),
        is_known: false,
    };
    let topics = topics.into_iter().enumerate().map(topic).collect();
    (panel, Forecast { papers: 99_999, topics, ..forecast() })
}

#[test]
fn everything_fits_in_every_language() {
    let (mut panel, forecast) = longest();
    panel.apply(Change::Role(Some(RoleId(u64::MAX))), now());
    panel.apply(Change::Language(LanguageChoice::Own(Language::Chinese)), now());
    for switch in Switch::ALL {
        panel.apply(Change::Switch(switch, true), now());
    }
    let old = subscription(7).settings;
    panel.apply(Change::Time("x".repeat(100), "@everyone".repeat(6)), now());
    let draft = DraftId(i64::MAX as u64);
    for language in Language::ALL {
        for (panel, page) in [&panel, &fresh(), &filled()]
            .into_iter()
            .flat_map(|one| PanelPage::ALL.map(|page| (one, page)))
        {
            let panel = &Panel { page, ..panel.clone() };
            let (edits, forecast) = (Some(SubscriptionId(u64::MAX)), Some(&forecast));
            let pause = Some(Pause { since: now(), until: Some(Timestamp::MAX) });
            let view = View { draft, edits, pause, panel, forecast };
            check_limits(&panel_message(&view, now(), language));
            check_limits(&test_post(panel, now(), language));
        }
        let id = SubscriptionId(u64::MAX);
        let new = panel.applied_to(&old);
        check_limits(&changed_meanwhile(draft, id, (&old, &new), language));
        check_limits(&removed_meanwhile(draft, id, language));
        check_limits(&test_sent(ChannelId(u64::MAX), language));
        check_limits(&canceled(language));
        for which in [PanelModal::Topics, PanelModal::Time] {
            let modal = form(draft, &panel, which, u64::MAX, language).to_json();
            let length = |text: &serde_json::Value| text.as_str().expect("text").chars().count();
            assert!(length(&modal["title"]) <= 45 && length(&modal["custom_id"]) <= 100);
            for row in modal["components"].as_array().expect("rows") {
                let input = &row["components"][0];
                assert!((1..=45).contains(&length(&input["label"])), "{input}");
                let most = input["max_length"].as_u64().expect("a limit") as usize;
                assert!(input["value"].is_null() || length(&input["value"]) <= most, "{input}");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_text_breaks_a_panel(
        topics in "\\PC{0,1000}", time in "\\PC{0,100}", zone in "\\PC{0,60}", stored in "\\PC{0,60}",
    ) {
        let mut panel = filled();
        panel.apply(Change::Topics(topics), Timestamp::UNIX_EPOCH);
        check_limits(&shown(&panel, None, None));
        panel.apply(Change::Time(time, zone), Timestamp::UNIX_EPOCH);
        check_limits(&shown(&panel, None, None));
        let read = Panel::read(&panel.to_text());
        prop_assert_eq!(read.as_ref(), Some(&panel));
        let _ = Panel::read(&stored);
    }
}
