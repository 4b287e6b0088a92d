//! A listening socket that can go down: connections are closed without a response.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// The pause after the system refused to accept a connection (out of file handles, for example).
const PAUSE: Duration = Duration::from_millis(100);

type IsDown = Arc<dyn Fn() -> bool + Send + Sync>;

/// A listener that drops every connection while `is_down` is set.
pub(super) struct Line {
    listener: TcpListener,
    is_down: IsDown,
}

impl Line {
    pub(super) fn new(listener: TcpListener, is_down: IsDown) -> Line {
        Line { listener, is_down }
    }
}

impl Listener for Line {
    type Io = Call;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Call, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok(_) if (self.is_down)() => {}
                Ok((stream, peer)) => {
                    return (Call { stream, is_down: Arc::clone(&self.is_down) }, peer);
                }
                Err(error) => {
                    tracing::warn!(%error, "the stand-in hub could not accept a connection");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection; it breaks at the next byte once the hub is down.
pub(super) struct Call {
    stream: TcpStream,
    is_down: IsDown,
}

impl Call {
    fn check(&self) -> io::Result<()> {
        if (self.is_down)() { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stream.fmt(f)
    }
}

impl AsyncRead for Call {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        match self.check() {
            Ok(()) => read,
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl AsyncWrite for Call {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.check() {
            Ok(()) => Pin::new(&mut self.stream).poll_write(cx, bytes),
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
