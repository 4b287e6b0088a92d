//! Accepts short connections and limits their number, so that no client can occupy them all by sending
//! nothing or one byte at a time.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};

/// More than all monitoring programs of a bot open together.
const MOST: usize = 64;
/// The pause after the system refused to accept a connection (out of file handles, for example).
const PAUSE: Duration = Duration::from_millis(100);

/// Accepts at most [`MOST`] connections at a time, and closes each after `kept`.
pub(super) struct Brief {
    listener: TcpListener,
    kept: Duration,
    permits: Arc<Semaphore>,
}

impl Brief {
    pub(super) fn new(listener: TcpListener, kept: Duration) -> Brief {
        Brief { listener, kept, permits: Arc::new(Semaphore::new(MOST)) }
    }
}

impl Listener for Brief {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            // The semaphore is never closed.
            let permit = Arc::clone(&self.permits).acquire_owned().await.ok();
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    let ends = Box::pin(sleep(self.kept));
                    return (Connection { stream, ends, _permit: permit }, peer);
                }
                Err(error) => {
                    tracing::warn!(%error, "could not accept a connection");
                    sleep(PAUSE).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection with a deadline.
pub(super) struct Connection {
    stream: TcpStream,
    ends: Pin<Box<Sleep>>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Connection {
    /// Returns pending, or an error after the deadline.
    fn wait<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        ready!(self.ends.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            Poll::Pending => self.wait(cx),
            read => read,
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write(cx, bytes) {
            Poll::Pending => self.wait(cx),
            written => written,
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    async fn serve(kept: Duration) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/metrics", get(async || "1"));
        tokio::spawn(async move { axum::serve(Brief::new(listener, kept), router).await });
        address
    }

    #[tokio::test]
    async fn idle_and_slow_connections_are_closed_and_make_room() {
        let address = serve(Duration::from_millis(300)).await;
        let mut silent = Vec::new();
        // The last ones wait until the first ones are closed.
        for _ in 0..MOST + 5 {
            silent.push(TcpStream::connect(address).await.unwrap());
        }
        let mut slow = silent.pop().unwrap();
        let trickle = async {
            while slow.write_all(b"x").await.is_ok() {
                sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), trickle).await.expect("it is closed");
        for mut stream in silent {
            let mut all = Vec::new();
            let ended = stream.read_to_end(&mut all);
            let _ =
                tokio::time::timeout(Duration::from_secs(20), ended).await.expect("it is closed");
        }
        let mut fine = TcpStream::connect(address).await.unwrap();
        let request = b"GET /metrics HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        fine.write_all(request).await.unwrap();
        let mut said = String::new();
        fine.read_to_string(&mut said).await.unwrap();
        assert!(said.starts_with("HTTP/1.1 200 OK"), "{said}");
    }
}
