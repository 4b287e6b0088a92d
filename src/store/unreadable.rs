//! Tests that no stored value makes a query fail: every other row is still read.

use std::collections::BTreeSet;

use domain::{GuildId, SubscriptionId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::samples::{SINCE, after, at, claimed, id, ids, paper, slot, subscribe};
use super::{
    activity, deliveries, destinations, lease, ledger, linked_repos, lists, open, papers, samples,
    subscriptions, vectors,
};

/// Two rows in every table; the first will be corrupted.
fn database() -> Connection {
    let db = open::in_memory();
    papers::put_list(&db, SINCE, &[paper(1, 1), paper(2, 2)], None, at(0)).unwrap();
    papers::put_list(&db, SINCE.tomorrow().unwrap(), &[paper(2, 2)], None, at(0)).unwrap();
    let model = vectors::model(&db, "one", "/a").unwrap();
    vectors::model(&db, "two", "/b").unwrap();
    vectors::put(&db, model, &[(paper(1, 1), vec![1]), (paper(2, 2), vec![2])]).unwrap();
    for number in [1, 2] {
        let repo = domain::Repo::ALL[0];
        let linked = domain::Linked { kind: repo, id: "a/b".to_owned(), likes: 1 };
        let shown = vec![linked.clone(), linked];
        let found = domain::Links { shown, models: 1, datasets: 1, spaces: 1 };
        linked_repos::put(&db, &id(number), &found, at(0)).unwrap();
    }
    for channel in [10, 11] {
        let subscription = subscribe(&db, 1, channel, Some(1));
        for due in [1, 2] {
            let mut new = slot(&subscription, due, &[&[due as u32], &[due as u32 + 10]]);
            new.passed_over = ids(&[20 + due as u32]);
            let slot = claimed(&db, &new);
            if due == 1 {
                for part in &slot.parts {
                    deliveries::begin_sending(&db, part.id, at(1)).unwrap();
                    let message = domain::MessageId(part.id.0);
                    deliveries::record_sent(&db, part.id, message, at(1)).unwrap();
                }
                deliveries::finish(&db, slot.id, at(1)).unwrap();
            }
        }
        let reason = domain::FailureReason::Refused;
        destinations::block(&db, samples::channel(channel), reason, at(1)).unwrap();
    }
    for doubt in [activity::Doubt::Older, activity::Doubt::Unused] {
        destinations::mark_all_doubtful(&db, doubt, at(1)).unwrap();
    }
    // Every row has different values, so that one can be corrupted alone.
    db.execute_batch(
        "update paper set summary = id, keywords = json_array(id), authors = json_array(id),
             organization = id, thumbnail = 'https://example.org/' || id,
             github = 'https://example.org/' || id, project = 'https://example.org/' || id;
         update subscription set cron = id || ' 9 * * *',
             zone = iif(id = 1, 'UTC', 'Europe/Berlin'),
             since = '2026-05-1' || id, strictness = iif(id = 1, 'loose', 'strict');
         update slot set reason = iif(id % 2, 'refused', 'unconfirmed');
         update destination set blocked_reason = 'missing permission' where channel_id = 10;",
    )
    .unwrap();
    lease::hold(&db, "a", at(0), SignedDuration::from_mins(1), |_| false).unwrap();
    activity::hear(&db, at(0)).unwrap();
    super::processed_interactions::first(&db, 7, at(0)).unwrap();
    db
}

/// Runs all queries and returns the number of rows of each.
fn read_all(db: &Connection) -> Result<Vec<(&'static str, usize)>, super::StoreError> {
    let mut all = 0;
    papers::all(db, |_| all += 1)?;
    let (far, past) = (Timestamp::MAX, Timestamp::MIN);
    let wide = (Date::MIN, Date::MAX);
    let due = subscriptions::due(db, (past, SubscriptionId(0)), at(9), 9)?;
    let model = vectors::model(db, "one", "/a")?;
    lists::state(db, SINCE)?;
    lists::newest(db, SINCE.tomorrow().unwrap())?;
    lists::last_good(db)?;
    subscriptions::earliest_due(db, past)?;
    subscriptions::overdue_of(db, GuildId(1), at(9))?;
    activity::get(db)?;
    lease::is_held(db, "a", at(0))?;
    for channel in [10, 11] {
        let channel = samples::channel(channel);
        destinations::blocked(db, channel)?;
        destinations::doubt(db, channel)?;
        ledger::already_posted(db, channel, &ids(&[1, 2]))?;
        ledger::before(db, SubscriptionId(1), channel, &ids(&[1, 2, 21]))?;
        subscriptions::of_destination(db, channel)?;
    }
    for number in [1, 2] {
        linked_repos::get(db, &id(number))?;
        deliveries::last_brought(db, SubscriptionId(number.into()), at(9))?;
    }
    deliveries::unfinished(db)?;
    Ok(vec![
        ("papers", all),
        ("papers one by one", papers::get_many(db, &ids(&[1, 2]))?.len()),
        ("papers that changed", papers::changed_since(db, 0)?.len()),
        ("papers on lists", papers::on_lists(db, wide.0, wide.1)?.len()),
        ("list sizes", lists::sizes_before(db, Date::MAX, 9)?.len()),
        ("links that changed", linked_repos::changed_since(db, 0)?.len()),
        ("links to ask for", linked_repos::to_ask(db, Date::MIN, far, 9)?.len()),
        ("models", vectors::models(db)?.len()),
        ("vectors", vectors::since(db, model, 0)?.len()),
        ("vectors by paper", vectors::of(db, model, &ids(&[1, 2]))?.len()),
        ("papers without a vector", vectors::without(db, model)?.len()),
        ("subscriptions", subscriptions::of_guild(db, GuildId(1))?.len()),
        ("due", due.subscriptions.len()),
        ("topics", subscriptions::all_topics(db)?.len()),
        ("blocked destinations", destinations::blocked_of_guild(db, GuildId(1))?.len()),
        ("admins to notify", destinations::not_notified(db, far)?.len()),
        ("slots", deliveries::recent(db, GuildId(1), 9)?.len()),
        ("posts to renew", deliveries::votes_to_edit(db, past, far, 9)?.len()),
    ])
}

#[test]
fn unreadable_values_affect_no_other_row() {
    let whole = read_all(&database()).unwrap();
    let db = database();
    let columns = "select schema.name, info.name, info.type
         from sqlite_schema as schema, pragma_table_info(schema.name) as info
         where schema.type = 'table' and schema.name not like 'sqlite_%'";
    let mut columns = db.prepare(columns).unwrap();
    let columns = columns.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let columns: Vec<(String, String, String)> = columns.map(Result::unwrap).collect();
    db.execute_batch("pragma foreign_keys = off; pragma ignore_check_constraints = on;").unwrap();
    let mut spoilt = BTreeSet::new();
    for (table, column, kind) in &columns {
        let is_text = kind.eq_ignore_ascii_case("text");
        let values: &[&str] = match kind.as_str() {
            _ if is_text => &["''", "'\u{1}?'", "'0'", "cast(x'ff' as text)"],
            "BLOB" | "blob" => &["x''", "x'00'"],
            _ => &["-9223372036854775807", "9223372036854775807", "-1", "0"],
        };
        for value in values {
            db.execute_batch("savepoint spoil").unwrap();
            let first = format!("select {column} from {table} limit 1");
            let spoil = format!(
                "update or ignore {table} set {column} = {value} where {column} is ({first})"
            );
            let rows = db.execute(&spoil, []).unwrap_or(0);
            if rows > 0 {
                spoilt.insert(table.clone());
                let what = format!("{table}.{column} = {value}");
                let found = read_all(&db).unwrap_or_else(|error| panic!("{what}: {error}"));
                for ((noun, count), (_, all)) in found.iter().zip(&whole) {
                    // With one channel, slot or paper of two, everything that belongs to it may be
                    // lost.
                    let is_one_of_two = !["guild", "model"].contains(&table.as_str());
                    let is_key = ["state", "kind", "guild_id"].contains(&column.as_str());
                    if rows == 1 && is_text && is_one_of_two && !is_key {
                        assert!(count * 2 >= *all, "{what}: {count} of {all} {noun}");
                    }
                }
            }
            db.execute_batch("rollback to spoil; release spoil").unwrap();
        }
    }
    assert!(spoilt.len() >= 12, "{spoilt:?}");
    assert_eq!(subscriptions::due(&db, after(0), at(9), 9).unwrap().subscriptions.len(), 2);
}
