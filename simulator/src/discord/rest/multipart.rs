//! `multipart/form-data` bodies: `payload_json` and `files[n]`.

use crate::discord::state::attachments::Stored;
use crate::discord::state::attachments::Upload;

/// The contents of a multipart body.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) payload: Vec<u8>,
    pub(crate) uploads: Vec<Upload>,
}

/// The boundary in a content type, if it is multipart.
pub(crate) fn boundary(content_type: &str) -> Option<&str> {
    let (kind, rest) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    rest.split(';').find_map(|part| part.trim().strip_prefix("boundary=")).map(unquoted)
}

/// Splits a body at its boundary; `None` if it is malformed.
pub(crate) fn read(body: &[u8], boundary: &str) -> Option<Parts> {
    let mut parts = Parts::default();
    let first = format!("--{boundary}");
    let between = format!("\r\n--{boundary}");
    let mut rest = body.get(find(body, first.as_bytes())? + first.len()..)?;
    while !rest.starts_with(b"--") {
        rest = rest.strip_prefix(b"\r\n")?;
        let head_end = find(rest, b"\r\n\r\n")?;
        let head = std::str::from_utf8(&rest[..head_end]).ok()?;
        let from = head_end + 4;
        let length = find(rest.get(from..)?, between.as_bytes())?;
        keep(&mut parts, head, &rest[from..from + length]);
        rest = &rest[from + length + between.len()..];
    }
    Some(parts)
}

fn keep(parts: &mut Parts, head: &str, content: &[u8]) {
    let field = |name: &str| {
        head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    let Some(disposition) = field("content-disposition") else { return };
    let parameter = |name: &str| {
        let prefix = format!("{name}=");
        disposition.split(';').find_map(|part| part.trim().strip_prefix(&prefix)).map(unquoted)
    };
    let name = parameter("name").unwrap_or_default();
    if name == "payload_json" {
        parts.payload = content.to_vec();
        return;
    }
    let index = name.strip_prefix("files[").and_then(|rest| rest.strip_suffix(']'));
    if let (Some(index), Some(file)) = (index, parameter("filename")) {
        parts.uploads.push(Upload {
            index: index.to_owned(),
            file: Stored {
                name: file.to_owned(),
                kind: field("content-type").unwrap_or("application/octet-stream").to_owned(),
                bytes: content.to_vec(),
            },
        });
    }
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches('"')
}

fn find(within: &[u8], wanted: &[u8]) -> Option<usize> {
    within.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_split_at_their_boundary() {
        assert_eq!(boundary("multipart/form-data; boundary=\"a b\""), Some("a b"));
        assert_eq!(boundary("application/json; charset=utf-8"), None);
        let body = "--x\r\ncontent-disposition: form-data; name=\"payload_json\"\r\n\r\n{}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"files[7]\"; filename=\"a.txt\"\r\n\
             Content-Type: text/plain\r\n\r\none\r\n--two\r\n--x--\r\n";
        let parts = read(body.as_bytes(), "x").expect("a form");
        assert_eq!(parts.payload, b"{}");
        let file = &parts.uploads[0];
        assert_eq!((file.index.as_str(), file.file.name.as_str()), ("7", "a.txt"));
        assert_eq!(
            (file.file.kind.as_str(), &file.file.bytes[..]),
            ("text/plain", &b"one\r\n--two"[..])
        );
        for broken in ["", "--x", "--x\r\nno end", "--x\r\na: b\r\n\r\nno end"] {
            assert!(read(broken.as_bytes(), "x").is_none(), "{broken:?}");
        }
    }
}
