//! Search by meaning, from the model's folder to the answer: vectors are computed in the background
//! and survive a restart, and a new model takes over only when it is ready.

mod model;

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use domain::Paper;
use jiff::{Timestamp, ToSpan};
use paperboy::app::papers::embedding_model::{Encoding, Model};
use paperboy::app::papers::index::PaperIndex;
use paperboy::app::papers::refresh::refresh;
use paperboy::hub::{DownloadError, PublishedFile, PublishedModel, download};
use paperboy::store::{Store, linked_repos, papers, vectors};
use search::Query;
use simulator::hub::{Hub, HubFault, HubOptions};
use tempfile::TempDir;

use super::stage::{SOON, Stage};

const GROUPS: &[&[&str]] =
    &[&["dragon", "wyrm", "drake"], &["bread", "loaf", "baking"], &["sail", "boat"]];
const ONE: NonZero<usize> = NonZero::<usize>::MIN;

fn paper(number: usize, title: &str) -> Paper {
    let id = format!("2605.{number:05}").parse().expect("an id");
    let summary = format!("Number {number} of a shelf.");
    Paper { upvotes: 1, ..Paper::new(id, title.to_owned(), summary) }
}

fn store(data: &TempDir) -> Store {
    Store::open(&data.path().join("paperboy.db")).expect("a store")
}

async fn put(store: &Store, new: Vec<Paper>) {
    let put = move |tx: &rusqlite::Transaction| papers::put(tx, &new, Timestamp::UNIX_EPOCH);
    store.write(put).await.expect("papers");
}

fn folder(data: &TempDir, name: &str, seed: u64) -> PathBuf {
    let folder = data.path().join(name);
    model::write(&folder, seed, GROUPS);
    folder
}

async fn open(store: &Store, folder: &Path) -> PaperIndex {
    let index = PaperIndex::open(store.clone()).await.expect("papers");
    index.with_model(folder).await.expect("a model")
}

async fn encode_all(store: &Store, folder: &Path) -> usize {
    let model = Arc::new(Model::open(store, folder).await.expect("a model"));
    let mut encoding = Encoding::new(store, model, ONE).await.expect("what is missing");
    while encoding.go_on().await.expect("a batch") {}
    encoding.progress().0
}

/// The best paper for a query, if anything is close.
async fn best(index: &PaperIndex, text: &str) -> Option<String> {
    let answer = index.search(&Query::new(text), &index.embed_query(&Query::new(text)).await);
    let close = answer.hits.first().filter(|_| !answer.nothing_close);
    close.map(|hit| hit.id.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn vectors_survive_a_restart_and_encoding_resumes() {
    let data = tempfile::tempdir().expect("a folder");
    let folder = folder(&data, "small", 1);
    let shelf = (1..=80).map(|number| paper(number, "On bread and how to bake it"));
    let shelf = shelf.chain([paper(99, "The dragon under the hill")]).collect();
    {
        let store = store(&data);
        put(&store, shelf).await;
        let model = Arc::new(Model::open(&store, &folder).await.expect("a model"));
        let mut encoding = Encoding::new(&store, model, ONE).await.expect("what is missing");
        assert!(encoding.go_on().await.expect("a batch"));
        assert_eq!(encoding.progress(), (32, 81), "then the process ends");
    }
    let store = store(&data);
    let before = open(&store, &folder).await;
    assert_eq!(before.size().encoded, 32);
    assert_eq!(encode_all(&store, &folder).await, 49);
    let index = open(&store, &folder).await;
    assert_eq!(index.size().encoded, 81);
    assert_eq!(best(&index, "wyrm").await.as_deref(), Some("2605.00099"));
    assert_eq!(best(&PaperIndex::open(store).await.expect("papers"), "wyrm").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn older_papers_are_loaded_later_with_vectors_and_links() {
    let data = tempfile::tempdir().expect("a folder");
    let folder = folder(&data, "small", 1);
    let store = store(&data);
    put(&store, vec![paper(1, "On salt"), paper(2, "The dragon under the hill")]).await;
    put(&store, (3..=9).map(|number| paper(number, "On bread")).collect()).await;
    encode_all(&store, &folder).await;
    let index = PaperIndex::open_recent(store.clone(), 5).await.expect("papers");
    let index = index.with_model(&folder).await.expect("a model");
    assert_eq!((index.size().papers, best(&index, "wyrm").await), (5, None));
    // One of the older papers changes before it is loaded.
    put(&store, vec![paper(1, "On pepper")]).await;
    index.catch_up().await.expect("what is new");
    let mut batches = 0;
    while index.load_older(2).await.expect("a batch") {
        batches += 1;
    }
    assert_eq!((batches, index.size().papers), (2, 9));
    assert_eq!(best(&index, "wyrm").await.as_deref(), Some("2605.00002"), "by its vector");
    assert_eq!(best(&index, "pepper").await.as_deref(), Some("2605.00001"));
    assert_eq!(best(&index, "salt").await, None, "the older version is not loaded");
    assert_eq!(index.size().encoded, 8, "all but the changed one");
}

#[tokio::test(flavor = "multi_thread")]
async fn new_models_take_over_only_when_ready() {
    let data = tempfile::tempdir().expect("a folder");
    let (old, new) = (folder(&data, "old", 1), folder(&data, "new", 2));
    let store = store(&data);
    put(&store, (1..=40).map(|number| paper(number, "A loaf a day")).collect()).await;
    put(&store, vec![paper(99, "The dragon under the hill")]).await;
    encode_all(&store, &old).await;

    let index = open(&store, &new).await;
    let name = |index: &PaperIndex| index.model().expect("a model").name().to_owned();
    assert!(name(&index).starts_with("old@"), "{}", name(&index));
    assert_eq!(best(&index, "drake").await.as_deref(), Some("2605.00099"));
    // A query encoded with the old model is answered after the change by words only.
    let early = index.embed_query(&Query::new("drake")).await;
    encode_all(&store, &new).await;
    index.activate().await.expect("it settles");
    assert!(name(&index).starts_with("new@"), "{}", name(&index));
    assert_eq!(index.size().encoded, 41);
    assert!(index.search(&Query::new("drake"), &early).nothing_close);
    assert_eq!(best(&index, "drake").await.as_deref(), Some("2605.00099"));
    let left = store.read(vectors::models).await.expect("models");
    assert_eq!(left.iter().map(|one| one.vectors).collect::<Vec<_>>(), [41]);

    // A model whose folder is gone can't answer; the new one eventually does.
    std::fs::remove_dir_all(&new).expect("a folder");
    assert!(name(&open(&store, &old).await).starts_with("old@"));
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_stored_by_another_process_are_found() {
    let data = tempfile::tempdir().expect("a folder");
    let folder = folder(&data, "small", 1);
    let (ours, theirs) = (store(&data), store(&data));
    let index = open(&ours, &folder).await;
    put(&theirs, vec![paper(1, "A dragon"), paper(2, "A loaf")]).await;
    encode_all(&theirs, &folder).await;
    assert_eq!(best(&index, "dragon").await, None);
    index.catch_up().await.expect("news");
    assert_eq!(best(&index, "dragon").await.as_deref(), Some("2605.00001"));
    assert_eq!(best(&index, "baking").await.as_deref(), Some("2605.00002"));
    // A new text needs a new vector; until then only words count.
    put(&theirs, vec![paper(2, "A boat")]).await;
    index.catch_up().await.expect("news");
    assert_eq!(index.size().encoded, 1);
    assert_eq!(best(&index, "loaf").await, None);
    encode_all(&theirs, &folder).await;
    index.catch_up().await.expect("news");
    assert_eq!(best(&index, "sail").await.as_deref(), Some("2605.00002"));
}

#[tokio::test(flavor = "multi_thread")]
async fn new_summaries_and_removed_models_are_noticed_without_a_restart() {
    let data = tempfile::tempdir().expect("a folder");
    let folder = folder(&data, "small", 1);
    let (ours, theirs) = (store(&data), store(&data));
    put(&ours, vec![paper(1, "A dragon"), paper(2, "A loaf")]).await;
    encode_all(&ours, &folder).await;
    let index = open(&ours, &folder).await;
    let link = async |models: u32| {
        let links = domain::Links { models, ..domain::Links::default() };
        let id = paper(1, "A dragon").id;
        let put = move |tx: &rusqlite::Transaction| {
            linked_repos::put(tx, &id, &links, Timestamp::UNIX_EPOCH)
        };
        theirs.write(put).await.expect("links");
        index.catch_up().await.expect("news");
        let filters = search::Filters { has_model: true, ..search::Filters::default() };
        let linked = Query { filters, ..Query::new("dragon") };
        !index.search(&linked, &index.embed_query(&linked).await).nothing_close
    };
    assert!(link(3).await);
    let summed_up = Paper { ai_summary: Some("It sleeps.".into()), ..paper(1, "A dragon") };
    let put =
        move |tx: &rusqlite::Transaction| papers::put(tx, &[summed_up], Timestamp::UNIX_EPOCH);
    index.upsert(&ours.write(put).await.expect("papers"));
    assert_eq!(index.size().encoded, 2);
    assert_eq!(best(&index, "wyrm").await.as_deref(), Some("2605.00001"));
    assert!(link(3).await);
    assert!(!link(0).await, "a count that falls to 0 is noticed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_encodes_new_papers_and_answers_by_meaning() {
    let stage =
        Stage::with_model("2026-05-14T13:30:00Z", |folder| model::write(folder, 1, GROUPS)).await;
    stage.hub.add_paper(
        "2026-05-14",
        serde_json::json!({ "paper": {
            "id": "2605.77777", "title": "The dragon under the hill", "upvotes": 3,
            "summary": "It sleeps.", "authors": [], "publishedAt": "2026-05-13T00:00:00.000Z",
        } }),
    );
    stage.discord.command(stage.member, stage.papers, "/paper 2605.77777").await;
    stage.until_said("/search wyrm", "2605.77777").await;
    refresh(&stage.app, stage.clock.now().saturating_add(2.minutes()).expect("a time"))
        .await
        .expect("lists");
    for (topic, is_in) in [("wyrm", true), ("sail", false)] {
        let line = format!("/subscription add channel:#papers topics:{topic} strictness:loose");
        let set = stage.say(&line).await.text();
        assert!(set.contains("Subscribed"), "{set}");
        let preview = stage.say("/preview").await.text();
        assert_eq!(!preview.contains("no topic matches"), is_in, "{topic}: {preview}");
    }
    let by_meaning = async {
        let why = |sent: &simulator::Exchange| {
            let body = sent.request.as_ref().map(ToString::to_string).unwrap_or_default();
            body.contains("close in meaning")
        };
        while !stage.discord.exchanges().iter().any(why) {
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    };
    tokio::time::timeout(SOON, by_meaning).await.expect("the preview says why");
    let id = stage.app.index.wanted_model().expect("a model").id();
    let encoded = async {
        let missing = move |conn: &rusqlite::Connection| vectors::without(conn, id);
        while !stage.app.store.read(missing).await.expect("ids").is_empty() {
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    };
    tokio::time::timeout(SOON, encoded).await.expect("all are encoded");
}

#[tokio::test(flavor = "multi_thread")]
async fn command_line_preview_matches_like_the_bot() {
    let data = tempfile::tempdir().expect("a folder");
    let folder = folder(&data, "small", 1);
    let listed = paper(77, "A loaf for the voyage");
    {
        // In a library half of which is about bread, one more such paper says little.
        let store = store(&data);
        let shelf = (1..=60).map(|number| match number % 2 {
            0 => paper(number, "On bread and how to bake it"),
            _ => paper(number, "The dragon under the hill"),
        });
        put(&store, shelf.collect()).await;
        encode_all(&store, &folder).await;
    }
    let topic: domain::Topic = "baking".parse().expect("a topic");
    let index = open(&store(&data), &folder).await;
    let model = index.model().expect("a model");
    let matches = |set: &search::TopicMatcher| {
        let meaning = model.encode(&search::embedding_text(&listed));
        let text = search::PaperText::new(&listed).with_embedding(meaning);
        !set.matches(&text, domain::Strictness::Loose).is_empty()
    };
    let vectors = vec![Some(model.encode_query(topic.as_str()))];
    let by_one_rule = search::TopicMatcher::new([&topic]);
    let by_one_rule = by_one_rule.prepared(|set| set.with_embedding(vectors));
    let as_the_bot = index.topic_set(&[&topic]).await;
    assert!(matches(&by_one_rule) && !matches(&as_the_bot), "the two differ");

    let hub = Hub::start(HubOptions::default()).await.expect("a hub");
    hub.set_day(
        "2026-05-14",
        vec![serde_json::json!({ "paper": {
            "id": listed.id.as_str(), "title": listed.title, "summary": listed.summary,
            "upvotes": 1, "authors": [], "publishedAt": "2026-05-13T00:00:00.000Z",
        } })],
    );
    let preview = async |data_dir: &Path| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_paperboy"));
        command
            .args(["preview", "--topic", "baking", "--strictness", "loose"])
            .args(["--date", "2026-05-14", "--hub-url", &hub.url()])
            .env_clear()
            .env("PAPERBOY_DATA_DIR", data_dir)
            .env("PAPERBOY_MODEL", &folder);
        let done = tokio::task::spawn_blocking(move || command.output().expect("it starts"));
        let done = done.await.expect("no panic");
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(said.contains("2605.00077"), "{said}{}", String::from_utf8_lossy(&done.stderr));
        said
    };
    let shown = preview(data.path()).await;
    assert!(shown.contains("no topic matches"), "{shown}");
    // Without a database there is only the list to compare with.
    let shown = preview(&data.path().join("none")).await;
    assert!(!shown.contains("no topic matches"), "{shown}");
}

fn published(bytes: &'static [u8], sha256: &'static str) -> PublishedModel {
    let weights = PublishedFile { path: "model.safetensors", bytes: bytes.len() as u64, sha256 };
    let config = PublishedFile {
        path: "1_Pooling/config.json",
        bytes: 2,
        sha256: "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    };
    PublishedModel {
        name: "tiny",
        repository: "owner/tiny",
        revision: "abc",
        license: "MIT",
        dimensions: 3,
        files: Vec::leak(vec![config, weights]),
    }
}

const WEIGHTS: &[u8] = b"0123456789abcdef0123456789abcdef";
const SHA256: &str = "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9";

#[tokio::test(flavor = "multi_thread")]
async fn models_are_downloaded_once_verified_and_resumed() {
    let hub = Hub::start(HubOptions::default()).await.expect("a hub");
    hub.set_file("/owner/tiny/resolve/abc/1_Pooling/config.json", b"{}".to_vec());
    hub.set_file("/owner/tiny/resolve/abc/model.safetensors", WEIGHTS.to_vec());
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().join("models/tiny");
    let fetch = async |model: &PublishedModel| {
        let mut progress = Vec::new();
        let (url, wait) = (hub.url(), Duration::from_millis(1));
        let done =
            download(&url, &model.snapshot(), &folder, wait, |bytes| progress.push(bytes)).await;
        (done, progress)
    };
    let tiny = published(WEIGHTS, SHA256);
    assert_eq!(tiny.missing(&folder), ["1_Pooling/config.json", "model.safetensors"]);
    fetch(&PublishedModel { files: &tiny.files[..1], ..tiny }).await.0.expect("the small one");
    // Two failures, then half of the rest, three times.
    hub.fault(HubFault::Status { status: 503, times: 1 });
    hub.fault(HubFault::RateLimited { retry_after: None, headers: false, times: 1 });
    hub.fault(HubFault::Truncated { times: 3 });
    let (done, progress) = fetch(&tiny).await;
    done.expect("it arrives");
    assert_eq!(progress.last(), Some(&34));
    assert!(
        progress.contains(&(2 + 16)) && progress.contains(&(2 + 24)),
        "it goes on: {progress:?}"
    );
    assert_eq!(std::fs::read(folder.join("model.safetensors")).expect("a file"), WEIGHTS);
    assert_eq!(tiny.missing(&folder), Vec::<&str>::new());
    assert_eq!(tiny.changed(&folder).expect("files"), Vec::<&str>::new());
    let asked = hub.requests().len();
    fetch(&tiny).await.0.expect("nothing to do");
    assert_eq!(hub.requests().len(), asked, "what is whole is not fetched again");

    // A file that differs from the published one is not kept.
    std::fs::remove_file(folder.join("model.safetensors")).expect("a file");
    let (done, _) = fetch(&published(WEIGHTS, "00")).await;
    assert!(matches!(done, Err(DownloadError::WrongContent { .. })), "{done:?}");
    assert_eq!(tiny.missing(&folder), ["model.safetensors"]);
    assert!(!folder.join("model.safetensors.part").exists());
    let (done, _) = fetch(&PublishedModel { revision: "gone", ..tiny }).await;
    assert!(matches!(done, Err(DownloadError::Refused { status: 404, .. })), "{done:?}");
    hub.fault(HubFault::Down);
    let (done, _) = fetch(&tiny).await;
    assert!(matches!(done, Err(DownloadError::BrokenOff { .. })), "{done:?}");
}
