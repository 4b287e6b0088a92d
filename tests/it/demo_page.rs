//! The demo's page in a real browser: what users do there works, also after a restart of the bot;
//! hostile titles run no script; other machines are not contacted; the page is accessible and fits
//! a phone.
//!
//! `.ci/run` installs Chromium with chromedriver, and axe-core.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::absent::without_program;
use super::chromium::{Program, Tab, is_installed};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// Appended to the titles of the papers in turn.
const HOSTILE: [&str; 5] = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror=\"window.hacked = 1\">",
    "[click](javascript:window.hacked=1)",
    "\"><svg onload=window.hacked=1>",
    "<javascript:window.hacked=1>",
];

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
    demo.args(["demo", "--port", "18080", "--hub-days"]).arg(days.path());
    let (_demo, address) = Program::start(&mut demo, "paperboy demo: ");
    let tab = Tab::open(address.split_whitespace().next().expect("an address")).await;

    posts_searches_and_cards_are_shown(&tab).await;
    a_subscription_is_set_up_and_posts(&tab).await;
    buttons_work_after_a_restart(&tab).await;
    hostile_titles_run_no_script(&tab).await;
    no_other_machine_is_asked(&tab).await;
    the_page_is_accessible_and_fits_a_phone(&tab).await;
}

async fn show(tab: &Tab, channel: &str) {
    tab.value(&format!("location.hash = '#channel={channel}'")).await;
    tab.until(&format!("document.querySelector('#channel-name').textContent === '{channel}'"))
        .await;
}

async fn posts_searches_and_cards_are_shown(tab: &Tab) {
    show(tab, "image-and-video").await;
    tab.until("document.querySelectorAll('#messages .section').length >= 3").await;
    tab.until("said().includes('window.hacked')").await;
    show(tab, "general").await;

    tab.say("/search diffusion").await;
    tab.until("said().includes('used /search') && said().includes('1 / 2')").await;
    let first = tab.value("said()").await;
    tab.click("control('k:')").await;
    tab.until("said().includes('2 / 2')").await;
    assert_ne!(tab.value("said()").await, first);
    tab.click("control('card:')").await;
    tab.click("document.querySelector('.select-list:popover-open .select-option')").await;
    tab.until("last().matches('.ephemeral') && [...last().querySelectorAll('a')].some((one) => one.textContent.includes('PDF'))").await;
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

    tab.say("/preview").await;
    tab.until("said().includes('used /preview') && !last().querySelector('.thinking')").await;
    assert_eq!(tab.value("last().matches('.ephemeral')").await, true);

    // The control makes every subscription due, also the one from the panel.
    tab.click("button('Post now')").await;
    tab.until("[...document.querySelectorAll('#reports li')].some((one) => one.textContent.includes('3 subscriptions are due'))").await;
    tab.until("!last().matches('.ephemeral') && last().querySelectorAll('.section').length > 0 && said().includes('robotics')").await;
}

async fn buttons_work_after_a_restart(tab: &Tab) {
    tab.say("/search diffusion").await;
    tab.until("said().includes('1 / 2')").await;
    tab.click("button('Restart the bot')").await;
    tab.until("[...document.querySelectorAll('#reports li')].some((one) => one.textContent.includes('Restarted the bot'))").await;
    tab.click("control('k:')").await;
    tab.until("said().includes('2 / 2')").await;
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
    let asked = "performance.getEntriesByType('resource').map(({ name }) => name)";
    let others = format!("{asked}.filter((name) => !name.startsWith(location.origin + '/'))");
    assert_eq!(tab.value(&others).await, serde_json::json!([]));
    assert_ne!(tab.value(&format!("{asked}.length")).await, 0);
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
