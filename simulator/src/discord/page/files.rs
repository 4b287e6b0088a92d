//! The page's own files, compiled in.

const SCRIPT: &str = "text/javascript; charset=utf-8";

pub(super) const PAGE: &str = include_str!("../../../page/index.html");

/// The page's other files, with their kinds.
pub(super) const FILES: [(&str, &str, &str); 16] = [
    ("/page.css", "text/css; charset=utf-8", include_str!("../../../page/page.css")),
    ("/composer.js", SCRIPT, include_str!("../../../page/composer.js")),
    ("/line.js", SCRIPT, include_str!("../../../page/line.js")),
    ("/markdown.js", SCRIPT, include_str!("../../../page/markdown.js")),
    ("/menu.js", SCRIPT, include_str!("../../../page/menu.js")),
    ("/message.js", SCRIPT, include_str!("../../../page/message.js")),
    ("/modal.js", SCRIPT, include_str!("../../../page/modal.js")),
    ("/news.js", SCRIPT, include_str!("../../../page/news.js")),
    ("/page.js", SCRIPT, include_str!("../../../page/page.js")),
    ("/pane.js", SCRIPT, include_str!("../../../page/pane.js")),
    ("/side.js", SCRIPT, include_str!("../../../page/side.js")),
    ("/state.js", SCRIPT, include_str!("../../../page/state.js")),
    ("/talk.js", SCRIPT, include_str!("../../../page/talk.js")),
    ("/unread.js", SCRIPT, include_str!("../../../page/unread.js")),
    ("/values.js", SCRIPT, include_str!("../../../page/values.js")),
    ("/world.js", SCRIPT, include_str!("../../../page/world.js")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_that_is_imported_is_served() {
        let scripts = FILES.iter().filter(|file| file.1 == SCRIPT);
        for (name, _, text) in scripts {
            for line in text.lines().filter(|line| line.starts_with("import ")) {
                let wanted = line.split('"').nth(1).expect("a place").trim_start_matches('.');
                assert!(FILES.iter().any(|file| file.0 == wanted), "{name} imports {wanted}");
            }
        }
    }
}
