//! With a stand-in nothing leaves this machine: no name is resolved, no other address is contacted,
//! and no proxy is used. The real binary runs with a library that records the first two, and a
//! recording proxy in its environment.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use super::stage::{SOON, clock, place};

/// The recording library, compiled once by the compiler that OpenSSL and SQLite need anyway.
fn library() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/outside/record.c");
        let built = Path::new(env!("CARGO_TARGET_TMPDIR")).join("record.so");
        let mut compile = Command::new("cc");
        compile.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&built).arg(source).arg("-ldl");
        assert!(compile.status().expect("a C compiler").success(), "{source} compiles");
        built
    })
}

/// What a process tried to reach.
struct Recorder {
    folder: tempfile::TempDir,
    proxy: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    async fn start() -> Recorder {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let proxy = format!("http://{}", listener.local_addr().expect("an address"));
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let noted = asked.clone();
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let mut head = [0; 512];
                let read = connection.read(&mut head).await.unwrap_or_default();
                let head = String::from_utf8_lossy(&head[..read]).into_owned();
                let line = head.lines().next().unwrap_or_default().to_owned();
                noted.lock().expect("no panic").push(format!("proxy {line}"));
            }
        });
        Recorder { folder: tempfile::tempdir().expect("a folder"), proxy, asked }
    }

    /// The binary with recording.
    fn paperboy(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paperboy"));
        command.args(arguments).env_clear().stdin(Stdio::null()).stderr(Stdio::null());
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env(name, &self.proxy).env(name.to_ascii_lowercase(), &self.proxy);
        }
        command.env("PAPERBOY_TEST_RECORD", self.file()).env("LD_PRELOAD", library());
        command
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("record")
    }

    /// All attempts so far.
    fn tried(&self) -> Vec<String> {
        let recorded = std::fs::read_to_string(self.file()).unwrap_or_default();
        let mut tried: Vec<String> = recorded.lines().map(str::to_owned).collect();
        tried.extend(self.asked.lock().expect("no panic").iter().cloned());
        tried
    }
}

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may already have ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs it to its end on a separate thread.
async fn output(mut command: Command) -> std::process::Output {
    let run = tokio::task::spawn_blocking(move || command.output().expect("the binary starts"));
    run.await.expect("no panic")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recorder_notices_names_and_requests() {
    let recorder = Recorder::start().await;
    for hub in ["https://hub.invalid", "http://localhost:9"] {
        let mut command = recorder.paperboy(&["preview", "--topic", "all", "--date", "2026-05-14"]);
        command.env("PAPERBOY_HUB_URL", hub);
        assert!(!output(command).await.status.success(), "{hub}");
    }
    let tried = recorder.tried();
    for expected in ["proxy CONNECT hub.invalid:443", "name localhost"] {
        assert!(tried.iter().any(|line| line.starts_with(expected)), "{expected}: {tried:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_contacts_no_other_machine() {
    let recorder = Recorder::start().await;
    let shown = output(recorder.paperboy(&["demo", "--no-page", "--port", "0"])).await;
    let text = String::from_utf8_lossy(&shown.stdout);
    assert!(shown.status.success() && text.contains("/search diffusion"), "{text}");
    assert_eq!(recorder.tried(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_stand_in_the_real_discord_is_never_contacted() {
    let recorder = Recorder::start().await;
    let place = place(clock("2026-05-14T13:30:00Z")).await;
    let data = tempfile::tempdir().expect("a folder");
    let mut command = recorder.paperboy(&["run", "--clock", "2026-05-14T13:30:00Z"]);
    command
        .env("DISCORD_TOKEN", place.discord.token())
        .env("PAPERBOY_DISCORD_URL", place.discord.url())
        .env("PAPERBOY_HUB_URL", place.hub.url())
        .env("PAPERBOY_DATA_DIR", data.path());
    let _running = Running(command.spawn().expect("the binary starts"));
    assert!(place.discord.until_commands(SOON).await, "commands are registered");
    assert!(place.discord.until_connected(SOON).await, "the gateway is connected");
    // A cut session is resumed, which is when the library would ask the real Discord again.
    place.discord.invalidate_session(false);
    let answered = async {
        let ask = || place.discord.command(place.admin, place.papers, "/search diffusion");
        while ask().await.body().is_none() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(SOON, answered).await.expect("a search is answered");
    assert_eq!(recorder.tried(), Vec::<String>::new());
}
