//! Tests of deliveries by example: claims, ends, and the state of the ledger.

use domain::{
    FailureReason, GuildId, MessageId, PriorOutcome, SlotState, Subscription, SubscriptionId,
};

use rusqlite::Connection;

use super::*;
use crate::store::samples::{at, channel, claimed, id, ids, settings, slot, subscribe};
use crate::store::{StoreError, guilds, ledger, open, subscriptions};

#[test]
fn a_slot_is_claimed_once() {
    let db = open::in_memory();
    let subscription = subscribe(&db, 1, 2, None);
    let mut new = slot(&subscription, 0, &[&[3, 1], &[2]]);
    new.passed_over = ids(&[4, 5]);
    new.late = true;
    let first = claimed(&db, &new);
    assert_eq!(
        (first.subscription, first.guild, first.destination),
        (new.subscription, new.guild, new.destination)
    );
    assert_eq!((first.due_at, first.late), (at(0), true));
    let parts: Vec<_> = first.parts.iter().map(|part| (part.number, part.papers.clone())).collect();
    assert_eq!(parts, [(1, ids(&[3, 1])), (2, ids(&[2]))], "papers keep their order");
    assert_eq!(first.parts[0].body, new.parts[0].body);
    assert_eq!(first.parts[0].state, PartState::Claimed);

    let had = ledger::already_posted(&db, channel(2), &ids(&[1, 2, 3, 4, 5, 6])).unwrap();
    assert_eq!(had, ids(&[1, 2, 3]).into_iter().collect());
    assert_eq!(passed(&db, &subscription, &[4, 5, 6]), ids(&[4, 5]));
    let other = subscribe(&db, 1, 2, None);
    assert_eq!(passed(&db, &other, &[4, 5, 6]), [], "another subscription passed nothing over");
    assert_eq!(claim(&db, &new, at(1)).unwrap(), Claim::Taken(SlotState::Claimed));
    assert_eq!(unfinished(&db).unwrap(), [first.id]);
    assert_eq!(get(&db, first.id).unwrap(), Some(first));
}

#[test]
fn papers_already_in_the_channel_are_a_conflict() {
    let db = open::in_memory();
    let one = subscribe(&db, 1, 2, None);
    let same_channel = subscribe(&db, 1, 2, None);
    let other_channel = subscribe(&db, 1, 3, None);
    let mut new = slot(&one, 0, &[&[1, 2]]);
    new.passed_over = ids(&[3]);
    claimed(&db, &new);
    let raced = slot(&same_channel, 0, &[&[9, 2], &[1]]);
    assert_eq!(claim(&db, &raced, at(0)).unwrap(), Claim::Conflict(ids(&[2, 1])));
    assert!(
        ledger::already_posted(&db, channel(2), &ids(&[9])).unwrap().is_empty(),
        "nothing is written"
    );
    // Papers passed over by one subscription can be posted by another.
    claimed(&db, &slot(&same_channel, 0, &[&[9, 3]]));
    claimed(&db, &slot(&other_channel, 0, &[&[1, 2, 3]]));
}

#[test]
fn removed_subscriptions_and_guilds_are_not_claimed() {
    let db = open::in_memory();
    let removed = subscribe(&db, 1, 2, None);
    let left = subscribe(&db, 5, 6, None);
    subscriptions::remove(&db, GuildId(1), removed.id).unwrap();
    guilds::removed(&db, GuildId(5), at(0)).unwrap();
    let unknown = Subscription { id: SubscriptionId(99), ..left.clone() };
    for subscription in [&removed, &left, &unknown] {
        let new = slot(subscription, 0, &[&[1]]);
        assert_eq!(claim(&db, &new, at(0)).unwrap(), Claim::Gone, "{}", subscription.id);
    }
    assert!(unfinished(&db).unwrap().is_empty());
}

/// Those of `papers` that a subscription has passed over.
fn passed(db: &Connection, subscription: &Subscription, papers: &[u32]) -> Vec<PaperId> {
    let (id, destination) = (subscription.id, subscription.settings.destination);
    let before = ledger::before(db, id, destination, &ids(papers)).unwrap();
    ids(papers).into_iter().filter(|id| before.get(id) == Some(&PriorOutcome::PassedOver)).collect()
}

#[test]
fn failed_papers_are_released_unless_they_may_have_arrived() {
    for (reason, again) in [
        (FailureReason::UnknownChannel, true),
        (FailureReason::MissingPermission, true),
        (FailureReason::Refused, true),
        (FailureReason::DiscordUnavailable, true),
        (FailureReason::Unconfirmed, false),
    ] {
        let db = open::in_memory();
        let subscription = subscribe(&db, 1, 2, None);
        let mut new = slot(&subscription, 0, &[&[1], &[2]]);
        new.passed_over = ids(&[3]);
        let slot = claimed(&db, &new);
        let [one, two] = [slot.parts[0].id, slot.parts[1].id];
        begin_sending(&db, one, at(1)).unwrap();
        assert_eq!(nothing_done(&db, one, None).unwrap(), PartState::Claimed);
        assert_eq!(record_failed(&db, one, reason, at(2)).unwrap(), reason);
        let had = ledger::already_posted(&db, channel(2), &ids(&[1, 2])).unwrap();
        assert_eq!(!had.contains(&id(1)), again, "{reason}");
        assert!(had.contains(&id(2)), "{reason}");
        record_failed(&db, two, reason, at(2)).unwrap();
        assert_eq!(finish(&db, slot.id, at(3)).unwrap(), SlotState::Failed);
        let passed = passed(&db, &subscription, &[3]);
        assert_eq!(passed.is_empty(), again, "{reason}: a slot that brought nothing left out none");
    }
}

#[test]
fn papers_passed_over_long_before_a_post_are_forgotten() {
    const DAY: i64 = 24 * 60;
    let db = open::in_memory();
    let (subscription, other) = (subscribe(&db, 1, 2, None), subscribe(&db, 1, 3, None));
    let post = |of: &Subscription, day: i64, paper: u32, passed: u32, is_sent: bool| {
        let mut new = slot(of, day * DAY, &[&[paper]]);
        new.passed_over = ids(&[passed]);
        let now = at(day * DAY);
        let Claim::Claimed(slot) = claim(&db, &new, now).unwrap() else { panic!("not claimed") };
        let part = slot.parts[0].id;
        begin_sending(&db, part, now).unwrap();
        match is_sent {
            true => record_sent(&db, part, MessageId(u64::from(paper)), now).unwrap(),
            false => {
                nothing_done(&db, part, None).unwrap();
                record_failed(&db, part, FailureReason::Refused, now).unwrap();
            }
        }
        finish(&db, slot.id, now).unwrap();
    };
    let papers = [21, 22, 23, 24];
    post(&other, 0, 1, 24, true);
    post(&subscription, 0, 1, 21, true);
    post(&subscription, 20, 2, 22, true);
    post(&subscription, 40, 3, 23, false);
    assert_eq!(passed(&db, &subscription, &papers), ids(&[21, 22]), "nothing was posted since");
    post(&subscription, 41, 4, 23, true);
    assert_eq!(passed(&db, &subscription, &papers), ids(&[22, 23]));
    assert_eq!(passed(&db, &other, &papers), ids(&[24]), "another subscription");
}

#[test]
fn parts_that_may_have_arrived_keep_their_papers_whatever_the_refusal() {
    for reason in FailureReason::all() {
        let db = open::in_memory();
        let subscription = subscribe(&db, 1, 2, None);
        let slot = claimed(&db, &slot(&subscription, 0, &[&[1]]));
        let part = slot.parts[0].id;
        let read = || get(&db, slot.id).unwrap().unwrap().parts.remove(0);
        // The first attempt's outcome is unknown; the second and third definitely have no effect.
        begin_sending(&db, part, at(1)).unwrap();
        for minute in [2, 3] {
            let before = read().tried_at;
            begin_sending(&db, part, at(minute)).unwrap();
            assert_eq!(read().tried_at, Some(at(minute)));
            assert_eq!(nothing_done(&db, part, before).unwrap(), PartState::Sending);
            assert_eq!(read().tried_at, Some(at(1)), "the unclear one");
        }
        let recorded = record_failed(&db, part, reason, at(4)).unwrap();
        assert_eq!(recorded, FailureReason::Unconfirmed, "{reason}");
        assert_eq!(finish(&db, slot.id, at(4)).unwrap(), SlotState::Failed);
        let before = ledger::before(&db, subscription.id, channel(2), &ids(&[1])).unwrap();
        assert_eq!(before.get(&id(1)), Some(&PriorOutcome::Unconfirmed), "{reason}");
    }
}

#[test]
fn absent_parts_count_as_never_sent() {
    let db = open::in_memory();
    let subscription = subscribe(&db, 1, 2, None);
    let slot = claimed(&db, &slot(&subscription, 0, &[&[1]]));
    let part = slot.parts[0].id;
    begin_sending(&db, part, at(1)).unwrap();
    begin_sending(&db, part, at(2)).unwrap();
    absent(&db, part).unwrap();
    let same = get(&db, slot.id).unwrap().unwrap();
    assert_eq!(same, slot);
    record_failed(&db, part, FailureReason::ThreadLocked, at(3)).unwrap();
    assert!(ledger::already_posted(&db, channel(2), &ids(&[1])).unwrap().is_empty());
}

#[test]
fn abandoned_slots_end_and_keep_what_may_have_arrived() {
    let db = open::in_memory();
    let subscription = subscribe(&db, 1, 2, None);
    let slot = claimed(&db, &slot(&subscription, 0, &[&[1], &[2], &[3]]));
    let [one, two] = [slot.parts[0].id, slot.parts[1].id];
    begin_sending(&db, one, at(1)).unwrap();
    record_sent(&db, one, MessageId(7), at(1)).unwrap();
    begin_sending(&db, two, at(1)).unwrap();
    assert_eq!(abandon(&db, slot.id, at(2)).unwrap(), SlotState::Sent);
    let had = ledger::already_posted(&db, channel(2), &ids(&[1, 2, 3])).unwrap();
    assert_eq!(had, ids(&[1, 2]).into_iter().collect());
    assert!(unfinished(&db).unwrap().is_empty());
}

/// Ends the parts as given, by `sent` or a reason, and compares the slot's end.
fn check(ends: &[&str], state: SlotState, reason: Option<&str>, papers: u32) {
    let db = open::in_memory();
    let subscription = subscribe(&db, 1, 2, None);
    let papers_of = [[1], [2], [3]];
    let parts: Vec<&[u32]> = papers_of.iter().take(ends.len()).map(<[u32; 1]>::as_slice).collect();
    let slot = claimed(&db, &slot(&subscription, 0, &parts));
    for (part, end) in slot.parts.iter().zip(ends) {
        begin_sending(&db, part.id, at(1)).unwrap();
        if *end == "sent" {
            record_sent(&db, part.id, MessageId(77), at(2)).unwrap();
        } else {
            absent(&db, part.id).unwrap();
            record_failed(&db, part.id, end.parse().unwrap(), at(2)).unwrap();
        }
    }
    assert_eq!(finish(&db, slot.id, at(3)).unwrap(), state, "{ends:?}");
    assert!(unfinished(&db).unwrap().is_empty(), "{ends:?}");
    let record = SlotRecord {
        subscription: subscription.id,
        destination: channel(2),
        due_at: at(0),
        finished_at: Some(at(3)),
        state,
        reason: reason.map(|reason| reason.parse().unwrap()),
        missing: (ends.iter().filter(|end| **end != "sent").count() as u32, ends.len() as u32),
        papers,
        late: false,
    };
    assert_eq!(recent(&db, GuildId(1), 20).unwrap(), [record], "{ends:?}");
}

#[test]
fn slots_end_like_their_parts() {
    check(&["sent"], SlotState::Sent, None, 1);
    check(&["sent", "sent"], SlotState::Sent, None, 2);
    check(&["refused"], SlotState::Failed, Some("refused"), 0);
    check(&["missing permission", "refused"], SlotState::Failed, Some("missing permission"), 0);
    check(&["unconfirmed"], SlotState::Failed, Some("unconfirmed"), 0);
    check(&["sent", "refused", "sent"], SlotState::Sent, Some("refused"), 2);
    check(&["refused", "sent", "unconfirmed"], SlotState::Sent, Some("refused"), 1);
}

#[test]
fn illegal_steps_change_nothing_and_say_why() {
    let db = open::in_memory();
    let subscription = subscribe(&db, 1, 2, None);
    let slot = claimed(&db, &slot(&subscription, 0, &[&[1], &[2]]));
    let [one, two] = [slot.parts[0].id, slot.parts[1].id];
    let refused = |result: Result<()>, sentence: &str| {
        assert_eq!(result.unwrap_err().to_string(), sentence);
    };
    let sent = |part| record_sent(&db, part, MessageId(5), at(2));
    let failed = |part| record_failed(&db, part, FailureReason::Refused, at(2)).map(drop);
    let finished = || finish(&db, slot.id, at(3)).map(drop);

    refused(sent(one), "part 1 cannot become sent: it is claimed");
    refused(finished(), "slot 1 cannot become sent: it is claimed, and part 1 is claimed");
    begin_sending(&db, one, at(1)).unwrap();
    begin_sending(&db, one, at(5)).unwrap();
    assert_eq!(
        get(&db, slot.id).unwrap().unwrap().parts[0].sending_at,
        Some(at(1)),
        "the first time"
    );
    sent(one).unwrap();
    refused(begin_sending(&db, one, at(2)).map(drop), "part 1 cannot become sending: it is sent");
    refused(sent(one), "part 1 cannot become sent: it is sent");
    refused(failed(one), "part 1 cannot become failed: it is sent");
    refused(finished(), "slot 1 cannot become sent: it is claimed, and part 2 is claimed");
    failed(two).unwrap();
    refused(begin_sending(&db, two, at(2)).map(drop), "part 2 cannot become sending: it is failed");
    refused(failed(two), "part 2 cannot become failed: it is failed");
    finished().unwrap();
    refused(finished(), "slot 1 cannot become sent: it is sent");
    refused(sent(PartId(99)), "there is no part 99");
    refused(finish(&db, SlotId(99), at(3)).map(drop), "there is no slot 99");
    let empty = crate::store::samples::slot(&subscription, 9, &[]);
    refused(
        claim(&db, &empty, at(9)).map(drop),
        "a slot of subscription 1 cannot become claimed: it is without parts",
    );
}

#[test]
fn an_empty_slot_ends_once() {
    let db = open::in_memory();
    let subscription = subscribe(&db, 1, 2, None);
    let end =
        |due, state, reason| end_empty(&db, subscription.id, at(due), state, reason, true, at(due));
    end(0, SlotState::NothingNew, None).unwrap();
    end(0, SlotState::Failed, Some(FailureReason::HubUnavailable)).unwrap();
    end(1, SlotState::Failed, Some(FailureReason::HubUnavailable)).unwrap();
    end(2, SlotState::Skipped, Some(FailureReason::Missed)).unwrap();
    assert!(matches!(end(3, SlotState::Sent, None), Err(StoreError::Illegal { .. })));
    let found: Vec<_> = recent(&db, GuildId(1), 2)
        .unwrap()
        .into_iter()
        .map(|slot| (slot.due_at, slot.state, slot.late, slot.papers))
        .collect();
    assert_eq!(found, [(at(2), SlotState::Skipped, true, 0), (at(1), SlotState::Failed, true, 0)]);
    let new = slot(&subscription, 0, &[&[1]]);
    assert_eq!(claim(&db, &new, at(0)).unwrap(), Claim::Taken(SlotState::NothingNew));
    let new = unrecorded(&db, subscription.id, (0..5).map(at).collect()).unwrap();
    assert_eq!(new, [at(3), at(4)], "the others are recorded");
    let nobody = end_empty(&db, SubscriptionId(9), at(0), SlotState::Skipped, None, false, at(0));
    assert_eq!(nobody.unwrap_err().to_string(), "there is no subscription 9");
}

#[test]
fn history_survives_the_subscription_and_stays_in_its_server() {
    let db = open::in_memory();
    let subscription = subscribe(&db, 1, 2, None);
    let slot = claimed(&db, &slot(&subscription, 0, &[&[1]]));
    subscriptions::remove(&db, GuildId(1), subscription.id).unwrap();
    begin_sending(&db, slot.parts[0].id, at(1)).unwrap();
    record_sent(&db, slot.parts[0].id, MessageId(5), at(1)).unwrap();
    assert_eq!(finish(&db, slot.id, at(1)).unwrap(), SlotState::Sent);
    assert_eq!(recent(&db, GuildId(1), 20).unwrap().len(), 1);
    assert!(recent(&db, GuildId(9), 20).unwrap().is_empty());
    let again = subscriptions::add(&db, &settings(1, 2), crate::store::samples::SINCE, None, at(2))
        .unwrap();
    assert_eq!(again.id, SubscriptionId(2), "a number is never given twice");
    assert!(ledger::already_posted(&db, channel(2), &ids(&[1])).unwrap().contains(&id(1)));
}
