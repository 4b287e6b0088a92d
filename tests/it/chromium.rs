//! A headless Chromium, driven by chromedriver, for tests of the page. Every step waits for a state
//! by asking the page for it.
//!
//! The few commands needed are sent as WebDriver's JSON. The client crate (thirtyfour) would turn on
//! `serde_json/preserve_order` for the whole test build, so tests would not run what is released.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};

/// Longer than anything on the page takes, even on a busy machine.
const SOON: Duration = Duration::from_secs(30);
/// The interval between two looks at the page.
const PAUSE: Duration = Duration::from_millis(40);

/// What the scripts of the tests use: the newest message, a control of it, and the ids of its papers.
const SHORTHANDS: &str = r#"
    const last = () => document.querySelector('#messages').lastElementChild;
    const said = () => last().textContent;
    const control = (start) => [...last().querySelectorAll('[data-control]')]
        .find((one) => one.dataset.control.startsWith(start) && !one.disabled);
    const button = (label) => [...document.querySelectorAll('button:not([disabled])')]
        .filter((one) => one.textContent.includes(label)).at(-1);
    const papers = () => [...new Set([...last().querySelectorAll('a[href*="/papers/"]')]
        .map(({ pathname }) => pathname.split('/').at(-1)))];
"#;

/// A program that is stopped at the end of the test.
pub(super) struct Program(Child);

impl Program {
    /// Starts it and waits for a line with `mark`; returns the rest of that line.
    pub(super) fn start(command: &mut Command, mark: &str) -> (Program, String) {
        let process = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = process.spawn().expect("it starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let mut found = lines.by_ref().map_while(Result::ok);
        let rest = found.find_map(|line| Some(line.split_once(mark)?.1.to_owned()));
        let rest = rest.unwrap_or_else(|| panic!("it never prints “{mark}”"));
        // It must be able to go on printing.
        std::thread::spawn(move || lines.for_each(drop));
        (Program(process), rest)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may already have ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whether chromedriver can be started.
pub(super) fn is_installed() -> bool {
    let mut version = Command::new("chromedriver");
    let version = version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}

/// The key that WebDriver knows as Enter.
const ENTER: char = '\u{e007}';
/// The name of an element's id in WebDriver's JSON.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// One tab of a browser, which ends with it.
pub(super) struct Tab {
    client: Client,
    session: String,
    /// The host and port of chromedriver.
    authority: String,
    _chromedriver: Program,
}

impl Tab {
    pub(super) async fn open(address: &str) -> Tab {
        let (_chromedriver, port) = Program::start(
            Command::new("chromedriver").arg("--port=0"),
            "started successfully on port ",
        );
        let authority = format!("127.0.0.1:{}", port.trim_end_matches('.'));
        let server = format!("http://{authority}/session");
        let session = server.clone();
        let mut tab = Tab { client: Client::new(), session, authority, _chromedriver };
        let arguments = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"];
        let options = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "performance": "ALL" },
        });
        let wanted = json!({ "capabilities": { "alwaysMatch": options } });
        let made = tab.ask("", &wanted).await;
        tab.session = format!("{server}/{}", made["sessionId"].as_str().expect("a session"));
        tab.resize(1280).await;
        tab.ask("/url", &json!({ "url": address })).await;
        tab
    }

    async fn ask(&self, command: &str, body: &Value) -> Value {
        let request = self.client.post(format!("{}{command}", self.session)).json(body);
        let answer = request.send().await.expect("chromedriver answers");
        let is_done = answer.status().is_success();
        let mut answer: Value = answer.json().await.expect("JSON");
        assert!(is_done, "{command} {body}: {answer}");
        answer["value"].take()
    }

    /// Sets the width of the page in pixels.
    pub(super) async fn resize(&self, width: u32) {
        let size = json!({
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false,
        });
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": size });
        self.ask("/goog/cdp/execute", &command).await;
    }

    /// The addresses that the browser requested since the last call, also those that the page's
    /// security policy then blocked.
    pub(super) async fn requested(&self) -> Vec<String> {
        let log = self.ask("/se/log", &json!({ "type": "performance" })).await;
        let lines = log.as_array().into_iter().flatten();
        let events = lines.filter_map(|line| line["message"].as_str()?.parse::<Value>().ok());
        events
            .filter(|event| event["message"]["method"] == "Network.requestWillBeSent")
            .filter_map(|event| {
                Some(event["message"]["params"]["request"]["url"].as_str()?.to_owned())
            })
            .collect()
    }

    /// The value of an expression in the page.
    pub(super) async fn value(&self, expression: &str) -> Value {
        let script = format!("{SHORTHANDS} return ({expression});");
        self.ask("/execute/sync", &json!({ "script": script, "args": [] })).await
    }

    /// Waits until an expression is true. An element that isn't there yet counts as false.
    pub(super) async fn until(&self, expression: &str) {
        self.until_within(SOON, expression).await;
    }

    pub(super) async fn until_within(&self, span: Duration, expression: &str) {
        let guarded = format!(
            "(() => {{ try {{ return Boolean({expression}); }} catch {{ return false; }} }})()"
        );
        let begun = Instant::now();
        while self.value(&guarded).await != true {
            if begun.elapsed() > span {
                let shown = self.value("document.body.innerText.slice(-1500)").await;
                panic!("it never becomes true: {expression}\n{shown}");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits for an element, given as an expression, and clicks it.
    pub(super) async fn click(&self, element: &str) {
        self.until(element).await;
        self.value(&format!("{element}.click()")).await;
    }

    /// Types a line into the line at the bottom, sends it, and waits for the answer. Sends it again if
    /// the bot asks for a pause: a test types faster than a person may.
    pub(super) async fn say(&self, line: &str) {
        loop {
            self.value("last().dataset.before = true").await;
            self.type_into("#composer", 0, &format!("{line}{ENTER}")).await;
            self.until("!last().dataset.before && !last().querySelector('.thinking')").await;
            if self.value("said().includes('going too fast')").await == false {
                return;
            }
        }
    }

    async fn type_into(&self, selector: &str, at: usize, text: &str) {
        let query = json!({ "using": "css selector", "value": selector });
        let found = self.ask("/elements", &query).await;
        let id = found[at][ELEMENT].as_str().unwrap_or_else(|| panic!("no {selector}: {found}"));
        self.ask(&format!("/element/{id}/value"), &json!({ "text": text })).await;
    }

    /// Selects the option with this text in a menu of the newest message.
    pub(super) async fn select(&self, menu: &str, label: &str) {
        self.click(&format!("control('{menu}')")).await;
        let open = "[...document.querySelectorAll('.select-list:popover-open .select-option')]";
        self.click(&format!("{open}.find((one) => one.textContent.includes('{label}'))")).await;
    }

    /// Replaces the text of every field of the open form, and submits it.
    pub(super) async fn fill(&self, values: &[&str]) {
        let fields = "dialog[open] :is(input, textarea)";
        self.until(&format!("document.querySelectorAll('{fields}').length === {}", values.len()))
            .await;
        for (at, value) in values.iter().enumerate() {
            self.value(&format!("document.querySelectorAll('{fields}')[{at}].value = ''")).await;
            self.type_into(fields, at, value).await;
        }
        self.click("document.querySelector('dialog[open] button[type=submit]')").await;
        self.until("!document.querySelector('dialog')").await;
    }

    /// Runs a script and returns what it passes to its callback, the last of its `arguments`.
    pub(super) async fn called_back(&self, script: &str) -> Value {
        self.ask("/execute/async", &json!({ "script": script, "args": [] })).await
    }
}

impl Drop for Tab {
    /// Ends the browser also when the test fails: killing chromedriver would leave it running.
    fn drop(&mut self) {
        let Some((_, path)) = self.session.split_once(&self.authority) else { return };
        let request = format!(
            "DELETE {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.authority
        );
        // A browser that doesn't answer can't be ended this way.
        let Ok(mut stream) = TcpStream::connect(&self.authority) else { return };
        let _ = stream.set_read_timeout(Some(SOON));
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.read(&mut [0; 64]);
    }
}
