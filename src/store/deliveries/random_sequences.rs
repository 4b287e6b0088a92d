//! Random sequences of delivery steps, legal and illegal: whatever the order, no sent paper leaves
//! the ledger, and all rows stay consistent.

use std::collections::BTreeSet;

use domain::{FailureReason, MessageId, SlotState, Subscription};
use proptest::prelude::*;
use rusqlite::Connection;

use super::*;
use crate::store::samples::{at, slot, subscribe};
use crate::store::{StoreError, ledger, open};

#[derive(Clone, Debug)]
enum Step {
    Claim { subscription: usize, due: i64, parts: Vec<Vec<u32>>, passed: Vec<u32> },
    EndEmpty { subscription: usize, due: i64 },
    Begin(u64),
    NothingDone(u64),
    Absent(u64),
    Replace(u64, u64),
    Sent(u64),
    Failed(u64, FailureReason),
    Finish(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let papers = || prop::collection::vec(0..12_u32, 0..3);
    let claim = (0..3_usize, 0..4_i64, prop::collection::vec(papers(), 0..3), papers());
    let claim = claim.prop_map(|(subscription, due, parts, passed)| Step::Claim {
        subscription,
        due,
        parts,
        passed,
    });
    let reason = prop::sample::select(vec![FailureReason::Refused, FailureReason::Unconfirmed]);
    prop_oneof![
        3 => claim,
        1 => (0..3_usize, 0..4_i64)
            .prop_map(|(subscription, due)| Step::EndEmpty { subscription, due }),
        3 => (1..14_u64).prop_map(Step::Begin),
        2 => (1..14_u64).prop_map(Step::NothingDone),
        1 => (1..14_u64).prop_map(Step::Absent),
        1 => (1..10_u64, 0..u64::MAX).prop_map(|(part, nonce)| Step::Replace(part, nonce)),
        3 => (1..14_u64).prop_map(Step::Sent),
        2 => (1..10_u64, reason).prop_map(|(part, reason)| Step::Failed(part, reason)),
        3 => (1..8_u64).prop_map(Step::Finish),
    ]
}

/// Runs one step in one transaction, like the store.
fn run(db: &mut Connection, subscriptions: &[Subscription], step: &Step) -> Result<()> {
    let transaction = db.transaction()?;
    let db = &transaction;
    match step {
        Step::Claim { subscription, due, parts, passed } => {
            let parts: Vec<&[u32]> = parts.iter().map(Vec::as_slice).collect();
            let mut new = slot(&subscriptions[*subscription], *due, &parts);
            new.passed_over = crate::store::samples::ids(passed);
            claim(db, &new, at(0)).map(drop)
        }
        Step::EndEmpty { subscription, due } => {
            let id = subscriptions[*subscription].id;
            end_empty(db, id, at(*due), SlotState::NothingNew, None, false, at(0))
        }
        Step::Begin(part) => begin_sending(db, PartId(*part), at(1)).map(drop),
        Step::NothingDone(part) => nothing_done(db, PartId(*part), Some(at(1))).map(drop),
        Step::Absent(part) => absent(db, PartId(*part)),
        Step::Replace(part, nonce) => {
            // Its papers, one message each.
            let sql = "select paper_id from ledger where part_id = ?1";
            let papers = db.prepare(sql)?;
            let papers = papers_of(papers, *part)?;
            let part_of = |(n, paper): (usize, domain::PaperId)| NewPart {
                nonce: format!("r{part}-{nonce}-{n}"),
                body: "{}".to_owned(),
                papers: vec![paper],
                ..NewPart::default()
            };
            let parts: Vec<NewPart> = papers.into_iter().enumerate().map(part_of).collect();
            if parts.is_empty() {
                Ok(())
            } else {
                replace(db, PartId(*part), &parts, at(2)).map(drop)
            }
        }
        Step::Sent(part) => record_sent(db, PartId(*part), MessageId(*part), at(2)),
        Step::Failed(part, reason) => record_failed(db, PartId(*part), *reason, at(2)).map(drop),
        Step::Finish(slot) => finish(db, SlotId(*slot), at(3)).map(drop),
    }?;
    Ok(transaction.commit()?)
}

fn papers_of(mut select: rusqlite::Statement, part: u64) -> Result<Vec<domain::PaperId>> {
    let ids = select.query_map([part as i64], |row| row.get::<_, String>(0))?;
    ids.map(|id| Ok(id?.parse().unwrap())).collect()
}

/// Queries that must return nothing; table constraints cover the rest.
const CONTRADICTIONS: [(&str, &str); 7] = [
    (
        "a slot ended before its parts",
        "select 1 from slot join part on part.slot_id = slot.id
         where slot.state <> 'claimed' and part.state in ('claimed', 'sending')",
    ),
    (
        "a slot is claimed or sent without parts",
        "select 1 from slot where state in ('claimed', 'sent')
         and not exists (select 1 from part where part.slot_id = slot.id)",
    ),
    (
        "a slot is sent though nothing is at the destination",
        "select 1 from slot where state = 'sent'
         and not exists (select 1 from part where slot_id = slot.id and part.state = 'sent')",
    ),
    (
        "a slot failed though something is at the destination",
        "select 1 from slot join part on part.slot_id = slot.id
         where slot.state in ('failed', 'nothing new') and part.state = 'sent'
             and (part.bears or not exists (
                 select 1 from part as other where other.slot_id = slot.id and other.bears))",
    ),
    (
        "a refused part holds a paper",
        "select 1 from part join ledger on ledger.part_id = part.id
         where part.reason = 'refused'",
    ),
    (
        "a part that is on its way has no unclear try, or one that is not has some",
        "select 1 from part where (state = 'sending' and unclear = 0)
             or (state = 'claimed' and (unclear > 0 or tried_at is not null))",
    ),
    (
        "a paper is entered for another destination than its part's",
        "select 1 from part join ledger on ledger.part_id = part.id
         join slot on slot.id = part.slot_id
         where slot.destination_id <> ledger.destination_id or ledger.state <> 'posted'",
    ),
];

type Row = (i64, String, Option<i64>);

/// Ledger rows that no step may remove: those without a part, and those whose part may have
/// arrived.
fn lasting(db: &Connection) -> BTreeSet<Row> {
    let sql = "select ledger.destination_id, paper_id, part_id from ledger
         left join part on part.id = ledger.part_id
         where part.id is null or part.state = 'sent' or part.reason = 'unconfirmed'";
    let mut select = db.prepare(sql).unwrap();
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

fn dump(db: &Connection) -> Vec<String> {
    let sql = "select 'slot' || id || state || coalesce(reason, '') from slot union all
         select 'part' || id || state || coalesce(sending_at, '') from part union all
         select 'ledger' || destination_id || paper_id || state from ledger order by 1";
    let mut select = db.prepare(sql).unwrap();
    let rows = select.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

proptest! {
    #[test]
    fn no_sequence_breaks_consistency_or_loses_ledger_rows(steps in prop::collection::vec(step(), 1..60)) {
        let mut db = open::in_memory();
        // Two subscriptions share a channel.
        let subscriptions =
            [(1, 2), (1, 2), (1, 3)].map(|(guild, channel)| subscribe(&db, guild, channel, None));
        let mut kept = BTreeSet::new();
        for step in &steps {
            let before = dump(&db);
            if let Err(error) = run(&mut db, &subscriptions, step) {
                prop_assert_eq!(before, dump(&db), "{:?} was refused but left something", step);
                let expected = matches!(
                    error,
                    StoreError::Illegal { .. } | StoreError::Unknown { .. }
                ) || error.to_string().contains("ledger.destination_id, ledger.paper_id");
                prop_assert!(expected, "{:?}: {}", step, error);
            }
            for (contradiction, sql) in CONTRADICTIONS {
                let found = db.prepare(sql).unwrap().exists([]).unwrap();
                prop_assert!(!found, "{} after {:?}", contradiction, step);
            }
            let lasting = lasting(&db);
            prop_assert!(lasting.is_superset(&kept), "{:?} lost a row of the ledger", step);
            kept = lasting;
        }
        // Open slots can always be ended, and then all papers are accounted for.
        for slot in unfinished(&db).unwrap() {
            let slot = get(&db, slot).unwrap().unwrap();
            for part in &slot.parts {
                if matches!(part.state, PartState::Claimed | PartState::Sending) {
                    begin_sending(&db, part.id, at(4)).unwrap();
                    record_sent(&db, part.id, MessageId(1), at(4)).unwrap();
                }
                let had = ledger::already_posted(&db, slot.destination, &part.papers).unwrap();
                prop_assert_eq!(had.len(), part.papers.len());
            }
            finish(&db, slot.id, at(5)).unwrap();
        }
        prop_assert!(unfinished(&db).unwrap().is_empty());
    }
}
