//! A server with hand-written responses, for things that no hub should send.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A server that sends the given responses, one per connection, then nothing.
pub(super) struct Canned {
    /// Its address.
    pub(super) url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Canned {
    /// Starts to listen.
    pub(super) async fn start(answers: Vec<Vec<u8>>) -> Canned {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let heads = Arc::clone(&seen);
        tokio::spawn(async move {
            for answer in answers {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.expect("a whole head"));
                }
                let head = String::from_utf8(head).expect("a head in UTF-8");
                heads.lock().expect("no panic while locked").push(head);
                // A client that has read enough closes the connection.
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            }
        });
        Canned { url, seen }
    }

    /// The request heads so far.
    pub(super) fn seen(&self) -> Vec<String> {
        self.seen.lock().expect("no panic while locked").clone()
    }
}

/// A complete response; each of `headers` includes its line break.
pub(super) fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n");
    format!("{head}{headers}\r\n{body}").into_bytes()
}
