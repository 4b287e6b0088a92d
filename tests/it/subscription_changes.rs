//! Changes to subscriptions from Discord: edit, pause, copy, remove, and undoing each.

use std::time::Duration;

use domain::{ChannelId, Destination, GuildId, SlotState, Subscription, SubscriptionSettings};
use paperboy::app::delivery::round::{Round, deliver_due};
use paperboy::app::guilds::membership;
use paperboy::store::activity::Doubt;
use paperboy::store::{destinations, subscriptions};
use simulator::hub::HubFault;
use simulator::{Answer, Discord, Exchange, Fault};

use super::stage::{MESSAGES, SOON, Stage};
use super::still::{DUE, Still, at, settings, slots, still};

const ADD: &str = "/subscription add channel:#papers topics:all time:14:00 zone:UTC";

/// The button in a message whose custom id begins with this.
async fn press(stage: &Stage, answer: &Answer, custom_id: &str) -> String {
    let (Answer::Message { id, body, .. } | Answer::Updated { id, body, .. }) = answer else {
        panic!("{answer:?}")
    };
    assert!(body.to_string().contains(custom_id), "{custom_id}: {body}");
    stage.discord.press(stage.admin, *id, custom_id).await.text()
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_change_the_given_options_and_show_old_and_new_values() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    let edited = stage.say("/subscription edit id:1 time:15:30").await.text();
    assert!(edited.contains("every day at 14:00 → every day at 15:30"), "{edited}");
    assert!(!edited.contains("topics:"), "nothing else: {edited}");
    stage.due("2026-05-14T14:00:00Z").await;
    assert_eq!(stage.posts().len(), 0, "not at the old hour");
    let other = stage.discord.add_channel(stage.server(), "reading");
    let moved = stage.say("/subscription edit id:1 channel:#reading min_upvotes:1").await.text();
    assert!(moved.contains(&format!("<#{}> → <#{other}>", stage.papers)), "{moved}");
    assert!(moved.contains("min_upvotes: 0 → 1"), "{moved}");
    stage.due("2026-05-14T15:30:00Z").await;
    assert_eq!((stage.posts().len(), stage.discord.messages(other).len()), (0, 1));
    let same = stage.say("/subscription edit id:1 min_upvotes:1").await.text();
    assert!(same.contains("Nothing changed"), "{same}");
    let unknown = stage.say("/subscription edit id:9 min_upvotes:1").await.text();
    assert!(unknown.contains("no subscription #9"), "{unknown}");
    let nothing = stage.say("/subscription edit id:1").await.text();
    assert!(nothing.contains("### Subscription #1") && nothing.contains("[Save]"), "{nothing}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_to_a_subscription_of_a_deleted_channel_offer_to_move_it() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    stage.say("/subscription pause id:1").await;
    let new = stage.discord.add_channel(stage.server(), "reading");
    let say = async |line: &str| stage.discord.command(stage.admin, new, line).await;
    stage.discord.delete_channel(stage.papers);
    for (line, part) in [
        ("/subscription edit id:1 time:15:30", "every day at 14:00 → every day at 15:30"),
        ("/subscription edit id:1 format:compact list", "compact list"),
        ("/subscription resume id:1", "Resumed subscription #1"),
    ] {
        let answer = say(line).await;
        let text = answer.text();
        assert!(text.contains(part), "it is saved: {text}");
        assert!(text.contains("the channel was deleted"), "{text}");
        let Answer::Message { body, .. } = answer else { panic!("{answer:?}") };
        let menu = format!("move:{}:{}", stage.server(), stage.papers);
        assert!(body.to_string().contains(&menu), "{body}");
    }
    let edited = say("/subscription edit id:1 min_upvotes:1").await;
    let Answer::Message { id, .. } = edited else { panic!("{edited:?}") };
    let menu = format!("move:{}:{}", stage.server(), stage.papers);
    let moved = stage.discord.select(stage.admin, id, &menu, &[&new.to_string()]).await.text();
    assert!(moved.contains("Moved 1 subscription"), "{moved}");
    let after = say("/subscription edit id:1 min_upvotes:2").await.text();
    assert!(!after.contains("deleted"), "{after}");
    stage.due("2026-05-14T15:30:00Z").await;
    assert_eq!(stage.discord.messages(new).len(), 1);
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn unpostable_channels_are_refused_and_nothing_changes() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    let closed = stage.discord.add_channel(stage.server(), "closed");
    stage.discord.deny(closed, 1 << 11);
    for line in
        ["/subscription edit id:1 channel:#closed", "/subscription copy id:1 channel:#closed"]
    {
        let refused = stage.say(line).await.text();
        assert!(
            refused.contains("Send Messages") && refused.contains("Nothing was saved"),
            "{refused}"
        );
    }
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("1 subscription") && listed.contains(&format!("<#{}>", stage.papers)));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_posted_during_a_pause_and_one_press_ends_it() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    let paused = stage.say("/subscription pause id:1 until:2026-05-16").await;
    assert!(paused.text().contains("Paused until"), "{}", paused.text());
    for day in [14, 15] {
        stage.due(&format!("2026-05-{day}T14:00:00Z")).await;
    }
    assert_eq!(stage.posts().len(), 0, "paused");
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("Paused until Saturday, May 16, 2026"), "{listed}");
    let longer = stage.say("/subscription pause id:1").await;
    let Answer::Message { body, .. } = &longer else { panic!("{longer:?}") };
    let body = body.to_string();
    assert!(body.contains("\"Resume\"") && !body.contains("\"Undo\""), "{body}");
    let resumed = press(&stage, &longer, "resume:1").await;
    assert!(resumed.contains("Resumed subscription #1"), "{resumed}");
    stage.due("2026-05-15T14:00:00Z").await;
    assert_eq!(stage.posts().len(), 1, "resumed");
    let again = stage.say("/subscription resume id:1").await.text();
    assert!(again.contains("isn't paused"), "{again}");
    let past = stage.say("/subscription pause id:1 until:yesterday").await.text();
    assert!(past.contains("after today"), "{past}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn pauses_end_on_their_date() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    stage.say("/subscription pause id:1 until:2026-05-15").await;
    stage.due("2026-05-14T14:00:00Z").await;
    assert_eq!(stage.posts().len(), 0);
    // That day's list is empty here, so it is waited for.
    stage.due("2026-05-15T14:50:00Z").await;
    assert_eq!(stage.posts().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_have_their_own_defaults() {
    let stage = Stage::new().await;
    let unset = stage.say("/server set").await.text();
    assert!(unset.contains("every day at 09:00") && unset.contains("English"), "{unset}");
    let saved = stage.say("/server set zone:Berlin time:16:30 language:de").await.text();
    assert!(saved.contains("Europe/Berlin") && saved.contains("Deutsch"), "{saved}");
    let added = stage.say("/subscription add channel:#papers topics:all").await.text();
    assert!(added.contains("every day at 16:30 (Europe/Berlin)"), "{added}");
    stage.due("2026-05-14T14:30:00Z").await;
    let post = stage.posts().pop().expect("a post");
    assert!(post.contains("14. Mai 2026"), "in German: {post}");
    stage.say("/server set language:en").await;
    let shown = stage.say("/server set").await.text();
    assert!(
        shown.contains("16:30") && shown.contains("Language of posts: English, unless"),
        "{shown}"
    );
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn removals_are_undone_with_one_press() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    let removed = stage.say("/subscription remove id:1").await;
    stage.due("2026-05-14T14:00:00Z").await;
    assert_eq!(stage.posts().len(), 0, "removed");
    let restored = press(&stage, &removed, "restore:1").await;
    assert!(restored.contains("Restored subscription #1"), "{restored}");
    stage.due("2026-05-15T14:11:00Z").await;
    assert_eq!(stage.posts().len(), 1, "it posts again");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_one_that_fits_is_restored_however_often_it_is_pressed() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    let settings = settings(stage.server(), stage.papers, stage.admin);
    let since = domain::feed_date(stage.clock.now());
    let fill = move |tx: &rusqlite::Transaction| {
        for _ in 1..100 {
            subscriptions::add(tx, &settings, since, None, at("2026-05-14T13:30:00Z"))?;
        }
        Ok(())
    };
    stage.app.store.write(fill).await.expect("a write");
    let removed = stage.say("/subscription remove id:1").await;
    let Answer::Message { id, .. } = removed else { panic!("{removed:?}") };
    // Two admins at once, or one who presses twice.
    let restore = || stage.discord.press(stage.admin, id, "restore:1");
    let (first, second) = tokio::join!(restore(), restore());
    for restored in [first.text(), second.text()] {
        assert!(restored.contains("Restored subscription #1"), "{restored}");
    }
    let full = stage.say(ADD).await.text();
    assert!(full.contains("100"), "{full}");
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_post_to_their_own_channel_and_twins_are_pointed_out() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    let other = stage.discord.add_channel(stage.server(), "reading");
    let copied = stage.say("/subscription copy id:1 channel:#reading").await.text();
    assert!(copied.contains(&format!("to <#{other}>")), "{copied}");
    stage.due("2026-05-14T14:00:00Z").await;
    let texts = stage.discord.messages(other);
    let texts: Vec<String> = texts.iter().map(Discord::text).collect();
    assert_eq!((stage.posts().len(), texts.len()), (1, 1));
    let twin = stage.say("/subscription copy id:1 channel:#reading").await;
    assert!(twin.text().contains("Subscription #2 posts the same papers"), "{}", twin.text());
    let removed = press(&stage, &twin, "remove:3").await;
    assert!(removed.contains("Removed subscription #3"), "{removed}");
    let same = stage.say(ADD).await.text();
    assert!(same.contains("Subscription #1 posts the same papers"), "{same}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_name_channels_without_asking_discord_for_each() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    let suggested = async || {
        let typed = serde_json::json!({ "id": "" });
        let typed = typed.as_object().cloned().expect("options");
        let (admin, channel) = (stage.admin, stage.papers);
        let found = stage.discord.autocomplete(admin, channel, "subscription edit", typed, "id");
        found.await.into_iter().map(|one| one.0).collect::<Vec<_>>().join("\n")
    };
    let until_named = async |name: &str| {
        let named = async {
            while !suggested().await.contains(name) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(SOON, named).await.unwrap_or_else(|_| panic!("never {name}"));
    };
    let asked = || {
        // Permissions are checked without this request.
        let is_it = |one: &&Exchange| one.route == "/guilds/{guild_id}/threads/active";
        stage.discord.exchanges().iter().filter(is_it).count()
    };
    let before = asked();
    // A channel that is new to the bot is asked for once.
    until_named("#papers").await;
    assert_eq!(asked(), before + 1);
    // Its later names come from the gateway.
    stage.discord.move_channel(stage.papers, "reading-room", None);
    until_named("#reading-room").await;
    assert_eq!(asked(), before + 1);
    // So do those at the start of a session.
    let guild = GuildId(stage.server());
    let channels = vec![(ChannelId(stage.papers), "library".to_owned())];
    let seen = ("lab".to_owned(), channels);
    membership::available(&stage.app, guild, seen, stage.clock.now()).await.expect("seen");
    assert!(suggested().await.contains("#library"));
    assert_eq!(asked(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_while_the_hub_is_slow_count_for_the_post() {
    for (line, in_old, in_new) in [
        ("/subscription edit id:1 channel:#reading", 0, 1),
        ("/subscription edit id:1 format:a message per paper max_papers:3", 3, 0),
        ("/subscription pause id:1", 0, 0),
    ] {
        let stage = Stage::new().await;
        stage.say(ADD).await;
        let other = stage.discord.add_channel(stage.server(), "reading");
        let asked = stage.hub.requests().len();
        stage.hub.fault(HubFault::Delay { millis: 1_500, times: 9 });
        let change = async {
            while stage.hub.requests().len() == asked {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            stage.say(line).await.text()
        };
        let (text, ()) = tokio::join!(change, stage.due(DUE));
        let posts = (stage.posts().len(), stage.discord.messages(other).len());
        assert_eq!(posts, (in_old, in_new), "{line}: {text}");
    }
}

/// Changes the subscription of [`still`] while its post is due.
async fn edit(still: &Still, change: impl FnOnce(&mut SubscriptionSettings) + Send + 'static) {
    let guild = GuildId(still.place.server);
    let write = move |tx: &rusqlite::Transaction| {
        let old: Subscription = subscriptions::of_guild(tx, guild)?.remove(0);
        let mut settings = old.settings.clone();
        change(&mut settings);
        subscriptions::edit(tx, &old.with_settings(settings, old.since, at(DUE)))
    };
    still.app.store.write(write).await.expect("a write");
}

#[tokio::test(flavor = "multi_thread")]
async fn slots_due_when_the_schedule_changed_are_not_taken_for_an_earlier_one() {
    let check = async |cron: &'static str, expected: &[(&str, SlotState)]| {
        let still = still().await;
        edit(&still, move |settings| settings.schedule.cron = cron.parse().expect(cron)).await;
        let now = at("2026-05-14T14:11:00Z");
        deliver_due(&still.app, still.clock, now, &still.stop).await.expect("a round");
        let expected: Vec<_> = expected.iter().map(|(due, state)| (at(due), *state)).collect();
        assert_eq!(slots(&still.app, still.place.server).await, expected, "{cron}");
        assert_eq!(still.place.discord.messages(still.place.papers).len(), 1, "{cron}");
    };
    check("0 9 * * *", &[(DUE, SlotState::Sent)]).await;
    check("0 9,18 * * *", &[(DUE, SlotState::Sent)]).await;
    let later = "2026-05-14T14:05:00Z";
    check("5 14 * * *", &[(DUE, SlotState::Skipped), (later, SlotState::Sent)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slots_end_without_a_post_only_with_the_settings_in_use() {
    const VIEW_CHANNEL: u64 = 1 << 10;
    let still = still().await;
    let Still { place, app, clock, stop, .. } = &still;
    let (discord, papers) = (&place.discord, place.papers);
    let reading = discord.add_channel(place.server, "reading");
    let doubt = |tx: &rusqlite::Transaction| {
        destinations::mark_all_doubtful(tx, Doubt::Unused, at("2026-05-14T13:00:00Z"))
    };
    app.store.write(doubt).await.expect("a write");
    discord.deny(papers, VIEW_CHANNEL);
    // The old channel is being read, and refuses that.
    let (method, delay) = ("GET", Duration::from_secs(1));
    discord.fault(Fault::Delay { method, route: MESSAGES, channel: Some(papers), delay, times: 1 });
    let change = async {
        let is_read = |one: &Exchange| one.method == method && one.route == MESSAGES;
        while !discord.exchanges().iter().any(is_read) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let new = Destination::Channel(ChannelId(reading));
        edit(&still, move |settings| settings.destination = new).await;
    };
    let (round, ()) = tokio::join!(deliver_due(app, *clock, at(DUE), stop), change);
    assert_eq!(round.expect("a round"), Round::Waiting);
    assert_eq!(slots(app, place.server).await, []);
    deliver_due(app, *clock, at(DUE), stop).await.expect("a round");
    assert_eq!(slots(app, place.server).await, [(at(DUE), SlotState::Sent)]);
    assert_eq!(discord.messages(reading).len(), 1);
}
