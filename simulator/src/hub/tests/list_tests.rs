//! Tests which papers a list contains, their order, and paging.

use super::{Hub, entry, get, header, hub, ids, json_of};

async fn three_days() -> Hub {
    hub(&[
        ("2026-01-05", &[("a", 5), ("b", 50)]),
        ("2026-01-06", &[("c", 1), ("b", 50), ("d", 7)]),
        ("2026-02-02", &[("e", 2)]),
    ])
    .await
}

#[tokio::test]
async fn lists_contain_the_requested_papers_in_the_hubs_order() {
    let hub = three_days().await;
    let check = async |query: &str, expected: &str| {
        assert_eq!(ids(&hub, &format!("/api/daily_papers{query}")).await, expected, "{query}");
    };
    check("?date=2026-01-05", "b a").await;
    check("?date=2026-01-06", "b d c").await;
    check("?date=2026-01-10", "").await;
    check("?date=2031-01-01", "").await;
    check("?week=2026-W02", "b d a c").await;
    check("?month=2026-01", "b d a c").await;
    check("?month=2026-03", "").await;
    check("", "e c b d a").await;
    check("?limit=2", "e c").await;
    check("?limit=2&p=2", "a").await;
    check("?limit=2&p=3", "").await;
    check("?p=18446744073709551615", "").await;
    check("?submitter=nobody", "").await;
    check("?unknown=parameter&date=2026-01-05", "b a").await;
}

#[tokio::test]
async fn invalid_requests_get_400_and_a_reason() {
    let hub = three_days().await;
    let check = async |query: &str| {
        let response = get(&hub, &format!("/api/daily_papers?{query}")).await;
        assert_eq!(response.status(), 400, "{query}");
        assert!(json_of(response).await["error"].is_string(), "{query}");
    };
    check("date=2026-02-30").await;
    check("date=today").await;
    check("date=").await;
    check("week=2026-W53").await;
    check("month=2026-13").await;
    check("limit=0").await;
    check("limit=many").await;
    check("p=-1").await;
    check("sort=votes").await;
}

#[tokio::test]
async fn lists_are_truncated_and_link_to_the_next_page() {
    let hub = hub(&[]).await;
    hub.set_day("2026-01-05", (0..230).map(|n| entry(&format!("{n:03}"), n)).collect());
    let check = async |query: &str, length: usize, first: &str, next: Option<&str>| {
        let response = get(&hub, &format!("/api/daily_papers?date=2026-01-05{query}")).await;
        let link = next.map(|next| {
            format!("<{}/api/daily_papers?date=2026-01-05{next}>; rel=\"next\"", hub.url())
        });
        assert_eq!(header(&response, "link"), link.unwrap_or_default(), "{query}");
        let body = json_of(response).await;
        assert_eq!(body.as_array().map(Vec::len), Some(length), "{query}");
        assert_eq!(body[0]["paper"]["id"].as_str().unwrap_or_default(), first, "{query}");
    };
    check("", 50, "229", Some("&p=1")).await;
    check("&limit=100", 100, "229", Some("&limit=100&p=1")).await;
    check("&limit=1000", 100, "229", Some("&limit=1000&p=1")).await;
    check("&limit=100&p=1", 100, "129", Some("&limit=100&p=2")).await;
    check("&p=2&limit=100", 30, "029", None).await;
    check("&p=3&limit=100", 0, "", None).await;
    check("&p=22&limit=10", 10, "009", None).await;
}

#[tokio::test]
async fn trending_has_no_duplicates_and_favours_new_papers() {
    let hub =
        hub(&[("2026-01-05", &[("old", 40)]), ("2026-01-26", &[("new", 40), ("old", 40)])]).await;
    hub.add_paper("2026-01-05", entry("older", 40));
    let ranked = ids(&hub, "/api/daily_papers?sort=trending").await;
    assert_eq!(ranked.split(' ').count(), 3);
    assert!(ranked.ends_with("older"), "{ranked}");
}

#[tokio::test]
async fn lists_can_change_while_the_hub_runs() {
    let hub = three_days().await;
    hub.set_upvotes("a", 90);
    hub.add_paper("2026-01-05", entry("f", 60));
    hub.add_paper("2026-01-05", entry("f", 70));
    assert_eq!(ids(&hub, "/api/daily_papers?date=2026-01-05").await, "a f b");
    hub.add_paper("2026-01-07", entry("g", 1));
    assert_eq!(hub.dates(), ["2026-01-05", "2026-01-06", "2026-01-07", "2026-02-02"]);
    assert_eq!(hub.requests(), ["/api/daily_papers?date=2026-01-05"]);
}
