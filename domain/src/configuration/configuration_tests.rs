//! Tests that changes are named and codes round-trip.

use jiff::civil::Date;

use super::*;
use crate::{ChannelId, GuildId, Schedule, Strictness, Zone};

fn subscription(id: u64) -> Subscription {
    let settings = SubscriptionSettings {
        guild: Some(GuildId(1)),
        destination: Destination::Channel(ChannelId(2)),
        created_by: UserId(3),
        topics: "stars, -tv".parse().expect("topics"),
        schedule: Schedule { cron: "09:00".parse().expect("a time"), zone: Zone::utc() },
        min_upvotes: 0,
        max_papers: 10,
        strictness: Strictness::default(),
        selection: Selection::default(),
        posting: Posting::default(),
        language: crate::Language::default(),
        own_language: false,
    };
    let since = Date::constant(2026, 5, 12);
    Subscription { id: SubscriptionId(id), settings, since, next_due: None, pause: None }
}

/// The kinds of changes and the changed settings.
fn described(before: &[&Subscription], after: &[&Subscription]) -> Vec<String> {
    let whole = |all: &[&Subscription]| {
        let all: Vec<Subscription> = all.iter().map(|one| (*one).clone()).collect();
        Configuration::new(&GuildSettings::default(), &all, Timestamp::UNIX_EPOCH)
    };
    let changes = whole(before).changes_to(&whole(after));
    let line = |one: ConfigurationChange| {
        let id = one.subscription.map(|id| id.0).unwrap_or_default();
        let names: Vec<&str> = one.settings.iter().map(|one| one.setting.as_str()).collect();
        format!("{} {id}: {}", one.kind.as_str(), names.join(" "))
    };
    changes.into_iter().map(line).collect()
}

#[test]
fn changes_are_named() {
    let [one, two] = [1, 2].map(subscription);
    assert_eq!(described(&[&one], &[&one]), Vec::<String>::new());
    let all = "channel topics time zone min_upvotes max_papers strictness";
    assert_eq!(described(&[&one], &[&one, &two]), [format!("added 2: {all}")]);
    assert_eq!(described(&[&one, &two], &[&two]), [format!("removed 1: {all}")]);
    let mut other = one.clone();
    other.settings.max_papers = 3;
    assert_eq!(described(&[&one], &[&other]), ["edited 1: max_papers"]);
    let mut otherwise = one.clone();
    otherwise.settings.selection.source = crate::Source::Rising;
    otherwise.settings.selection.filters.code = true;
    otherwise.settings.posting.silent = true;
    assert_eq!(described(&[&one], &[&otherwise]), ["edited 1: source has_code silent"]);
    assert_eq!(described(&[&otherwise], &[&one]), ["edited 1: source has_code silent"]);
    // The guild's language is no setting of the subscription.
    let mut spoken = one.clone();
    spoken.settings.language = crate::Language::Japanese;
    assert_eq!(described(&[&one], &[&spoken]), Vec::<String>::new());
    spoken.settings.own_language = true;
    assert_eq!(described(&[&one], &[&spoken]), ["edited 1: language"]);
    let pause = Some(Pause { since: Timestamp::UNIX_EPOCH, until: None });
    let paused = Subscription { pause, ..one.clone() };
    assert_eq!(described(&[&one], &[&paused]), ["paused 1: paused"]);
    assert_eq!(described(&[&paused], &[&one]), ["resumed 1: paused"]);
    assert_eq!(described(&[&paused], &[&other]), ["edited 1: max_papers paused"]);
}

#[test]
fn settings_come_first_and_codes_are_read_back() {
    let role = Some(crate::RoleId(7));
    let set = GuildSettings { manager_role: role, ..GuildSettings::default() };
    let [old, new] = [GuildSettings::default(), set]
        .map(|settings| Configuration::new(&settings, &[], Timestamp::UNIX_EPOCH));
    let changes = old.changes_to(&new);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].settings[0].new.as_deref(), Some("7"));
    assert_ne!(old.fingerprint(), new.fingerprint());
    for setting in Setting::ALL {
        assert_eq!(setting.as_str().parse(), Ok(setting));
    }
    for kind in ChangeKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
    }
}
