//! Serves every recorded day over HTTP and reads it with the client.

use std::collections::HashSet;
use std::path::Path;

use serde_json::Value;
use simulator::hub::{Days, Hub, HubOptions};

use super::{client, list};
use crate::absent::skip;

#[tokio::test(flavor = "multi_thread")]
async fn every_recorded_paper_of_every_recorded_day_is_read() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/hub/days"));
    if !folder.is_dir() {
        return skip("recorded hub days are absent");
    }
    let days = Days::Folder(folder.to_owned());
    let hub = Hub::start(HubOptions { port: None, days }).await.unwrap();
    let client = client(&hub.url());
    let (mut recorded, mut read) = (HashSet::new(), HashSet::new());
    for date in hub.dates() {
        let file = std::fs::read_to_string(folder.join(format!("{date}.json"))).unwrap();
        let entries: Vec<Value> = serde_json::from_str(&file).unwrap();
        let list = list(&client, date.parse().unwrap()).await;
        assert_eq!((list.papers.len(), list.dropped), (entries.len(), 0), "{date}");
        assert!(list.papers.iter().all(|paper| paper.published_at.is_some()), "{date}");
        recorded
            .extend(entries.iter().filter_map(|it| it["paper"]["id"].as_str().map(str::to_owned)));
        read.extend(list.papers.into_iter().map(|paper| String::from(paper.id)));
    }
    assert_eq!(hub.dates().len(), std::fs::read_dir(folder).unwrap().count());
    assert!(!recorded.is_empty());
    assert_eq!(read, recorded);
}
