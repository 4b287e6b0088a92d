//! Papers' vectors by model. Only vectors of the same model can be compared; those of other models
//! are kept until they are explicitly deleted.
//!
//! A vector is deleted when its paper's text changes: see [`super::papers::put`].

use std::collections::HashMap;

use domain::{Paper, PaperId};
use rusqlite::{Connection, OptionalExtension};

use super::Result;
use super::value::{Columns, readable, stored};

/// A model's row number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ModelId(i64);

/// A model whose vectors are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredModel {
    /// Its row number.
    pub id: ModelId,
    /// The name that distinguishes its vectors from all others.
    pub name: String,
    /// The folder it was last read from.
    pub folder: String,
    /// The number of papers with a vector.
    pub vectors: u32,
}

/// A vector with its paper and sequence number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Higher than that of every earlier vector.
    pub number: u64,
    /// The paper.
    pub paper: PaperId,
    /// The vector, one byte per dimension.
    pub value: Vec<u8>,
}

/// The number of a model, added if it is new.
///
/// # Errors
/// A database error.
pub fn model(connection: &Connection, name: &str, folder: &str) -> Result<ModelId> {
    let upsert = "insert into model (name, folder) values (?1, ?2)
         on conflict (name) do update set folder = excluded.folder returning id";
    Ok(ModelId(connection.query_one(upsert, [name, folder], |row| row.get(0))?))
}

/// All models, the one with the most vectors first.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn models(connection: &Connection) -> Result<Vec<StoredModel>> {
    let mut select = connection.prepare_cached(
        "select id, name, folder,
             (select count(*) from vector where vector.model_id = model.id) as vectors
         from model order by vectors desc, id",
    )?;
    let models = select.query_and_then([], |row| {
        Ok(StoredModel {
            id: ModelId(row.value("id")?),
            name: row.value("name")?,
            folder: row.value("folder")?,
            vectors: row.count("vectors")?,
        })
    })?;
    readable(models)
}

/// The number of the last vector; 0 before the first.
///
/// # Errors
/// A database error.
pub fn last(connection: &Connection) -> Result<u64> {
    let last = "select coalesce(max(id), 0) from vector";
    let last: i64 = connection.query_one(last, [], |row| row.get(0))?;
    Ok(last.cast_unsigned())
}

/// The papers without a vector of a model, newest first.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn without(connection: &Connection, model: ModelId) -> Result<Vec<PaperId>> {
    let mut select = connection.prepare_cached(
        "select id from paper where not exists (
             select 1 from vector where model_id = ?1 and paper_id = paper.id
         ) order by published_at desc, id",
    )?;
    readable(select.query_and_then([model.0], |row| row.parsed("id"))?)
}

/// Stores vectors made from their papers' title and abstract. Skips papers that are no longer
/// stored or whose text has changed.
///
/// # Errors
/// A database error.
pub fn put(connection: &Connection, model: ModelId, vectors: &[(Paper, Vec<u8>)]) -> Result<()> {
    let mut insert = connection.prepare_cached(
        "insert or replace into vector (model_id, paper_id, value)
         select ?1, id, ?5 from paper where id = ?2 and title = ?3 and summary = ?4",
    )?;
    for (paper, value) in vectors {
        insert.execute((model.0, paper.id.as_str(), &paper.title, &paper.summary, value))?;
    }
    Ok(())
}

/// The vectors of a model stored after number `after`, in order.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn since(connection: &Connection, model: ModelId, after: u64) -> Result<Vec<Stored>> {
    let mut select = connection.prepare_cached(
        "select id, paper_id, value from vector where id > ?2 and model_id = ?1 order by id",
    )?;
    let vectors = select.query_and_then((model.0, stored(after)), |row| {
        let number: i64 = row.value("id")?;
        Ok(Stored {
            number: number.cast_unsigned(),
            paper: row.parsed("paper_id")?,
            value: row.value("value")?,
        })
    })?;
    readable(vectors)
}

/// The vectors of these papers for a model.
///
/// # Errors
/// A database error.
pub fn of(
    connection: &Connection,
    model: ModelId,
    papers: &[PaperId],
) -> Result<HashMap<PaperId, Vec<u8>>> {
    let mut select = connection
        .prepare_cached("select value from vector where model_id = ?1 and paper_id = ?2")?;
    let mut found = HashMap::new();
    for paper in papers {
        let value = select.query_one((model.0, paper.as_str()), |row| row.get(0)).optional()?;
        found.extend(value.map(|value| (paper.clone(), value)));
    }
    Ok(found)
}

/// Deletes all models except one, with their vectors, and returns the number of deleted models.
///
/// # Errors
/// A database error.
pub fn keep_only(connection: &Connection, model: ModelId) -> Result<usize> {
    Ok(connection.execute("delete from model where id <> ?1", [model.0])?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{at, id, paper};
    use crate::store::{open, papers};

    #[test]
    fn vectors_are_kept_by_model_until_the_text_changes() {
        let db = open::in_memory();
        let all = [paper(1, 1), paper(2, 2), paper(3, 3)];
        papers::put(&db, &all, at(0)).unwrap();
        let first = model(&db, "first", "/a").unwrap();
        let second = model(&db, "second", "/b").unwrap();
        assert_eq!(model(&db, "first", "/c").unwrap(), first);
        assert_eq!(without(&db, first).unwrap(), [id(1), id(2), id(3)]);

        let vectors = |numbers: &[usize], value: u8| -> Vec<(Paper, Vec<u8>)> {
            numbers.iter().map(|number| (all[*number - 1].clone(), vec![value])).collect()
        };
        put(&db, first, &vectors(&[1, 2], 7)).unwrap();
        put(&db, second, &vectors(&[1], 8)).unwrap();
        assert_eq!(without(&db, first).unwrap(), [id(3)]);
        let named = |name: &str, id, folder: &str, vectors| StoredModel {
            id,
            name: name.to_owned(),
            folder: folder.to_owned(),
            vectors,
        };
        let both = [named("first", first, "/c", 2), named("second", second, "/b", 1)];
        assert_eq!(models(&db).unwrap(), both);
        let found = since(&db, first, 0).unwrap();
        let found_ids: Vec<_> = found.iter().map(|one| (&one.paper, &one.value[..])).collect();
        assert_eq!(found_ids, [(&id(1), &[7][..]), (&id(2), &[7][..])]);
        let last = found.last().unwrap().number;
        assert_eq!(since(&db, first, last).unwrap(), []);
        assert_eq!(of(&db, second, &[id(1), id(2)]).unwrap(), [(id(1), vec![8])].into());

        // Votes change nothing; a new text deletes the vectors of all models.
        papers::put(&db, &[paper(1, 9)], at(1)).unwrap();
        assert_eq!(since(&db, first, 0).unwrap().len(), 2);
        let renamed = Paper { title: "Another".to_owned(), ..paper(1, 9) };
        papers::put(&db, std::slice::from_ref(&renamed), at(2)).unwrap();
        assert_eq!(models(&db).unwrap()[0].vectors, 1);
        // Encoded before the change and stored after it, it is outdated.
        put(&db, first, &vectors(&[1], 7)).unwrap();
        assert_eq!(without(&db, first).unwrap(), [id(1), id(3)]);
        put(&db, first, &[(renamed, vec![9])]).unwrap();
        let newer = since(&db, first, last).unwrap();
        assert_eq!(newer.iter().map(|one| &one.paper).collect::<Vec<_>>(), [&id(1)]);

        assert_eq!(keep_only(&db, first).unwrap(), 1);
        assert_eq!(models(&db).unwrap(), [named("first", first, "/c", 2)]);
        assert_eq!(of(&db, second, &[id(1)]).unwrap(), HashMap::new());
    }
}
