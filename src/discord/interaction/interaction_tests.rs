//! Tests that every interaction is read, whatever its content.

use proptest::prelude::*;

use super::*;

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        prop_oneof!["\\PC{0,12}", Just("175928847299117063".to_owned())].prop_map(Value::from),
    ];
    let keys = "name|type|value|options|focused|values|custom_id|component_type|id|resolved";
    leaf.prop_recursive(4, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(keys, inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// An interaction that is valid except for its data.
fn event(kind: u64, data: Value) -> Value {
    json!({
        "id": "1", "application_id": "2", "type": kind, "token": "t", "version": 1,
        "channel_id": "3", "guild_id": "4", "locale": "en-US", "entitlements": [],
        "app_permissions": "0", "attachment_size_limit": 1, "data": data,
        "authorizing_integration_owners": {},
        "user": { "id": "5", "username": "ada", "discriminator": "0", "avatar": null },
    })
}

fn typed() -> Value {
    json!({ "id": "6", "name": "subscription", "type": 1, "options": [
        { "name": "add", "type": 1, "options": [
            { "name": "topics", "type": 3, "value": "agents" },
            { "name": "max_papers", "type": 4, "value": 7 },
        ] },
    ] })
}

proptest! {
    #[test]
    fn no_interaction_panics(kind in 0_u64..7, data in any_json()) {
        let event = event(kind, data);
        read_raw(&event, Timestamp::UNIX_EPOCH);
        if let Ok(typed) = serde_json::from_value::<discord::Interaction>(event) {
            read(&typed, Timestamp::UNIX_EPOCH);
        }
    }

    #[test]
    fn anything_with_an_id_and_a_token_is_answered(kind in 2_u64..7, data in any_json()) {
        let event = event(kind, data);
        let read = match serde_json::from_value::<discord::Interaction>(event.clone()) {
            Ok(typed) => read(&typed, Timestamp::UNIX_EPOCH),
            Err(_) => read_raw(&event, Timestamp::UNIX_EPOCH),
        };
        prop_assert!(!matches!(read, Read::Nothing), "{event}");
    }
}

#[test]
fn subcommands_are_read_with_their_options() {
    let options = BTreeMap::from([
        ("max_papers".to_owned(), json!(7)),
        ("topics".to_owned(), json!("agents")),
    ]);
    let expected = Input::Command("subscription add".to_owned(), options);
    let typed = serde_json::from_value(event(2, typed())).expect("an interaction");
    let raw = event(2, self::typed());
    for found in [read(&typed, Timestamp::UNIX_EPOCH), read_raw(&raw, Timestamp::UNIX_EPOCH)] {
        let Read::Whole(found) = found else { panic!("{found:?}") };
        let asked = found.interaction;
        assert_eq!((found.id, asked.input), (1, expected.clone()));
        assert_eq!((asked.user, asked.guild), (UserId(5), Some(GuildId(4))));
    }
}

#[test]
fn modal_inputs_are_read() {
    let data = json!({ "custom_id": "form:1", "components": [
        { "type": 1, "components": [
            { "type": 4, "custom_id": "topics", "style": 2, "label": "Topics", "value": "agents" },
        ] },
    ] });
    let expected = BTreeMap::from([("topics".to_owned(), "agents".to_owned())]);
    let expected = Input::Modal("form:1".to_owned(), expected);
    let event = event(5, data);
    let typed = serde_json::from_value(event.clone()).expect("an interaction");
    for found in [read(&typed, Timestamp::UNIX_EPOCH), read_raw(&event, Timestamp::UNIX_EPOCH)] {
        let Read::Whole(found) = found else { panic!("{found:?}") };
        assert_eq!(found.interaction.input, expected);
    }
}

#[test]
fn selected_channels_are_read() {
    let data = json!({
        "custom_id": "menu:1", "component_type": 8, "values": ["42", "43"],
        "resolved": { "channels": {} },
    });
    let Read::Whole(found) = read_raw(&event(3, data), Timestamp::UNIX_EPOCH) else {
        panic!("whole")
    };
    let expected = Input::Component("menu:1".to_owned(), vec!["42".into(), "43".into()]);
    assert_eq!(found.interaction.input, expected);
    let kind = ComponentInteractionDataKind::ChannelSelect {
        values: vec![discord::ChannelId::new(42), discord::ChannelId::new(43)],
    };
    assert_eq!(values(&kind), ["42", "43"]);
}

#[test]
fn fields_at_fault_are_named_without_their_content() {
    let check = |spoil: &dyn Fn(&mut Value), expected: &[&str]| {
        let mut event = event(2, typed());
        spoil(&mut event);
        assert_eq!(fields_at_fault(&event), expected, "{event}");
    };
    check(&|_| {}, &[]);
    check(&|event| event["locale"] = Value::Null, &["locale"]);
    check(&|event| event["token"] = Value::Null, &["token"]);
    check(&|event| event["data"]["name"] = json!(["secret"]), &["data"]);
    check(
        &|event| drop(event["data"].as_object_mut().map(|data| data.remove("name"))),
        &["data.name"],
    );
    check(&|event| event["data"] = Value::Null, &["data"]);
    check(&|event| event["user"] = json!({ "username": "ada" }), &["user.id"]);
}
