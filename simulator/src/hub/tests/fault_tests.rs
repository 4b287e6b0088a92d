//! Tests each fault as seen by a client, and that it ends.

use std::time::{Duration, Instant};

use reqwest::Client;

use super::super::HubFault;
use super::{get, header, hub, ids, json_of};

const LIST: &str = "/api/daily_papers?date=2026-01-05";

#[tokio::test]
async fn counted_faults_affect_that_many_requests() {
    async fn check(fault: HubFault, hits: usize, seen: &str) {
        let hub = hub(&[("2026-01-05", &[("a", 5)])]).await;
        hub.fault(fault.clone());
        for _ in 0..hits {
            let response = get(&hub, LIST).await;
            let status = response.status().as_u16();
            let kind = header(&response, "content-type").to_owned();
            let rate = header(&response, "ratelimit").to_owned();
            let retry = header(&response, "retry-after").to_owned();
            let length = response.text().await.map(|body| body.len() > 40_000_000);
            let body = match length {
                Ok(false) => "whole",
                Ok(true) => "huge",
                Err(_) => "broken",
            };
            assert_eq!(format!("{status}|{kind}|{rate}|{retry}|{body}"), seen, "{fault:?}");
        }
        assert_eq!(ids(&hub, LIST).await, "a", "{fault:?}");
    }
    const JSON: &str = "application/json; charset=utf-8";
    let sent = |text: &str| text.replace("JSON", JSON);
    let times = 2;
    let limited = |retry_after, headers| HubFault::RateLimited { retry_after, headers, times };
    let rate = r#""api";r=495;t=23"#;
    check(HubFault::Status { status: 503, times }, 2, &sent(&format!("503|JSON|{rate}||whole")))
        .await;
    check(limited(Some(7), false), 2, "429|text/plain; charset=utf-8||7|whole").await;
    check(limited(None, true), 2, "429|text/plain; charset=utf-8|\"api\";r=0;t=42||whole").await;
    check(HubFault::Html { times }, 2, "200|text/html; charset=utf-8|||whole").await;
    check(HubFault::Empty { times }, 2, "200||||whole").await;
    check(HubFault::Truncated { times }, 2, &sent("200|JSON|||broken")).await;
    check(HubFault::Huge { times: 1 }, 1, &sent("200|JSON|||huge")).await;
    check(HubFault::Html { times: 0 }, 0, "").await;
}

#[tokio::test]
async fn faults_apply_in_order() {
    let hub = hub(&[("2026-01-05", &[("a", 5)])]).await;
    hub.fault(HubFault::Status { status: 500, times: 1 });
    hub.fault(HubFault::Status { status: 502, times: 5 });
    assert_eq!(ids(&hub, LIST).await, "500");
    assert_eq!(ids(&hub, LIST).await, "502");
    hub.clear_faults();
    assert_eq!(ids(&hub, LIST).await, "a");
    assert_eq!(hub.requests(), [LIST; 3]);
}

#[tokio::test]
async fn delays_are_applied() {
    let hub = hub(&[("2026-01-05", &[("a", 5)])]).await;
    hub.fault(HubFault::Delay { millis: 60, times: 1 });
    let start = Instant::now();
    assert_eq!(ids(&hub, LIST).await, "a");
    assert!(start.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn down_closes_existing_and_new_connections() {
    let hub = hub(&[("2026-01-05", &[("a", 5)])]).await;
    let kept = Client::new();
    let url = hub.url() + LIST;
    let status = async |client: &Client| client.get(&url).send().await.map(|it| it.status());
    assert!(status(&kept).await.is_ok());
    hub.fault(HubFault::Down);
    assert!(status(&kept).await.is_err());
    assert!(status(&Client::new()).await.is_err());
    hub.clear_faults();
    assert!(status(&kept).await.is_ok());
}

#[tokio::test]
async fn fields_are_dropped_or_renamed() {
    let hub = hub(&[("2026-01-05", &[("a", 5), ("b", 4)])]).await;
    let check = async |pointer: &str, rename: Option<&str>, expected: &str| {
        hub.clear_faults();
        let (pointer, rename) = (pointer.to_owned(), rename.map(str::to_owned));
        hub.fault(HubFault::Field { pointer: pointer.clone(), rename });
        let body = json_of(get(&hub, LIST).await).await;
        let seen = |entry: usize| {
            let paper = body[entry]["paper"].as_object().expect("a paper");
            paper.keys().filter(|key| key.contains("ote")).cloned().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(format!("{}|{}", seen(0), seen(1)), expected, "{pointer}");
    };
    check("/*/paper/upvotes", None, "|").await;
    check("/*/paper/upvotes", Some("votes"), "votes|votes").await;
    check("/1/paper/upvotes", None, "upvotes|").await;
    check("/9/paper/upvotes", None, "upvotes|upvotes").await;
    check("/*/nothing/there", None, "upvotes|upvotes").await;
    check("", None, "upvotes|upvotes").await;
}

#[tokio::test]
async fn the_hub_stops_with_its_last_handle() {
    let hub = hub(&[]).await;
    let url = hub.url() + LIST;
    let clone = hub.clone();
    drop(hub);
    assert_eq!(ids(&clone, LIST).await, "");
    drop(clone);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(Client::new().get(url).send().await.is_err());
}
