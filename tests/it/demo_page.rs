//! The demo's page in a real browser: what users do there works, also after a restart of the bot;
//! hostile titles run no script; other machines are not contacted; the page is accessible, names the
//! language of what it shows, and fits a phone.
//!
//! `.ci/run` installs Chromium with chromedriver, and axe-core.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::absent::without_program;
use super::chromium::{Program, Tab, is_installed};
use super::hostile_content;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// The first posts are due at a full minute: the next one, if the machine is too busy for the first.
const FIRST_POSTS: Duration = Duration::from_secs(120);
/// Appended to the titles of the papers in turn.
const HOSTILE: [&str; 5] = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror=\"window.hacked = 1\">",
    "[click](javascript:window.hacked=1)",
    "\"><svg onload=window.hacked=1>",
    "<javascript:window.hacked=1>",
];

/// The ids of a bundled day's papers whose title contains the word; of all without a word.
fn ids(date: &str, word: &str) -> Vec<String> {
    let path = Path::new(ROOT).join(format!("simulator/edition/{date}.json"));
    let text = std::fs::read_to_string(path).expect("a day");
    let papers: Vec<Value> = serde_json::from_str(&text).expect("papers");
    let has_word = |paper: &&Value| {
        let title = paper["paper"]["title"].as_str().expect("a title").to_lowercase();
        word.is_empty()
            || title.split(|letter: char| !letter.is_alphanumeric()).any(|one| one == word)
    };
    let found = papers.iter().filter(has_word).map(|paper| &paper["paper"]["id"]);
    found.map(|id| id.as_str().expect("an id").to_owned()).collect()
}

/// The bundled days with hostile titles and summaries.
fn hostile_days(folder: &Path) {
    let bundled = Path::new(ROOT).join("simulator/edition");
    for entry in std::fs::read_dir(bundled).expect("days").flatten() {
        let text = std::fs::read_to_string(entry.path()).expect("a day");
        let name = entry.file_name();
        let mut content = serde_json::from_str::<Value>(&text).unwrap_or_default();
        let Some(papers) = content.as_array_mut() else {
            std::fs::write(folder.join(name), text).expect("another file");
            continue;
        };
        for (paper, hostile) in papers.iter_mut().zip(HOSTILE.iter().cycle()) {
            for place in ["/title", "/paper/title", "/paper/summary", "/paper/ai_summary"] {
                if let Some(Value::String(text)) = paper.pointer_mut(place) {
                    *text = format!("{hostile} {text}");
                }
            }
        }
        std::fs::write(folder.join(name), content.to_string()).expect("a day");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_works_in_a_browser() {
    if !is_installed() {
        without_program("there is no chromedriver");
        return;
    }
    let days = tempfile::tempdir().expect("a folder");
    hostile_days(days.path());
    let mut demo = Command::new(env!("CARGO_BIN_EXE_paperboy"));
    // The bundled dates end with a day that the switchboard can move to.
    demo.args(["demo", "--port", "0", "--hub-days"]).arg(days.path());
    let (_demo, address) = Program::start(&mut demo, "paperboy demo: ");
    let tab = Tab::open(address.split_whitespace().next().expect("an address")).await;

    posts_searches_and_cards_are_shown(&tab).await;
    a_subscription_is_set_up_and_posts(&tab).await;
    buttons_work_after_a_restart(&tab).await;
    hostile_titles_run_no_script(&tab).await;
    answers_are_marked_with_their_language(&tab).await;
    the_page_is_accessible_and_fits_a_phone(&tab).await;
    hostile_content::is_shown_as_text(&tab).await;
    no_other_machine_is_asked(&tab).await;
    hostile_content::would_not_run(&tab).await;
}

async fn show(tab: &Tab, channel: &str) {
    tab.value(&format!("location.hash = '#channel={channel}'")).await;
    tab.until(&format!("document.querySelector('#channel-name').textContent === '{channel}'"))
        .await;
}

async fn posts_searches_and_cards_are_shown(tab: &Tab) {
    show(tab, "image-and-video").await;
    let is_posted = "document.querySelectorAll('#messages .section').length >= 3";
    tab.until_within(FIRST_POSTS, is_posted).await;
    tab.until("said().includes('window.hacked')").await;
    show(tab, "general").await;

    tab.say("/search diffusion").await;
    tab.until("said().includes('used /search') && said().includes('1 / 2')").await;
    let mut found = shown_papers(tab).await;
    assert_eq!(found.len(), 5, "papers on a full page");
    let first = found.clone();
    tab.click("control('k:')").await;
    tab.until("said().includes('2 / 2')").await;
    found.extend(shown_papers(tab).await);
    let count =
        tab.value("Number(/\\d+/.exec(last().querySelector('.subtext').textContent))").await;
    assert_eq!(count, found.iter().collect::<BTreeSet<_>>().len(), "papers on all pages");
    for date in ["2026-05-12", "2026-05-13", "2026-05-14"] {
        for paper in ids(date, "diffusion") {
            assert!(found.contains(&paper), "{paper} of {date} isn't found");
        }
    }
    open_card(tab).await;

    tab.say("/search diffusion").await;
    tab.until("said().includes('1 / 2')").await;
    tab.click("control('k:')").await;
    tab.until("said().includes('2 / 2')").await;
    tab.click("control('k:')").await;
    tab.until("said().includes('1 / 2')").await;
    assert_eq!(shown_papers(tab).await, first, "the first page again");
    an_open_menu_follows_its_button(tab).await;
}

/// The pane also scrolls by itself, to an answer that arrived just before the menu was opened.
async fn an_open_menu_follows_its_button(tab: &Tab) {
    tab.click("control('card:')").await;
    let list = "document.querySelector('.select-list:popover-open')";
    tab.until(list).await;
    tab.value("document.querySelector('#scroll').scrollTop -= 30").await;
    // The scroll event comes with the next frame.
    let frames = "const done = arguments[arguments.length - 1];
        requestAnimationFrame(() => requestAnimationFrame(() => done(null)));";
    tab.called_back(frames).await;
    let distance = format!(
        "(() => {{
            const [list, button] = [{list}, control('card:')].map((one) => one.getBoundingClientRect());
            return Math.min(Math.abs(list.top - button.bottom), Math.abs(button.top - list.bottom));
        }})()"
    );
    tab.until(&format!("{distance} < 10")).await;
    tab.value("document.querySelector('#scroll').scrollTop = 0").await;
    tab.until(&format!("!{list}")).await;
    tab.value("document.querySelector('#scroll').scrollTop = 1e6").await;
}

/// The ids of the papers in the newest message.
async fn shown_papers(tab: &Tab) -> Vec<String> {
    serde_json::from_value(tab.value("papers()").await).expect("ids")
}

/// Opens the first paper that the newest message offers, and expects its card.
async fn open_card(tab: &Tab) {
    let papers = shown_papers(tab).await;
    let offered = "document.querySelector('.select-list:popover-open .select-option')";
    tab.click("control('card:')").await;
    tab.click(offered).await;
    let card = "last().matches('.ephemeral') && last().querySelector('h4 a')";
    let id = &papers[0];
    tab.until(&format!("{card} && papers().includes('{id}')")).await;
    let pdf = format!("https://arxiv.org/pdf/{id}");
    tab.until(&format!("[...last().querySelectorAll('a')].some(({{ href }}) => href === '{pdf}')"))
        .await;
}

async fn a_subscription_is_set_up_and_posts(tab: &Tab) {
    tab.say("/setup").await;
    tab.click("control('panel-topics:')").await;
    tab.fill(&["robotics, agents"]).await;
    tab.until("said().includes('robotics, agents')").await;
    tab.click("control('panel-time:')").await;
    tab.fill(&["9am", "Berlin"]).await;
    tab.until("said().includes('09:00 (Europe/Berlin)')").await;
    tab.select("panel-hour:", "16:00").await;
    tab.until("said().includes('16:00 (Europe/Berlin)')").await;
    tab.click("control('panel-save:')").await;
    tab.until("said().includes('Subscribed')").await;
    tab.say("/subscription list").await;
    let saved =
        "['robotics, agents', '16:00 (Europe/Berlin)'].every((one) => said().includes(one))";
    tab.until(&format!("said().includes('used /subscription list') && {saved}")).await;

    tab.say("/preview").await;
    tab.until("said().includes('used /preview') && !last().querySelector('.thinking')").await;
    assert_eq!(tab.value("last().matches('.ephemeral')").await, true);

    // The control makes every subscription due, also the one from the panel.
    tab.click("button('Post now')").await;
    tab.until("[...document.querySelectorAll('#reports li')].some((one) => one.textContent.includes('3 subscriptions are due'))").await;
    tab.until("!last().matches('.ephemeral') && last().querySelectorAll('.section').length > 0 && said().includes('robotics')").await;

    // Another day's post, and then why each paper of that day is in it or not.
    tab.say("/preview date:2026-05-12").await;
    tab.until("said().includes('May 12, 2026') && said().includes('papers would be posted')").await;
    let day = ids("2026-05-12", "");
    assert_eq!(tab.value(&format!("said().includes('of {} papers')", day.len())).await, true);
    let shown = shown_papers(tab).await;
    assert!(!shown.is_empty() && shown.iter().all(|paper| day.contains(paper)), "{shown:?}");
}

async fn buttons_work_after_a_restart(tab: &Tab) {
    tab.say("/search diffusion").await;
    tab.until("said().includes('1 / 2')").await;
    tab.click("button('Restart the bot')").await;
    tab.until("[...document.querySelectorAll('#reports li')].some((one) => one.textContent.includes('Restarted the bot'))").await;
    tab.click("control('k:')").await;
    tab.until("said().includes('2 / 2')").await;
    // A post from before the restart.
    show(tab, "image-and-video").await;
    tab.until("control('card:')").await;
    open_card(tab).await;
    show(tab, "general").await;
}

async fn hostile_titles_run_no_script(tab: &Tab) {
    tab.say("/search <img src=x onerror=window.hacked=1>").await;
    tab.until("said().includes('onerror')").await;
    for channel in ["general", "image-and-video", "language-models"] {
        show(tab, channel).await;
        tab.until("document.querySelector('#messages').textContent.includes('window.hacked')")
            .await;
        assert_eq!(tab.value("window.hacked === undefined").await, true);
        let run = "#messages script, #messages svg[onload], [onerror], [href^='javascript:' i]";
        let found = tab.value(&format!("document.querySelectorAll(\"{run}\").length")).await;
        assert_eq!(found, 0, "in #{channel}");
    }
}

async fn no_other_machine_is_asked(tab: &Tab) {
    let origin = tab.value("location.origin + '/'").await;
    let origin = origin.as_str().expect("an origin");
    let requested = tab.requested().await;
    let is_own = |url: &&String| url.starts_with(origin);
    assert!(requested.iter().filter(is_own).count() > 20, "{requested:?}");
    let others: Vec<_> = requested.iter().filter(|url| !is_own(url)).collect();
    assert!(others.iter().all(|url| url.starts_with("data:")), "{others:?}");
}

/// Screen readers choose a voice by `lang`.
async fn answers_are_marked_with_their_language(tab: &Tab) {
    show(tab, "general").await;
    let choose = "const select = document.querySelector('#locale');
        select.value = 'LOCALE'; select.dispatchEvent(new Event('change'))";
    for (locale, used, query) in [("de", "hat verwendet:", "agents"), ("en-US", "used", "video")] {
        tab.value(&format!("(() => {{ {} }})()", choose.replace("LOCALE", locale))).await;
        tab.until(&format!("document.querySelector('.language-label').lang === '{locale}'")).await;
        tab.say(&format!("/search {query}")).await;
        let heading = "last().querySelector('.heading-3').textContent";
        tab.until(&format!("said().includes('{used} /search') && {heading}.includes('{query}')"))
            .await;
        let languages =
            "[...last().querySelectorAll('.body, .invoker span[lang]')].map((one) => one.lang)";
        assert_eq!(tab.value(languages).await, serde_json::json!([locale, locale, locale]));
    }
    // Older answers keep theirs.
    let german = "document.querySelectorAll('.body:lang(de)').length";
    assert_eq!(tab.value(german).await, 1);
    assert_eq!(tab.value("document.documentElement.lang").await, "en");
}

async fn the_page_is_accessible_and_fits_a_phone(tab: &Tab) {
    let axe = Path::new(ROOT).join("target/node/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(axe);
    if axe.is_err() {
        without_program("axe-core is not in target/node");
    }
    for width in [1280, 390] {
        tab.resize(width).await;
        for theme in ["light", "dark"] {
            let is_light = "document.documentElement.classList.contains('light')";
            if tab.value(is_light).await != (theme == "light") {
                tab.click("document.querySelector('#theme')").await;
            }
            for channel in ["general", "image-and-video"] {
                show(tab, channel).await;
                let wide = tab.value("document.documentElement.scrollWidth").await;
                assert!(wide.as_u64() <= Some(u64::from(width)), "{wide} at {width} in #{channel}");
                let Ok(axe) = &axe else { continue };
                let script = format!(
                    "const done = arguments[arguments.length - 1]; {axe};
                     axe.run().then(({{ violations }}) => done(violations
                         .filter(({{ impact }}) => ['serious', 'critical'].includes(impact))
                         .map(({{ id, nodes }}) => [id, ...nodes.slice(0, 3).map(({{ html, failureSummary }}) => html.slice(0, 200) + failureSummary)])));"
                );
                let found = tab.called_back(&script).await;
                assert_eq!(found, serde_json::json!([]), "{theme}, {width} pixels, #{channel}");
            }
        }
    }
}
