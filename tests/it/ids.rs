//! Ids and links in pasted text, through the real bot: papers are found in order, even those that
//! only the hub knows.

use serde_json::json;
use simulator::hub::HubFault;

use super::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn ids_in_a_message_are_answered_in_order() {
    let stage = Stage::new().await;
    for id in ["2401.00011", "2401.00012"] {
        stage.hub.add_paper(
            "2024-01-02",
            json!({ "paper": {
                "id": id, "title": format!("Lighthouses, part {id}"), "upvotes": 9,
                "summary": "They shine.", "authors": [],
                "publishedAt": "2024-01-01T00:00:00.000Z",
            } }),
        );
    }
    for (line, expected, part) in [
        ("/search query:2401.00012, and arXiv:2401.00011v2", &["2401.00012", "2401.00011"][..], ""),
        ("/paper id:2401.00012 2401.00011", &["2401.00012", "2401.00011"], ""),
        ("/search query:is [this](https://arxiv.org/abs/2401.00011), good?", &["2401.00011"], ""),
        ("/paper id:what about 2401.00011v1.pdf", &["2401.00011"], ""),
        (
            "/search query:2401.00011 2401.99999",
            &["2401.00011"],
            "I couldn't find `2401.99999` on Hugging Face",
        ),
        ("/search query:2401.99998", &[], "I couldn't find `2401.99998`"),
    ] {
        let text = stage.discord.command(stage.member, stage.papers, line).await.text();
        let found: Vec<&str> = text
            .split("huggingface.co/papers/")
            .skip(1)
            .filter_map(|rest| rest.get(..10))
            .collect();
        let mut distinct = found.clone();
        distinct.dedup();
        assert_eq!(distinct, expected, "{line}: {text}");
        assert!(text.contains(part), "{line}: {text}");
    }
    stage.hub.fault(HubFault::Down);
    for line in ["/paper id:2401.99997", "/similar id:2401.99997", "/search query:2401.99997"] {
        let text = stage.discord.command(stage.member, stage.papers, line).await.text();
        assert!(text.contains("Hugging Face isn't responding"), "{line}: {text}");
    }
}
