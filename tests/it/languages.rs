//! Users read answers in their own language, servers read posts in theirs.

use serde_json::Value;
use simulator::{Answer, Discord};

use super::stage::Stage;

const DUE: &str = "2026-05-14T14:00:00Z";

#[tokio::test(flavor = "multi_thread")]
async fn private_answers_use_the_users_language_and_public_ones_the_servers() {
    let stage = Stage::new().await;
    stage.discord.set_guild_locale(stage.server(), "ja");
    for (locale, help, refusal) in [
        ("de", "**So geht's los:**", "Das schließt nur Paper aus."),
        ("fr", "**Pour commencer**", "Cela ne fait qu'exclure des articles."),
        ("es-419", "**Para empezar**", "Esto solo excluye artículos."),
        ("ja", "**始め方**", "除外だけが指定されています。"),
        ("zh-CN", "**开始使用**", "这里只有排除项。"),
        ("en-GB", "**To get started**", "This only excludes papers."),
        // None of the six.
        ("pl", "**To get started**", "This only excludes papers."),
    ] {
        stage.discord.set_locale(stage.member, locale);
        let ask = async |line: &str| stage.discord.command(stage.member, stage.papers, line).await;
        let answer = ask("/help").await;
        assert!(answer.ephemeral() && answer.text().contains(help), "{locale}: {}", answer.text());
        let answer = ask("/search query:-medical").await;
        assert!(answer.text().contains(refusal), "{locale}: {}", answer.text());
        let today = ask("/today").await;
        assert!(today.text().contains("2026年5月14日（木）の論文"), "{locale}: {}", today.text());
        let Answer::Message { id, .. } = &today else { panic!("{today:?}") };
        let next = stage.discord.press(stage.member, *id, "day:2026-05-14:1").await;
        assert!(next.text().contains("◀ 前へ"), "{locale}: {}", next.text());
        let menu = next.body().expect("a message").to_string();
        let (_, chosen) = menu.split_once("\"value\":\"").expect("an entry");
        let chosen = [&chosen[..10]];
        let card = stage.discord.select(stage.member, *id, "card:list", &chosen).await;
        let button = match locale {
            "de" => "Ähnliche Paper",
            "fr" => "Articles similaires",
            "es-419" => "Artículos similares",
            "ja" => "似た論文",
            "zh-CN" => "相似论文",
            _ => "Similar papers",
        };
        let body = card.body().expect("a message").to_string();
        assert!(card.ephemeral() && body.contains(button), "{locale}: {body}");
    }
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_follow_the_servers_language_unless_they_have_their_own() {
    let stage = Stage::new().await;
    let languages = || async {
        let read = |conn: &rusqlite::Connection| {
            let mut select = conn.prepare("select language from subscription order by id")?;
            Ok(select.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?)
        };
        stage.app.store.read(read).await.expect("languages").join(" ")
    };
    let add = "/subscription add channel:#papers time:14:00 zone:UTC";
    stage.say(&format!("{add} topics:all")).await;
    stage.say(&format!("{add} topics:diffusion language:fr")).await;
    for (line, expected) in [
        ("/server set language:de", "de fr"),
        ("/server set language:ja", "ja fr"),
        ("/subscription edit id:1 language:es", "es fr"),
        ("/server set language:de", "es fr"),
        ("/subscription edit id:1 language:server", "de fr"),
        ("/subscription edit id:2 min_upvotes:1", "de fr"),
        ("/server set reset:language", "en fr"),
    ] {
        stage.say(line).await;
        assert_eq!(languages().await, expected, "{line}");
    }
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_keep_the_language_of_their_subscription() {
    let stage = Stage::new().await;
    stage.discord.set_guild_locale(stage.server(), "de");
    stage.discord.set_locale(stage.admin, "fr");
    let set = stage.say("/subscription add channel:#papers topics:all time:14:00 zone:UTC").await;
    assert!(set.text().contains("est abonné à tous les articles"), "{}", set.text());
    // A later change of the server's language doesn't affect existing subscriptions.
    stage.discord.set_guild_locale(stage.server(), "en-US");
    stage.due(DUE).await;
    let posts = stage.posts();
    assert!(posts[0].contains("Donnerstag, 14. Mai 2026 · 10 Paper"), "{}", posts[0]);
    let post: &Value = &stage.discord.messages(stage.papers)[0];
    let text = post.to_string();
    for words in ["Paper ansehen (nur für dich)", "Alle Paper des Tages"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let preview = stage.say("/preview").await.text();
    assert!(preview.contains("Rien ne serait publié"), "the reasons are the person's: {preview}");
    let status = stage.say("/status").await.text();
    assert!(status.contains("10 articles"), "{status}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
    assert!(!Discord::text(post).contains("papers ·"), "{text}");
}
