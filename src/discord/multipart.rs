//! Bodies with files: `multipart/form-data`, with the JSON as `payload_json` next to `files[n]`.

use commands::Attachment;
use serde_json::Value;

/// The content type and bytes of a body.
pub(super) fn body(payload: &Value, files: &[Attachment]) -> (String, Vec<u8>) {
    if files.is_empty() {
        return ("application/json".to_owned(), payload.to_string().into_bytes());
    }
    let payload = payload.to_string().into_bytes();
    let boundary = boundary(std::iter::once(&payload).chain(files.iter().map(|file| &file.bytes)));
    let mut bytes = Vec::new();
    let mut part = |head: &str, content: &[u8]| {
        bytes.extend_from_slice(
            format!("--{boundary}\r\nContent-Disposition: form-data; ").as_bytes(),
        );
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(b"\r\n\r\n");
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(b"\r\n");
    };
    part("name=\"payload_json\"\r\nContent-Type: application/json", &payload);
    for (number, file) in files.iter().enumerate() {
        let name = plain(&file.name);
        let head = format!(
            "name=\"files[{number}]\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream"
        );
        part(&head, &file.bytes);
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), bytes)
}

/// A boundary that occurs in none of the parts.
fn boundary<'a>(parts: impl Iterator<Item = &'a Vec<u8>> + Clone) -> String {
    let is_in = |boundary: &str, part: &[u8]| {
        part.windows(boundary.len()).any(|window| window == boundary.as_bytes())
    };
    let mut number = 0_u64;
    loop {
        let boundary = format!("paperboy-{number:016x}");
        if !parts.clone().any(|part| is_in(&boundary, part)) {
            return boundary;
        }
        number += 1;
    }
}

/// Escapes a file name so that it can't end its header.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file(name: &str, bytes: &[u8]) -> Attachment {
        Attachment { name: name.to_owned(), bytes: bytes.to_vec() }
    }

    #[test]
    fn a_body_without_files_is_json() {
        let (kind, bytes) = body(&json!({ "a": 1 }), &[]);
        assert_eq!((kind.as_str(), bytes.as_slice()), ("application/json", &br#"{"a":1}"#[..]));
    }

    #[test]
    fn files_are_sent_with_the_json_and_cannot_end_a_part() {
        // A file that contains the first boundary, and a name with a line break.
        let files = [file("a\r\nb\".json", b"--paperboy-0000000000000000--")];
        let (kind, bytes) = body(&json!({ "a": 1 }), &files);
        assert_eq!(kind, "multipart/form-data; boundary=paperboy-0000000000000001");
        let text = String::from_utf8(bytes).expect("text");
        insta::assert_snapshot!(text.replace("\r\n", "\n"), @r#"
        --paperboy-0000000000000001
        Content-Disposition: form-data; name="payload_json"
        Content-Type: application/json

        {"a":1}
        --paperboy-0000000000000001
        Content-Disposition: form-data; name="files[0]"; filename="ab.json"
        Content-Type: application/octet-stream

        --paperboy-0000000000000000--
        --paperboy-0000000000000001--
        "#);
    }
}
