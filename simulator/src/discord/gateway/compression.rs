//! Transport compression: one stream for the whole connection, flushed after every payload.

use flate2::{Compress, Compression, FlushCompress, Status};

/// Zstandard: magic number, a frame header without content size, a window of 128 KiB.
const ZSTD_HEADER: [u8; 6] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38];
const ZSTD_BLOCK: usize = 128 * 1024;

/// The encoding of payloads on one connection.
pub(crate) enum Transport {
    /// As text.
    Plain,
    /// `compress=zlib-stream`.
    Zlib(Compress),
    /// `compress=zstd-stream`, with stored blocks: any decoder can read the frame, but nothing is
    /// compressed.
    Zstd { begun: bool },
}

/// A payload ready for the socket.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Packed {
    Text(String),
    Binary(Vec<u8>),
}

impl Transport {
    /// `None` for a compression that Discord doesn't support.
    pub(crate) fn named(name: Option<&str>) -> Option<Transport> {
        match name {
            None | Some("") => Some(Transport::Plain),
            Some("zlib-stream") => Some(Transport::Zlib(Compress::new(Compression::fast(), true))),
            Some("zstd-stream") => Some(Transport::Zstd { begun: false }),
            Some(_) => None,
        }
    }

    pub(crate) fn pack(&mut self, text: String) -> Packed {
        match self {
            Transport::Plain => Packed::Text(text),
            Transport::Zlib(stream) => Packed::Binary(deflate(stream, text.as_bytes())),
            Transport::Zstd { begun } => {
                let mut out = Vec::with_capacity(text.len() + 16);
                if !std::mem::replace(begun, true) {
                    out.extend(ZSTD_HEADER);
                }
                for block in text.as_bytes().chunks(ZSTD_BLOCK) {
                    // Not the last block, type "raw", and its length.
                    let header = u32::try_from(block.len()).unwrap_or_default() << 3;
                    out.extend(&header.to_le_bytes()[..3]);
                    out.extend(block);
                }
                Packed::Binary(out)
            }
        }
    }
}

/// Compresses up to a sync flush, so that the payload ends in `00 00 ff ff`.
fn deflate(stream: &mut Compress, mut input: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(input.len() / 2 + 64);
    loop {
        let before = stream.total_in();
        let status = stream.compress_vec(input, &mut out, FlushCompress::Sync);
        let taken = usize::try_from(stream.total_in() - before).unwrap_or(input.len());
        input = input.get(taken..).unwrap_or_default();
        let full = out.len() == out.capacity();
        if status.is_err() || matches!(status, Ok(Status::StreamEnd)) || (input.is_empty() && !full)
        {
            return out;
        }
        out.reserve(out.capacity().max(64));
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Decompress, FlushDecompress};

    use super::*;

    #[test]
    fn zlib_payloads_are_complete() {
        let mut transport = Transport::named(Some("zlib-stream")).expect("a known name");
        let mut inflate = Decompress::new(true);
        for text in ["{}".to_owned(), "x".repeat(300_000), "{\"op\":11}".to_owned()] {
            let Packed::Binary(bytes) = transport.pack(text.clone()) else {
                panic!("zlib gave text");
            };
            assert!(bytes.ends_with(&[0, 0, 0xff, 0xff]));
            let mut out = Vec::with_capacity(400_000);
            inflate.decompress_vec(&bytes, &mut out, FlushDecompress::Sync).expect("valid zlib");
            assert_eq!(out, text.as_bytes());
        }
    }

    #[test]
    fn zstd_payloads_are_stored_blocks_of_one_frame() {
        let mut transport = Transport::named(Some("zstd-stream")).expect("a known name");
        let first = [&ZSTD_HEADER[..], &[16, 0, 0], b"{}"].concat();
        assert_eq!(transport.pack("{}".to_owned()), Packed::Binary(first));
        assert_eq!(transport.pack("[]".to_owned()), Packed::Binary(b"\x10\0\0[]".to_vec()));
    }
}
