//! Other search engines, on the same papers and questions.

use domain::{Paper, PaperId};
use rusqlite::Connection;
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{
    Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{Index, Searcher, TantivyDocument, doc};

/// tantivy: title and abstract in one field, English stemming, BM25 over any of the words.
pub(crate) struct Tantivy {
    searcher: Searcher,
    parser: QueryParser,
    id: Field,
}

impl Tantivy {
    pub(crate) fn new(papers: &[Paper]) -> Tantivy {
        let mut schema = Schema::builder();
        let id = schema.add_text_field("id", STORED);
        let words = TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text =
            schema.add_text_field("text", TextOptions::default().set_indexing_options(words));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50_000_000).expect("a writer");
        for paper in papers {
            let whole = format!("{} {}", paper.title, paper.summary);
            writer.add_document(doc!(id => paper.id.as_str(), text => whole)).expect("a document");
        }
        writer.commit().expect("a commit");
        let searcher = index.reader().expect("a reader").searcher();
        Tantivy { searcher, parser: QueryParser::for_index(&index, vec![text]), id }
    }

    pub(crate) fn search(&self, text: &str, limit: usize) -> Vec<PaperId> {
        let (query, _) = self.parser.parse_query_lenient(&plain(text));
        let found = self.searcher.search(&query, &TopDocs::with_limit(limit).order_by_score());
        let found = found.expect("an answer").into_iter().map(|(_, at)| {
            let found: TantivyDocument = self.searcher.doc(at).expect("a document");
            let id = found.get_first(self.id).and_then(|value| value.as_str());
            id.and_then(PaperId::find).expect("an id")
        });
        found.collect()
    }
}

/// SQLite's full-text search: Porter stemming, BM25 over any of the words.
pub(crate) struct Fts5(Connection);

impl Fts5 {
    pub(crate) fn new(papers: &[Paper]) -> Fts5 {
        let db = Connection::open_in_memory().expect("a database");
        let create = "create virtual table paper using fts5(
            id unindexed, title, summary, tokenize = 'porter unicode61')";
        db.execute_batch(create).expect("fts5");
        for paper in papers {
            let row = (paper.id.as_str(), &paper.title, &paper.summary);
            db.execute("insert into paper values (?1, ?2, ?3)", row).expect("a row");
        }
        Fts5(db)
    }

    pub(crate) fn search(&self, text: &str, limit: usize) -> Vec<PaperId> {
        let words = plain(text);
        let words: Vec<String> =
            words.split_whitespace().map(|word| format!("\"{word}\"")).collect();
        let select = "select id from paper where paper match ?1 order by rank limit ?2";
        let mut select = self.0.prepare_cached(select).expect("a statement");
        let ids = select
            .query_map((words.join(" or ").replace(" or ", " OR "), limit as i64), |row| {
                row.get::<_, String>(0)
            })
            .expect("an answer");
        ids.filter_map(|id| PaperId::find(&id.expect("an id"))).collect()
    }
}

/// Words without characters that either engine treats as syntax.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect()
}
