// Discord's Markdown, as DOM nodes.
// No string here ever becomes HTML: text is added as text nodes, so nothing in a title or query can
// become markup. Links are http(s) only.

import { locale } from "./words.js";

/** An element with attributes and children; `null` and `false` are skipped. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** `address` if it is an http(s) URL, else `null`. Relative ones are refused: Discord has none. */
export function httpUrl(address) {
  try {
    const url = new URL(String(address));
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens in a new tab, or only its text if the address is not http(s). */
export function link(address, children) {
  const href = httpUrl(address);
  if (!href) return el("span", {}, children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", title: href }, children);
}

/**
 * A message's text as a fragment of blocks.
 *
 * `names` provides the names of ids (`channel(id)`, `user(id)`, `role(id)`), the demo's clock
 * (`now()`), and the actions for clicked mentions (`openChannel(id)`, `startCommand(name)`).
 */
export function markdown(text, names) {
  return blocks(String(text ?? "").replace(/\r\n?/g, "\n"), names);
}

// ---------------------------------------------------------------------------------------- blocks

const FENCE = /```(?:[\w+#.-]*\n)?([\s\S]*?)\n?```/;
const LIST_ITEM = /^( *)([-*]|\d{1,4}\.) +(.*)$/;

function blocks(text, names) {
  const out = document.createDocumentFragment();
  let rest = text;
  for (let fence = FENCE.exec(rest); fence; fence = FENCE.exec(rest)) {
    lines(rest.slice(0, fence.index).replace(/\n$/, ""), names, out);
    out.append(el("pre", { tabindex: "0" }, el("code", {}, fence[1])));
    rest = rest.slice(fence.index + fence[0].length).replace(/^\n/, "");
  }
  lines(rest, names, out);
  return out;
}

function lines(text, names, out) {
  if (text === "") return;
  const all = text.split("\n");
  let paragraph = [];
  let gap = false;

  // A blank line between blocks stays visible as space, as in Discord.
  const add = (node) => {
    if (gap && out.childNodes.length) node.classList.add("gap");
    gap = false;
    out.append(node);
  };
  const flush = () => {
    const first = paragraph.findIndex((line) => line.trim() !== "");
    const last = paragraph.findLastIndex((line) => line.trim() !== "");
    gap ||= first > 0 || (first < 0 && paragraph.length > 0);
    if (first >= 0) {
      add(el("p", {}, inline(paragraph.slice(first, last + 1).join("\n"), names)));
      gap = last < paragraph.length - 1;
    }
    paragraph = [];
  };

  for (let at = 0; at < all.length; at += 1) {
    const line = all[at];
    const heading = /^(#{1,3}) +(\S.*)$/.exec(line);
    const subtext = /^-# +(\S.*)$/.exec(line);
    if (line.startsWith(">>> ")) {
      flush();
      const quoted = [line.slice(4), ...all.slice(at + 1)].join("\n");
      add(el("blockquote", {}, blocks(quoted, names)));
      return;
    }
    if (line.startsWith("> ")) {
      flush();
      const quoted = [];
      for (; at < all.length && /^>( |$)/.test(all[at]); at += 1) quoted.push(all[at].slice(2));
      at -= 1;
      add(el("blockquote", {}, blocks(quoted.join("\n"), names)));
    } else if (heading) {
      flush();
      // The page's own headings are h1 and h2, so a message starts at h3.
      add(el(`h${heading[1].length + 2}`, { class: `heading-${heading[1].length}` }, inline(heading[2], names)));
    } else if (subtext) {
      flush();
      add(el("p", { class: "subtext" }, inline(subtext[1], names)));
    } else if (LIST_ITEM.test(line)) {
      flush();
      const items = [];
      // "1." right after "-" begins another list.
      const other = (next) => items.length > 0 && !/^ /.test(next) && isNumbered(next) !== isNumbered(line);
      for (; at < all.length && !other(all[at]) && (LIST_ITEM.test(all[at]) || (items.length && /^ +\S/.test(all[at]))); at += 1) {
        const item = LIST_ITEM.exec(all[at]);
        if (item) items.push({ depth: Math.floor(item[1].length / 2), mark: item[2], text: item[3] });
        else items.at(-1).text += `\n${all[at].trim()}`;
      }
      at -= 1;
      add(list(items, names));
    } else {
      paragraph.push(line);
    }
  }
  flush();
}

function isNumbered(line) {
  return /^ *\d/.test(line);
}

function list(items, names) {
  const ordered = isNumbered(items[0].mark);
  const node = el(ordered ? "ol" : "ul", { start: ordered ? parseInt(items[0].mark, 10) : null });
  for (let at = 0; at < items.length; ) {
    const children = [];
    let next = at + 1;
    while (next < items.length && items[next].depth > items[at].depth) children.push(items[next++]);
    node.append(el("li", {}, inline(items[at].text, names), children.length ? list(children, names) : null));
    at = next;
  }
  return node;
}

// ---------------------------------------------------------------------------------------- inline

// In this order, as in Discord's client: the first match wins. Each entry is tried only at its first
// character, so long plain text costs one pass.
const RULES = [
  { at: "\\", match: /^\\([^A-Za-z0-9\s])/, node: (m) => m[1] },
  { at: "`", match: /^(`+)([\s\S]*?[^`])\1(?!`)/, node: (m) => el("code", {}, m[2].replace(/^ (`.*) $|^ (.*`) $/, "$1$2")) },
  { at: "<", match: /^<(https?:\/\/[^\s<>]+)>/i, node: (m) => link(m[1], m[1]) },
  { at: "<", match: /^<#(\d+)>/, node: (m, names) => channelMention(m[1], names) },
  { at: "<", match: /^<@!?(\d+)>/, node: (m, names) => el("span", { class: "mention" }, `@${names.user(m[1]) ?? "unknown-user"}`) },
  { at: "<", match: /^<@&(\d+)>/, node: (m, names) => el("span", { class: "mention" }, `@${names.role(m[1]) ?? "unknown-role"}`) },
  { at: "<", match: /^<\/([^:>\n]{1,100}):\d+>/, node: (m, names) => commandMention(m[1], names) },
  { at: "<", match: /^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, node: (m, names) => timestamp(Number(m[1]), m[2] ?? "f", names) },
  { at: "<", match: /^<a?:(\w+):\d+>/, node: (m) => el("span", { class: "emoji-name" }, `:${m[1]}:`) },
  { at: "@", match: /^@(everyone|here)\b/, node: (m) => el("span", { class: "mention" }, m[0]) },
  {
    at: "[",
    match: /^\[((?:\\[\s\S]|\[[^\][]*\]|[^\][\\])+)\]\(\s*<?(https?:\/\/(?:\([^\s()]*\)|[^\s()<>])+)>?(?:\s+"[^"]*")?\s*\)/i,
    node: (m, names, inLink) => (inLink ? m[0] : link(m[2], inline(m[1], names, true))),
  },
  { at: "h", match: /^https:\/\/(?:\w+\.)?discord\.com\/channels\/\d+\/(\d+)\/\d+/, node: (m, names) => channelMention(m[1], names, " › 💬") },
  { at: "h", match: /^https?:\/\/[^\s<]+[^\s<.,:;"'\]]/i, node: bareLink },
  { at: "*", match: /^\*\*\*((?:\\[\s\S]|[^\\*])+)\*\*\*(?!\*)/, node: (m, names, inLink) => el("strong", {}, el("em", {}, inline(m[1], names, inLink))) },
  { at: "*", match: /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/, node: wrap("strong") },
  { at: "_", match: /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/, node: wrap("u") },
  { at: "*", match: /^\*(?!\s)((?:\*\*|\\[\s\S]|[^\\*])+?)(?<!\s)\*(?!\*)/, node: wrap("em") },
  // A word's own underscore (`snake_case`) is not emphasis.
  { at: "_", match: /^_((?:__|\\[\s\S]|[^\\_])+?)_(?!\w)/, node: wrap("em"), notAfterWord: true },
  { at: "~", match: /^~~([\s\S]+?)~~/, node: wrap("s") },
  { at: "|", match: /^\|\|([\s\S]+?)\|\|/, node: spoiler },
];

function inline(text, names, inLink = false) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const found = ruleAt(text, at);
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) nodes.push(plain);
    plain = "";
    const node = found.rule.node(found.match, names, inLink);
    nodes.push(node);
    at += found.match.used ?? found.match[0].length;
  }
  if (plain) nodes.push(plain);
  return nodes;
}

function ruleAt(text, at) {
  const first = text[at] === "H" ? "h" : text[at];
  for (const rule of RULES) {
    if (rule.at !== first) continue;
    if (rule.notAfterWord && at > 0 && /\w/.test(text[at - 1])) continue;
    const match = rule.match.exec(text.slice(at));
    if (match) return { rule, match };
  }
  return null;
}

function wrap(tag) {
  return (match, names, inLink) => el(tag, {}, inline(match[1], names, inLink));
}

function bareLink(match, names, inLink) {
  let address = match[0];
  // "(see https://x.org/a)" ends before the bracket; "https://x.org/a_(b)" keeps it.
  while (address.endsWith(")") && address.split(")").length > address.split("(").length) address = address.slice(0, -1);
  match.used = address.length;
  return inLink ? address : link(address, address);
}

/** A channel, or with `more` one of its messages, as Discord shows a link to it. */
function channelMention(id, names, more = "") {
  const name = names.channel(id);
  if (!name) return el("span", { class: "mention" }, `#unknown${more}`);
  return el("button", { type: "button", class: "mention", onclick: () => names.openChannel(id) }, `#${name}${more}`);
}

function commandMention(name, names) {
  return el("button", { type: "button", class: "mention", onclick: () => names.startCommand(name) }, `/${name}`);
}

function spoiler(match, names, inLink) {
  const node = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler, press to show" }, el("span", {}, inline(match[1], names, inLink)));
  const show = () => {
    node.classList.add("shown");
    ["role", "tabindex", "aria-label"].forEach((name) => node.removeAttribute(name));
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") show();
  });
  return node;
}

// ---------------------------------------------------------------------------------------- times

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

function timestamp(seconds, style, names) {
  const when = new Date(seconds * 1000);
  if (Number.isNaN(when.getTime())) return el("span", {}, "Invalid date");
  const full = when.toLocaleString(locale(), STYLES.F);
  const text = style === "R" ? relative(when, names.now()) : when.toLocaleString(locale(), STYLES[style]);
  // `data-relative` lets the page keep "in 5 minutes" up to date.
  const attributes = { class: "timestamp", lang: locale(), datetime: when.toISOString(), title: full, "data-relative": style === "R" };
  return el("time", attributes, text);
}

const UNITS = [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

/** "in 3 hours", "2 days ago", relative to `now`. */
export function relative(when, now) {
  const seconds = Math.round((when - now) / 1000);
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(seconds / length), unit);
}
