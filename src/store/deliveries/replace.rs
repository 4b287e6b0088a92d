//! Replaces a part that Discord refused by smaller parts, and changes one that was never sent.

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::new_slot::insert_part;
use super::progress::may_become;
use super::read_slots::slots;
use super::{NewPart, PartId, PartKind, PartState, Slot, SlotId, part_kind};
use crate::store::destinations::DestinationId;
use crate::store::value::{Columns, millis, stored};
use crate::store::{Result, StoreError};

/// Replaces a refused part by `parts`: nothing of it is in the channel or ever will be. They become
/// the last parts of the slot, which is returned. Papers of the refused part that are in no new one
/// are released for the next slot.
///
/// The first takes the place of the refused one, for its own parent and for what belongs to it. Of a
/// forum post the others are messages in that. A part whose line is at its destination is not
/// replaced: it ends as that line, without its papers, and the new parts follow it.
///
/// # Errors
/// [`StoreError::Illegal`] for a part that has ended or may have arrived; [`StoreError::Unknown`];
/// a database error.
pub fn replace(
    connection: &Connection,
    refused: PartId,
    parts: &[NewPart],
    now: Timestamp,
) -> Result<Option<Slot>> {
    let from = may_become(connection, refused, PartState::Failed)?;
    if from != PartState::Claimed {
        let (from, to) = (from.as_str().to_owned(), "replaced");
        return Err(StoreError::Illegal { noun: "part", id: refused.0, from, to });
    }
    let mut select = connection.prepare_cached(
        "select slot_id, slot.destination_id, part.number, part.parent, part.kind, part.opened_id,
             (select max(number) from part as other where other.slot_id = part.slot_id) as last
         from part join slot on slot.id = part.slot_id where part.id = ?1",
    )?;
    let read = |row: &Row| -> Result<Refused> {
        Ok(Refused {
            slot: SlotId(row.id("slot_id")?),
            destination: DestinationId(row.value("destination_id")?),
            number: row.count("number")?,
            parent: row.value("parent")?,
            kind: part_kind(&row.value::<String>("kind")?)?,
            opened: row.value("opened_id")?,
            last: row.value("last")?,
        })
    };
    let found = select.query_and_then([stored(refused.0)], read)?.next().transpose()?;
    let unknown = StoreError::Unknown { noun: "part", id: refused.0 };
    let Refused { slot, destination, number, parent, kind, opened, last } = found.ok_or(unknown)?;
    connection.execute("delete from ledger where part_id = ?1", [stored(refused.0)])?;
    let is_post = kind == PartKind::Post;
    let is_published = connection
        .prepare_cached(
            "select 1 from part where slot_id = ?1 and parent = ?2 and kind = 'publish'",
        )?
        .exists((stored(slot.0), number))?;
    let first = match opened {
        Some(_) => {
            let end = "update part set state = 'sent', message_id = opened_id, sending_at = ?2,
                           finished_at = ?2, bears = 0 where id = ?1";
            connection.execute(end, (stored(refused.0), millis(now)))?;
            number
        }
        None => {
            connection.execute("delete from part where id = ?1", [stored(refused.0)])?;
            let heir = "update part set parent = ?3 where slot_id = ?1 and parent = ?2";
            connection.execute(heir, (stored(slot.0), number, last + 1))?;
            u32::try_from(last + 1).unwrap_or_default()
        }
    };
    for (number, part) in (last + 1..).zip(parts) {
        let is_root = is_post && opened.is_none() && number == last + 1;
        let (kind, parent) = match (is_root, is_post) {
            (true, _) => (PartKind::Post, None),
            (false, true) => (PartKind::Message, Some(first)),
            (false, false) => (kind, parent),
        };
        let part = NewPart { kind, parent, ..part.clone() };
        insert_part(connection, destination, slot, number, &part, now)?;
    }
    // The first is published in place of the refused part.
    if is_published && kind == PartKind::Message {
        let inserted = (last + 1..).zip(parts);
        let after = last + 1 + i64::try_from(parts.len()).unwrap_or_default();
        for (number, (parent, part)) in (after..).zip(inserted.skip(1)) {
            let publish = NewPart {
                nonce: format!("{}+", part.nonce),
                body: "{}".to_owned(),
                papers: Vec::new(),
                kind: PartKind::Publish,
                parent: u32::try_from(parent).ok(),
                line: None,
            };
            insert_part(connection, destination, slot, number, &publish, now)?;
        }
    }
    Ok(slots(connection, "slot.id = ?1", [stored(slot.0)])?.pop())
}

/// Changes what a part sends. One that was tried stays as it is.
///
/// # Errors
/// A database error.
pub fn rewrite(
    connection: &Connection,
    part: PartId,
    body: &str,
    line: Option<&str>,
) -> Result<()> {
    let mut update = connection.prepare_cached(
        "update part set body = ?2, line = ?3
         where id = ?1 and state = 'claimed' and opened_id is null",
    )?;
    update.execute((stored(part.0), body, line))?;
    Ok(())
}

/// A refused part, and where it stood.
struct Refused {
    slot: SlotId,
    destination: DestinationId,
    number: u32,
    parent: Option<u32>,
    kind: PartKind,
    opened: Option<i64>,
    last: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::deliveries::{begin_sending, nothing_done, record_sent};
    use crate::store::samples::{at, claimed, ids, slot, subscribe};
    use crate::store::{ledger, open};
    use domain::MessageId;

    #[test]
    fn replacements_take_over_the_refused_parts_papers() {
        let db = open::in_memory();
        let subscription = subscribe(&db, 1, 2, Some(1));
        let before = claimed(&db, &slot(&subscription, 1, &[&[1, 2, 3], &[4]]));
        let refused = before.parts[0].id;
        begin_sending(&db, refused, at(1)).unwrap();
        begin_sending(&db, refused, at(1)).unwrap();
        assert_eq!(nothing_done(&db, refused, Some(at(1))).unwrap(), PartState::Sending);
        let unclear = replace(&db, refused, &[], at(2)).unwrap_err().to_string();
        assert_eq!(unclear, "part 1 cannot become replaced: it is sending");
        assert_eq!(nothing_done(&db, refused, None).unwrap(), PartState::Claimed);
        let part = |nonce: &str, papers: &[u32]| NewPart {
            nonce: nonce.to_owned(),
            body: "{}".to_owned(),
            papers: ids(papers),
            ..NewPart::default()
        };
        let after = replace(&db, refused, &[part("a", &[1, 3]), part("b", &[2])], at(2)).unwrap();
        let after = after.unwrap();
        let shown: Vec<_> =
            after.parts.iter().map(|part| (part.number, part.papers.clone())).collect();
        assert_eq!(shown, [(2, ids(&[4])), (3, ids(&[1, 3])), (4, ids(&[2]))]);

        let last = after.parts[2].id;
        replace(&db, last, &[], at(3)).unwrap();
        let had =
            ledger::already_posted(&db, subscription.settings.destination, &ids(&[1, 2, 3, 4]))
                .unwrap();
        assert_eq!(had, ids(&[1, 3, 4]).into_iter().collect(), "2 is free again");
        let sent = after.parts[1].id;
        begin_sending(&db, sent, at(3)).unwrap();
        record_sent(&db, sent, MessageId(7), at(3)).unwrap();
        assert!(matches!(replace(&db, sent, &[], at(4)), Err(StoreError::Illegal { .. })));
        assert!(matches!(replace(&db, refused, &[], at(4)), Err(StoreError::Unknown { .. })));
    }

    #[test]
    fn every_replacement_of_a_published_message_is_published() {
        let db = open::in_memory();
        let subscription = subscribe(&db, 1, 2, Some(1));
        let mut new = slot(&subscription, 1, &[&[1, 2, 3]]);
        new.parts.push(NewPart {
            nonce: "published".to_owned(),
            body: "{}".to_owned(),
            kind: PartKind::Publish,
            parent: Some(1),
            ..NewPart::default()
        });
        let before = claimed(&db, &new);
        let part = |nonce: &str, papers: &[u32]| NewPart {
            nonce: nonce.to_owned(),
            body: "{}".to_owned(),
            papers: ids(papers),
            ..NewPart::default()
        };
        let parts = [part("a", &[1]), part("b", &[2]), part("c", &[3])];
        let after = replace(&db, before.parts[0].id, &parts, at(2)).unwrap().unwrap();
        let published = after.parts.iter().filter(|part| part.kind == PartKind::Publish);
        let mut published: Vec<_> = published.map(|part| part.parent).collect();
        published.sort_unstable();
        assert_eq!(published, [Some(3), Some(4), Some(5)]);
    }
}
