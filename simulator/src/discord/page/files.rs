//! The page's own files, compiled in.

use axum::Router;
use axum::http::header;
use axum::routing::get;
use include_dir::{Dir, include_dir};

use crate::discord::Discord;

static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/page");

/// `index.html`, without the world.
pub(super) fn index() -> &'static str {
    text("index.html").unwrap_or_default()
}

fn text(path: &str) -> Option<&'static str> {
    FOLDER.get_file(path)?.contents_utf8()
}

/// Styles and scripts.
pub(super) fn routes() -> Router<Discord> {
    FOLDER.files().fold(Router::new(), |router, file| {
        let kind = match file.path().extension().and_then(|ending| ending.to_str()) {
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            _ => return router,
        };
        let path = format!("/{}", file.path().display());
        router.route(
            &path,
            get(move || async move { ([(header::CONTENT_TYPE, kind)], file.contents()) }),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imported_scripts_are_served() {
        let scripts = FOLDER.files().filter(|file| file.path().extension() == Some("js".as_ref()));
        let mut imports = 0;
        for script in scripts {
            let code = script.contents_utf8().expect("text");
            for line in code.lines().filter(|line| line.starts_with("import ")) {
                let wanted = line.split('"').nth(1).expect("a place").trim_start_matches("./");
                assert!(text(wanted).is_some(), "{} imports {wanted}", script.path().display());
                imports += 1;
            }
        }
        assert!(imports > 20 && index().contains("{{world}}"));
    }
}
