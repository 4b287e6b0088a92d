//! Content that no bot would send, shown by the demo's page: the page's own checks keep texts text,
//! and its links http or https.
//!
//! The bot escapes what it takes from papers, so the page is asked directly to show such messages.

use serde_json::json;

use super::chromium::Tab;

const TEXTS: [&str; 5] = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror=\"window.hacked = 1\">",
    "\"><svg onload=window.hacked=1>",
    "</title><iframe srcdoc=\"<script>parent.hacked=1</script>\">",
    "{{constructor.constructor('window.hacked=1')()}}",
];
const ADDRESSES: [&str; 8] = [
    "javascript:window.hacked=1",
    "JavaScript:window.hacked=1",
    " \u{1}javascript:window.hacked=1",
    "java\nscript:window.hacked=1",
    "data:text/html,<script>window.hacked=1</script>",
    "vbscript:window.hacked=1",
    "blob:null/1",
    "file:///etc/passwd",
];

/// Shows one text and one address in each place that a message or a form has for them. Calls back
/// with elements and attributes that could run or load something, or with `null` if the text isn't
/// shown.
const SHOW: &str = r#"
    const done = arguments[arguments.length - 1];
    const load = (name) => import(`${location.origin}/${name}.js`);
    Promise.all(['line', 'message', 'modal'].map(load)).then(([{ names }, { messageBody }, { openModal }]) => {
        const picture = { media: { url: address }, description: text };
        const list = { type: 10, content: `### [${text}](${address})\n**[${text}](${address})** <${address}> ${text}` };
        const message = {
            id: '1',
            flags: 0,
            content: list.content,
            embeds: [{
                title: text, url: address, description: list.content,
                author: { name: text, url: address }, footer: { text },
                fields: [{ name: text, value: text }], image: { url: address }, thumbnail: { url: address },
            }],
            attachments: [
                { filename: text, url: address, content_type: 'text/html' },
                { filename: text, url: address, content_type: 'image/png', description: text },
            ],
            thread: { id: '2', name: text },
            components: [
                { type: 17, components: [
                    list,
                    { type: 9, components: [list], accessory: { type: 11, ...picture } },
                    { type: 9, components: [list], accessory: { type: 2, style: 5, label: text, url: address } },
                    { type: 12, items: [picture] },
                    { type: 13, file: { url: address }, name: text },
                ] },
                { type: 1, components: [
                    { type: 2, style: 5, label: text, url: address },
                    { type: 2, style: 1, label: text, custom_id: text },
                ] },
                { type: 1, components: [{ type: 3, custom_id: text, placeholder: text, options: [{ label: text, value: text, description: text }] }] },
            ],
        };
        const shown = messageBody(message, names);
        document.body.append(shown);
        const field = { type: 4, custom_id: text, label: text, placeholder: text, value: text };
        openModal({ title: text, components: [{ type: 18, label: text, description: text, component: field }] }, names, () => {});
        const form = [...document.querySelectorAll('dialog')].at(-1);
        const all = [shown, form].flatMap((one) => [...one.querySelectorAll('*')]);
        const isWeb = (url) => ['http:', 'https:'].includes(new URL(url, location.href).protocol);
        const isDangerous = (one) => one.matches('script, iframe, object, embed, base')
            || [...one.attributes].some(({ name, value }) => name.startsWith('on') || (['href', 'src', 'action', 'formaction'].includes(name) && !isWeb(value)));
        const found = all.filter(isDangerous).map(({ outerHTML }) => outerHTML.slice(0, 150));
        const isShown = [shown, form].every((one) => one.textContent.includes(text));
        form.remove();
        shown.remove();
        done(isShown ? found : null);
    }, (error) => done([String(error)]));
"#;

pub(super) async fn is_shown_as_text(tab: &Tab) {
    for text in TEXTS {
        for address in ADDRESSES {
            let shown = json!([text, address]);
            let script = format!("const [text, address] = {shown}; {SHOW}");
            assert_eq!(tab.called_back(&script).await, json!([]), "{text} {address}");
        }
    }
    assert_eq!(tab.value("window.hacked === undefined").await, true);
}

/// The second line of defense: if a script got into the page, the browser would refuse to run it.
pub(super) async fn would_not_run(tab: &Tab) {
    let insert = "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.inserted = 1' }))";
    tab.value(insert).await;
    assert_eq!(tab.value("window.inserted === undefined").await, true);
    let outside = "(() => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => { window.refused = effectiveDirective; });
        document.body.append(Object.assign(document.createElement('img'), { src: 'https://example.org/a.png' }));
    })()";
    tab.value(outside).await;
    tab.until("window.refused === 'img-src'").await;
}
