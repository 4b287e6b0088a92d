//! Threads, forums, direct messages, files, modals and message commands, as seen by twilight.

use serde_json::{Map, json};
use simulator::{Answer, Discord};
use twilight_gateway::Event;
use twilight_model::application::interaction::InteractionData;
use twilight_model::channel::message::Component;
use twilight_model::http::attachment::Attachment;
use twilight_model::http::interaction::InteractionResponseType;
use twilight_model::id::Id;

use super::Bench;

#[tokio::test(flavor = "multi_thread")]
async fn threads_and_forum_posts() {
    let mut bench = Bench::new().await;
    let http = &bench.http;
    let said = http.create_message(bench.channel()).content("A paper").await;
    let said = said.expect("a post").model().await.expect("a message");
    let thread = http.create_thread_from_message(bench.channel(), said.id, "Discuss").await;
    let thread = thread.expect("a thread").model().await.expect("a thread");
    assert_eq!(thread.id.get(), said.id.get());
    let event = bench.until(|event| matches!(event, Event::ThreadCreate(_))).await;
    let Event::ThreadCreate(event) = event else { panic!("{event:?}") };
    assert_eq!(event.name.as_deref(), Some("Discuss"));

    let forum = bench.discord.add_forum(bench.server, "forum", &["vision"], true);
    let event = bench.until(|event| matches!(event, Event::ChannelCreate(_))).await;
    let Event::ChannelCreate(event) = event else { panic!("{event:?}") };
    let tags = [event.available_tags.as_ref().expect("tags")[0].id];
    let http = &bench.http;
    let untagged = http.create_forum_thread(Id::new(forum), "One").message().content("1").await;
    assert!(untagged.err().expect("a tag is required").to_string().contains("400"));
    let post = http.create_forum_thread(Id::new(forum), "One").applied_tags(&tags);
    let post = post.message().content("One").await.expect("a post").model().await;
    let post = post.expect("a thread and its message");
    assert_eq!(
        (post.message.id.get(), post.message.content.as_str()),
        (post.channel.id.get(), "One")
    );

    let closed = http.update_thread(post.channel.id).archived(true).await.expect("it is archived");
    let closed = closed.model().await.expect("a thread").thread_metadata.expect("a thread");
    assert!(closed.archived);
    let server = Id::new(bench.server);
    let open = http.active_threads(server).await.expect("an answer").model().await;
    assert_eq!(open.expect("threads").threads.len(), 1);
    let event = bench.until(|event| matches!(event, Event::ThreadUpdate(_))).await;
    let Event::ThreadUpdate(event) = event else { panic!("{event:?}") };
    assert_eq!(event.id, post.channel.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_a_direct_message() {
    let bench = Bench::new().await;
    let channel = bench.http.create_private_channel(Id::new(bench.member)).await;
    let channel = channel.expect("a channel").model().await.expect("a channel");
    let file = [Attachment::from_bytes("saved.bib".to_owned(), b"@article{}".to_vec(), 7)];
    let sent = bench.http.create_message(channel.id).attachments(&file).await;
    let sent = sent.expect("a post").model().await.expect("a message");
    assert_eq!(
        (sent.attachments[0].filename.as_str(), sent.attachments[0].size),
        ("saved.bib", 10)
    );
    bench.discord.close_direct_messages(bench.member, true);
    let refused = bench.http.create_message(channel.id).content("hi").await;
    assert!(refused.expect_err("the user accepts none").to_string().contains("403"));
    let direct = bench.discord.direct_channel(bench.member);
    let shown: Vec<_> = bench.discord.messages(direct).iter().map(Discord::text).collect();
    assert_eq!(shown, ["<saved.bib>"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn modals_and_message_commands() {
    let mut bench = Bench::new().await;
    let find =
        json!({ "type": 3, "name": "Find", "description": "", "options": [], "version": "1" });
    bench.register(json!([find])).await;
    let (discord, member) = ((*bench.discord).clone(), bench.member);
    let said = bench.http.create_message(bench.channel()).content("2605.00001").await;
    let said = said.expect("a post").model().await.expect("a message");

    let used = discord.message_command(member, "Find", said.id.get());
    let open = async {
        let asked = bench.asked().await;
        let Some(InteractionData::ApplicationCommand(data)) = &asked.data else {
            panic!("{asked:?}");
        };
        let resolved = data.resolved.as_ref().expect("the message");
        assert_eq!(resolved.messages[&said.id].content, "2605.00001");
        let rows = json!([{ "type": 1, "components": [
            { "type": 4, "custom_id": "note", "label": "Note", "style": 1 },
        ] }]);
        let rows: Vec<Component> = serde_json::from_value(rows).expect("a row");
        let form = json!({ "custom_id": "save", "title": "Save", "components": rows });
        bench.respond(&asked, InteractionResponseType::Modal, form).await;
    };
    let (opened, ()) = tokio::join!(used, open);
    let Answer::Modal { id, .. } = opened else { panic!("{opened:?}") };

    let values = Map::from_iter([("note".to_owned(), json!("read me"))]);
    let submitted = discord.submit_modal(member, id, values);
    let save = async {
        let asked = bench.asked().await;
        let Some(InteractionData::ModalSubmit(data)) = &asked.data else { panic!("{asked:?}") };
        assert_eq!(data.custom_id, "save");
        let kind = InteractionResponseType::ChannelMessageWithSource;
        bench.respond(&asked, kind, json!({ "content": "saved", "flags": 64 })).await;
    };
    let (answer, ()) = tokio::join!(submitted, save);
    assert!(answer.ephemeral() && answer.text() == "saved", "{answer:?}");
}
