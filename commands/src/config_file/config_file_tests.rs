//! Tests that files round-trip, and that errors name their location.

use domain::{GuildId, Language, Subscription, UserId};
use proptest::prelude::*;

use super::*;
use crate::view::fixtures::{ENGLISH, now, subscription};

const OWNER: Owner = Owner { guild: GuildId(1), user: UserId(3), language: ENGLISH };

fn read(text: &str) -> Result<ConfigFile, Vec<FileProblem>> {
    super::read(text, OWNER, now()).map_err(|found| found.problems)
}

fn settings() -> GuildSettings {
    GuildSettings {
        zone: "Europe/Berlin".parse().ok(),
        time: "10:00".parse().ok(),
        language: Some(Language::German),
        log_channel: Some(ChannelId(7)),
        manager_role: Some(domain::RoleId(8)),
        commands_per_minute: Some(5),
    }
}

fn stored() -> Configuration {
    let mut paused = subscription(4);
    paused.pause = Some(Pause { since: now(), until: None });
    let until = now().saturating_add(jiff::SignedDuration::from_hours(99)).expect("a time");
    let mut resting = subscription(5);
    resting.pause = Some(Pause { since: now(), until: Some(until) });
    Configuration::new(&settings(), &[subscription(3), paused, resting], now())
}

#[test]
fn written_files_round_trip() {
    let names = HashMap::from([(ChannelId(42), "papers \"daily\"".to_owned())]);
    let text = write(&stored(), &names);
    assert!(text.contains("\"channel_name\": \"papers \\\"daily\\\"\""), "{text}");
    let file = read(&text).expect("our own file").matched(&stored());
    assert_eq!(file.configuration(), stored());
    assert_eq!(stored().changes_to(&file.configuration()), []);
    let empty = write(&Configuration::default(), &HashMap::new());
    let file = read(&empty).expect("an empty one");
    assert_eq!(file.configuration(), Configuration::default());
}

#[test]
fn files_with_the_earlier_name_of_an_option_are_read() {
    let file = |keys: &str| {
        read(&format!(
            r#"{{"paperboy": 1, "subscriptions": [{{"channel": "7", "topics": "all", {keys}}}]}}"#
        ))
    };
    for keys in [r#""form": "compact""#, r#""format": "compact""#] {
        let read = file(keys).expect(keys);
        assert_eq!(read.subscriptions[0].settings.posting.form, domain::Form::Compact, "{keys}");
        assert!(write(&read.configuration(), &HashMap::new()).contains("\"format\": \"compact\""));
    }
    let wrong = file(r#""form": "poem""#).expect_err("no such format");
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].why.to_string().contains("`poem`"), "{wrong:?}");
    let both = file(r#""form": "compact", "format": "compact""#).expect_err("both");
    assert!(both[0].why.to_string().contains("`form`"), "{both:?}");
}

#[test]
fn a_file_is_readable() {
    let one = Configuration::new(&GuildSettings::default(), &[subscription(3)], now());
    insta::assert_snapshot!(write(&one, &HashMap::from([(ChannelId(42), "papers".to_owned())])), @r#"
    {
      "paperboy": 1,
      "server": {},
      "subscriptions": [
        {
          "channel": "42",
          "channel_name": "papers",
          "id": 3,
          "max_papers": 10,
          "min_upvotes": 5,
          "strictness": "normal",
          "time": "0 9 * * *",
          "topics": "stars, -tv",
          "zone": "UTC"
        }
      ]
    }
    "#);
}

#[test]
fn a_language_is_written_only_if_it_is_the_subscriptions_own() {
    let check = |language: &str, expected: (Language, bool)| {
        let text = format!(
            r#"{{ "paperboy": 1, "server": {{ "language": "de" }},
            "subscriptions": [{{ "channel": "42", "topics": "stars"{language} }}] }}"#
        );
        let settings = read(&text).expect("a file").subscriptions[0].settings.clone();
        assert_eq!((settings.language, settings.own_language), expected, "{language}");
        let written = settings.values().contains_key(&Setting::Language);
        assert_eq!(written, expected.1, "{language}");
    };
    check("", (Language::German, false));
    check(r#", "language": "server""#, (Language::German, false));
    check(r#", "language": "de""#, (Language::German, true));
    check(r#", "language": "ja""#, (Language::Japanese, true));
}

#[test]
fn omitted_settings_have_their_defaults() {
    let text = r#"{ "paperboy": 1, "server": { "time": "10:30", "zone": "Berlin" },
        "subscriptions": [{ "channel": "42", "topics": "stars" }] }"#;
    let file = read(text).expect("a short one");
    let settings = &file.subscriptions[0].settings;
    assert_eq!(settings.schedule.cron.as_str(), "30 10 * * *", "the server's own time");
    assert_eq!(settings.schedule.zone.name(), "Europe/Berlin");
    assert_eq!((settings.min_upvotes, settings.max_papers), (0, 10));
    assert_eq!(settings.created_by, UserId(3));
}

#[test]
fn subscriptions_without_a_number_are_matched_by_content() {
    let whole = write(&stored(), &HashMap::new());
    let bare: String =
        whole.lines().filter(|line| !line.trim_start().starts_with("\"id\"")).collect();
    let file = read(&bare).expect("without numbers").matched(&stored());
    assert_eq!(stored().changes_to(&file.configuration()), []);
    let elsewhere = Configuration::new(&settings(), &[subscription(90)], now());
    let file = read(&whole).expect("of another server").matched(&elsewhere);
    let ids: Vec<_> = file.subscriptions.iter().map(|one| one.id.map(|id| id.0)).collect();
    assert_eq!(ids, [Some(90), None, None], "numbers of others mean nothing here");
}

#[test]
fn problems_name_their_location() {
    let check = |text: &str, expected: &[&str]| {
        let problems = read(text).expect_err(text);
        let shown: Vec<String> = problems.iter().map(|one| one.shown(ENGLISH)).collect();
        assert_eq!(shown.len(), expected.len(), "{shown:#?}");
        for (shown, expected) in shown.iter().zip(expected) {
            assert!(shown.contains(expected), "{shown}: {expected}");
        }
    };
    for empty in ["", " \n", "\u{feff}"] {
        check(empty, &["This file is empty. `/config export`"]);
    }
    check("{\n  \"paperboy\": 1,\n}", &["line 3, column 1"]);
    check("[]", &["\"paperboy\": 1"]);
    check("{ \"paperboy\": \"1\" }", &["\"paperboy\": 1"]);
    check("{ \"paperboy\": 2 }", &["version 2"]);
    check("{ \"paperboy\": 1, \"servers\": {} }", &["`servers`"]);
    check("{ \"paperboy\": 1, \"server\": [] }", &["`server`"]);
    check("{ \"paperboy\": 1, \"server\": { \"zone\": \"Atlantis\" } }", &["`Atlantis`"]);
    check("{ \"paperboy\": 1, \"server\": { \"reset\": \"zone\" } }", &["`reset`"]);
    check("{ \"paperboy\": 1, \"subscriptions\": {} }", &["`subscriptions`"]);
    let good = r#"{ "channel": "42", "topics": "all" }"#;
    let many = format!("{{ \"paperboy\": 1, \"subscriptions\": [{}] }}", vec![good; 101].join(","));
    check(&many, &["101"]);
    let text = r#"{ "paperboy": 1, "subscriptions": [
        { "channel": "42", "topics": "all", "time": "25:00" },
        { "channel": 42, "topics": "all" },
        { "channel": "42", "topics": "" },
        { "channel": "42", "topics": "all", "max_papers": 99 },
        { "channel": "42", "topics": "all", "min_upvotes": -1 },
        { "channel": "42", "topics": "all", "colour": "red" },
        { "channel": "42", "topics": "all", "paused": "soon" },
        { "channel": "42", "topics": "all", "language": "tlh" },
        { "channel": "42", "topics": "all", "id": 7 },
        { "channel": "42", "topics": "stars", "id": 7 },
        { "channel": "42", "topics": "all", "id": "7" },
        "all"
    ] }"#;
    check(
        text,
        &[
            "`subscriptions[0]` `25:00` isn't a time",
            "`subscriptions[1]` `channel` must be text",
            "`subscriptions[2]` Enter at least one topic",
            "`subscriptions[3]` Choose between 1 and 25",
            "`subscriptions[4]` `min_upvotes`",
            "`subscriptions[5]` I don't know a setting called `colour`",
            "`subscriptions[6]` ",
            "`subscriptions[7]` ",
            "`subscriptions[9]` #7",
            "`subscriptions[10]` ",
            "`subscriptions[11]` ",
        ],
    );
    // All problems of one subscription are reported at once.
    let text = r#"{ "paperboy": 1, "server": { "zone": "Atlantis", "time": "25:00", "x": 1 },
        "subscriptions": [{ "channel": 42, "time": "25:00", "id": 0, "max_papers": 99,
            "paused": "soon", "silent": 1, "language": "tlh", "y": 2 }] }"#;
    check(
        text,
        &[
            "`server` I don't know a setting called `x`",
            "`server` `Atlantis` isn't a time zone",
            "`server` `25:00` isn't a time",
            "`subscriptions[0]` I don't know a setting called `y`",
            "`subscriptions[0]` `channel` must be text",
            "`subscriptions[0]` `silent` must be true or false",
            "`subscriptions[0]` Enter at least one topic",
            "`subscriptions[0]` `25:00` isn't a time",
            "`subscriptions[0]` Choose between 1 and 25",
            "`subscriptions[0]` `tlh` isn't one of the choices",
            "`subscriptions[0]` `id` must be",
            "`subscriptions[0]` `paused` must be",
        ],
    );
    let bad = vec![r#"{ "channel": "x" }"#; 100].join(",");
    let bad = format!("{{ \"paperboy\": 1, \"subscriptions\": [{bad}] }}");
    assert_eq!(read(&bad).expect_err("all of it is wrong").len(), 200);
}

#[test]
fn channels_of_invalid_parts_are_known() {
    let text = r#"{ "paperboy": 1, "server": { "log_channel": "7", "zone": "Atlantis" },
        "subscriptions": [
            { "channel": "42", "topics": "all", "time": "25:00" },
            { "channel": "43", "topics": "all" },
            { "channel": 44, "topics": "all" }
        ] }"#;
    let found = super::read(text, OWNER, now()).expect_err("two problems");
    let expected =
        [(FileLocation::Server, ChannelId(7)), (FileLocation::Subscription(0), ChannelId(42))];
    assert_eq!(found.channels, expected);
    let valid: Vec<_> =
        found.valid.subscriptions.iter().map(|one| (one.index, one.channel())).collect();
    assert_eq!(valid, [(1, Some(ChannelId(43)))]);
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        Just(json!("all")),
        Just(json!("42")),
    ];
    let keys =
        "paperboy|server|subscriptions|id|channel|topics|time|zone|paused|language|\\PC{1,9}";
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(keys, inner, 0..8)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_file_panics(mut file in any_value(), text in "\\PC{0,80}") {
        let _ = read(&text);
        if let Some(object) = file.as_object_mut() {
            object.insert("paperboy".to_owned(), json!(1));
        }
        if let Err(problems) = read(&file.to_string()) {
            prop_assert!(!problems.is_empty());
            for language in Language::ALL {
                for one in &problems {
                    prop_assert!(!one.shown(language).is_empty());
                }
            }
        }
    }

    #[test]
    fn every_stored_configuration_round_trips_through_its_file(
        topics in "[a-z]{2,9}(, [a-z]{2,9}){0,3}", most in 1_u32..=25, votes in 0_u32..1_000,
        hour in 0_u8..24, strict: bool, paused: bool,
    ) {
        let mut one: Subscription = subscription(3);
        let Ok(topics) = topics.parse() else { return Ok(()) };
        one.settings.topics = topics;
        one.settings.max_papers = most;
        one.settings.min_upvotes = votes;
        one.settings.schedule.cron = format!("0 {hour} * * 1-5").parse().expect("a time");
        if strict {
            one.settings.strictness = domain::Strictness::Strict;
        }
        one.pause = paused.then_some(Pause { since: now(), until: None });
        let stored = Configuration::new(&settings(), &[one], now());
        let file = read(&write(&stored, &HashMap::new())).expect("our own").matched(&stored);
        prop_assert_eq!(file.configuration(), stored);
    }
}

#[test]
fn nothing_is_nested_too_deeply_to_be_refused() {
    let deep = format!("{{\"paperboy\":1,\"server\":{}", "[".repeat(100_000));
    let problems = read(&deep).expect_err("no JSON");
    assert!(problems[0].shown(ENGLISH).contains("line 1"), "{problems:?}");
}
