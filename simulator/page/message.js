// The content of a message: text, embeds, attachments and components. The pane shows author and time.

import { el, httpUrl, link, markdown } from "./markdown.js";
import { locale, words } from "./words.js";

const LOADING = 1 << 7;

const BUTTON_STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "primary" };

/** Discord's channel types, for selects that accept only some of them. */
const CHANNEL_TYPES = { text: [0], dm: [1], voice: [2], category: [4], announcement: [5], thread: [10, 11, 12], forum: [15] };

/** The name of a channel type, given as Discord's number or as a name. */
export function channelKind(kind) {
  return Object.keys(CHANNEL_TYPES).find((name) => CHANNEL_TYPES[name].includes(kind)) ?? kind;
}

/**
 * The body of `message`.
 *
 * `page` provides names (see `markdown`), the choices of selects (`people()`, `roles()`,
 * `channels()`), and the action of a control: `act(message, component, values, control)`.
 */
export function messageBody(message, page) {
  const body = el("div", { class: "body" });
  if (message.flags & LOADING) {
    body.append(thinking(page.botName()));
    return body;
  }
  if (message.content) body.append(text(message.content, page));
  body.append(...(message.embeds ?? []).map((embed) => embedCard(embed, message, page)));
  body.append(...loose(message).map((attachment) => attachmentCard(attachment)));
  body.append(...(message.components ?? []).map((component) => draw(component, message, page)));
  if (message.thread) body.append(threadCard(message.thread, page));
  return body;
}

/** "paperboy is thinking…", shown until the deferred answer arrives. */
export function thinking(name) {
  const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  return el("p", { class: "thinking" }, dots, `${name} ${words().thinking}`);
}

export function text(content, page) {
  return el("div", { class: "md" }, markdown(content, page));
}

// ------------------------------------------------------------------------------------ components

const DRAW = {
  1: (row, message, page) => el("div", { class: "row" }, drawAll(row.components, message, page)),
  2: button,
  3: messageSelect,
  5: messageSelect,
  6: messageSelect,
  7: messageSelect,
  8: messageSelect,
  9: section,
  10: (display, _message, page) => text(display.content, page),
  11: (thumbnail, message) => picture(thumbnail.media, thumbnail.description, message, "thumbnail"),
  12: gallery,
  13: (file, message) => attachmentCard(attached(file.file, message) ?? { filename: file.name, url: file.file?.url, size: file.size }),
  14: separator,
  17: container,
};

function draw(component, message, page) {
  const drawn = DRAW[component.type];
  return drawn ? drawn(component, message, page) : el("p", { class: "unsupported" }, `Component of type ${component.type}`);
}

function drawAll(components, message, page) {
  return (components ?? []).map((component) => draw(component, message, page));
}

function container(component, message, page) {
  const node = el("div", { class: "container" }, drawAll(component.components, message, page));
  if (typeof component.accent_color === "number") paint(node, component.accent_color);
  return node;
}

function section(component, message, page) {
  // A tile without its picture shows initials, taken from the section's first line.
  const title = component.components?.[0]?.content;
  const accessory = component.accessory?.type === 11
    ? picture(component.accessory.media, component.accessory.description, message, "thumbnail", title)
    : component.accessory && draw(component.accessory, message, page);
  return el("div", { class: "section" },
    el("div", { class: "section-text" }, drawAll(component.components, message, page)),
    accessory && el("div", { class: "accessory" }, accessory));
}

function separator(component) {
  const classes = ["separator", component.spacing === 2 && "large", component.divider === false && "blank"];
  return el("hr", { class: classes.filter(Boolean).join(" ") });
}

function gallery(component, message) {
  const items = component.items ?? [];
  const pictures = items.map((item) => picture(item.media, item.description, message, "gallery-item"));
  return el("div", { class: `gallery gallery-${Math.min(items.length, 4)}` }, pictures);
}

function button(component, message, page) {
  const face = [emoji(component.emoji), component.label && el("span", {}, component.label)];
  const className = `button ${BUTTON_STYLES[component.style] ?? "secondary"}`;
  const href = component.style === 5 && !component.disabled && httpUrl(component.url);
  if (href) {
    const arrow = el("span", { class: "arrow", "aria-hidden": "true" }, "↗");
    return el("a", { class: className, href, title: href, target: "_blank", rel: "noopener noreferrer" }, face, arrow);
  }
  const node = el("button", {
    type: "button",
    class: className,
    disabled: component.disabled || component.style === 5,
    "data-control": component.custom_id,
    "aria-label": component.label ? null : (component.emoji?.name ?? "Button"),
    onclick: () => page.act(message, component, [], node),
  }, face);
  return node;
}

function emoji(given) {
  if (!given?.name) return null;
  // A custom emoji is a picture on Discord's server; show its name instead.
  return el("span", { class: "emoji", "aria-hidden": "true" }, given.id ? `:${given.name}:` : given.name);
}

function paint(node, color) {
  node.classList.add("accented");
  node.style.setProperty("--accent", `#${(color & 0xffffff).toString(16).padStart(6, "0")}`);
}

// --------------------------------------------------------------------------------------- selects

function messageSelect(component, message, page) {
  const select = selectMenu(component, page, (values) => page.act(message, component, values, select));
  return select;
}

/**
 * A select menu: a button with a list in the browser's top layer, so that no scrolling pane clips it.
 * `chosen(values)` is called once per completed selection.
 */
export function selectMenu(component, page, chosen) {
  const options = selectOptions(component, page);
  const most = component.max_values ?? 1;
  const least = component.min_values ?? 1;
  const picked = new Set(options.filter((option) => option.default).map((option) => option.value));
  let before = "";

  const face = el("span", { class: "select-face" });
  const list = el("div", { class: "select-list", role: "listbox", popover: "auto", "aria-multiselectable": most > 1 ? "true" : null });
  const node = el("button", {
    type: "button",
    class: "select",
    disabled: component.disabled,
    "data-control": component.custom_id,
    "aria-haspopup": "listbox",
    "aria-expanded": "false",
  }, face, el("span", { class: "chevron", "aria-hidden": "true" }));
  node.popoverTargetElement = list;

  const rows = options.map((option) => el("div", {
    class: "select-option",
    role: "option",
    tabindex: "-1",
    onclick: () => pick(option.value),
  },
  emoji(option.emoji),
  el("span", { class: "select-text" }, el("span", {}, option.label), option.description && el("small", {}, option.description)),
  el("span", { class: most > 1 ? "check box" : "check", "aria-hidden": "true" })));
  list.append(...(rows.length ? rows : [el("p", { class: "select-empty" }, "Nothing to choose from")]));

  function show() {
    const labels = options.filter((option) => picked.has(option.value)).map((option) => option.label);
    face.textContent = labels.length ? labels.join(", ") : (component.placeholder ?? "Make a selection");
    face.classList.toggle("placeholder", labels.length === 0);
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(picked.has(options[at].value))));
  }

  function pick(value) {
    if (most === 1) {
      picked.clear();
      picked.add(value);
      show();
      list.hidePopover();
      chosen([value]);
      return;
    }
    if (!picked.delete(value) && picked.size < most) picked.add(value);
    show();
  }

  list.addEventListener("beforetoggle", (event) => {
    const opening = event.newState === "open";
    node.setAttribute("aria-expanded", String(opening));
    if (opening) {
      before = [...picked].join("\n");
      place(list, node);
      window.addEventListener("scroll", follow, true);
      return;
    }
    window.removeEventListener("scroll", follow, true);
    // With several choices, closing the list completes the selection.
    if (most > 1 && [...picked].join("\n") !== before && picked.size >= least) chosen([...picked]);
  });
  list.addEventListener("toggle", (event) => {
    if (event.newState === "open") (rows.find((row) => row.ariaSelected === "true") ?? rows[0])?.focus();
  });
  // The pane may also scroll by itself, to a message that was added or edited just before.
  function follow(event) {
    if (list.contains(event.target)) return;
    const button = node.getBoundingClientRect();
    const pane = (node.closest("#scroll, dialog") ?? document.documentElement).getBoundingClientRect();
    if (button.bottom < pane.top || button.top > pane.bottom) list.hidePopover();
    else place(list, node);
  }
  list.addEventListener("keydown", (event) => {
    const at = rows.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) rows[Math.max(0, Math.min(rows.length - 1, to))]?.focus();
    else if ((event.key === "Enter" || event.key === " ") && at >= 0) pick(options[at].value);
    else if (event.key === "Tab") return list.hidePopover();
    else return;
    event.preventDefault();
  });

  show();
  return el("span", { class: "select-box" }, node, list);
}

/** Below the button, or above it when there is more room. */
function place(list, button) {
  const at = button.getBoundingClientRect();
  const below = window.innerHeight - at.bottom;
  const up = below < 240 && at.top > below;
  list.style.left = `${at.left}px`;
  list.style.width = `${at.width}px`;
  list.style.top = up ? "auto" : `${at.bottom + 4}px`;
  list.style.bottom = up ? `${window.innerHeight - at.top + 4}px` : "auto";
  list.style.maxHeight = `${Math.min(320, (up ? at.top : below) - 16)}px`;
}

function selectOptions(component, page) {
  const chosen = new Set((component.default_values ?? []).map((value) => value.id));
  const offer = (things, mark) => things.map(({ id, name }) => ({ value: id, label: mark + name, default: chosen.has(id) }));
  switch (component.type) {
    case 5: return offer(page.people(), "");
    case 6: return offer(page.roles(), "@");
    case 7: return offer([...page.people(), ...page.roles()], "@");
    case 8: return offer(page.channels().filter((channel) => isOfType(channel, component.channel_types)), "#");
    default: return component.options ?? [];
  }
}

/** Whether `channel` has one of Discord's channel `types`; none given means any. */
export function isOfType(channel, types) {
  const own = CHANNEL_TYPES[channel.kind] ?? [channel.kind];
  return !types?.length || own.some((type) => types.includes(type));
}

// -------------------------------------------------------------------------------------- pictures

const STOP_WORDS = new Set(["a", "an", "the", "of", "for", "and", "to", "in", "on", "with", "via", "by", "is", "are"]);

/** The initials of the first two significant words. */
export function initials(title) {
  const plain = String(title ?? "").split("\n")[0].replace(/\]\([^)]*\)/g, " ").replace(/[^\p{L}\p{N}\s-]/gu, " ");
  const words = plain.split(/[\s-]+/).filter(Boolean);
  const telling = words.filter((word) => /^\p{L}/u.test(word) && !STOP_WORDS.has(word.toLowerCase()));
  return (telling.length ? telling : words).slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
}

/** A hue derived from `name`. */
export function hue(name) {
  let sum = 0;
  for (const letter of String(name ?? "")) sum = (sum * 31 + letter.codePointAt(0)) % 99_991;
  // Neighboring ids land far apart on the color wheel.
  return (sum * 137) % 360;
}

/**
 * A picture over a colored tile with initials. The tile is visible until the picture has loaded, and
 * permanently if it is on another machine: the page asks none, and only links there.
 */
function picture(media, description, message, className, title = description) {
  const address = mediaUrl(media, message);
  const tile = el("span", { class: "tile", "aria-hidden": "true", "data-initials": initials(title) || "?" });
  tile.style.setProperty("--hue", hue(title));
  const image = address && new URL(address).origin === location.origin && el("img", {
    src: address,
    alt: description ?? "",
    loading: "lazy",
    referrerpolicy: "no-referrer",
    onload: () => {
      image.classList.add("loaded");
      if (image.naturalHeight) frame.style.setProperty("--ratio", image.naturalWidth / image.naturalHeight);
    },
    onerror: () => image.remove(),
  });
  const frame = el(address ? "a" : "span", { class: `picture ${className}`, href: address, target: address && "_blank", rel: address && "noopener noreferrer", "aria-label": description ?? "Picture" }, tile, image);
  return frame;
}

function attached(media, message) {
  const name = /^attachment:\/\/(.+)$/.exec(media?.url ?? "")?.[1];
  return (message.attachments ?? []).find((one) => (name ? one.filename === name : one.url === media?.url));
}

/** Attachments come from the demo itself, by path; anything else must be http(s). */
function mediaUrl(media, message) {
  const address = attached(media, message)?.url ?? media?.proxy_url ?? media?.url;
  try {
    return httpUrl(new URL(address, location.href).href);
  } catch {
    return null;
  }
}

// --------------------------------------------------------------------- embeds, files and threads

function embedCard(embed, message, page) {
  const title = embed.title && el("div", { class: "embed-title md" }, embed.url ? link(embed.url, inlineOf(embed.title, page)) : inlineOf(embed.title, page));
  const author = embed.author && el("div", { class: "embed-author" }, embed.author.url ? link(embed.author.url, embed.author.name) : embed.author.name);
  const fields = (embed.fields ?? []).map((field) => el("div", { class: field.inline ? "field inline" : "field" },
    el("div", { class: "field-name md" }, inlineOf(field.name, page)), text(field.value, page)));
  const stamp = embed.timestamp && new Date(embed.timestamp).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" });
  const footer = [embed.footer?.text, stamp].filter(Boolean).join(" • ");
  const node = el("article", { class: "embed" },
    el("div", { class: "embed-main" },
      author,
      title,
      embed.description && text(embed.description, page),
      fields.length > 0 && el("div", { class: "fields" }, fields),
      embed.image && picture(embed.image, null, message, "gallery-item", embed.title),
      footer && el("div", { class: "embed-footer" }, footer)),
    embed.thumbnail && picture(embed.thumbnail, null, message, "thumbnail", embed.title));
  if (typeof embed.color === "number") paint(node, embed.color);
  return node;
}

/** One line of Markdown without the paragraph around it. */
function inlineOf(line, page) {
  return [...markdown(line, page).childNodes].flatMap((block) => (block.tagName === "P" ? [...block.childNodes] : [block]));
}

/** Attachments that no component or embed shows. */
function loose(message) {
  const used = JSON.stringify([message.embeds ?? [], message.components ?? []]);
  return (message.attachments ?? []).filter((one) => !used.includes(`attachment://${one.filename}`) && !used.includes(JSON.stringify(one.url)));
}

function attachmentCard(attachment) {
  if (attachment.content_type?.startsWith("image/")) {
    return picture({ url: attachment.url }, attachment.description ?? attachment.filename, {}, "gallery-item attachment-image");
  }
  const address = mediaUrl({ url: attachment.url }, {});
  const name = attachment.filename ?? "file";
  return el("div", { class: "file" },
    el("span", { class: "file-icon", "aria-hidden": "true" }, name.split(".").at(-1).slice(0, 4).toUpperCase()),
    el("span", { class: "file-text" },
      address ? el("a", { href: address, download: name }, name) : name,
      Number.isFinite(attachment.size) && el("small", {}, size(attachment.size))));
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

function threadCard(thread, page) {
  const count = thread.message_count ?? 0;
  return el("button", { type: "button", class: "thread", onclick: () => page.openChannel(thread.id) },
    el("strong", {}, thread.name), el("span", {}, count === 1 ? "1 message ›" : count ? `${count} messages ›` : "Open thread ›"));
}
