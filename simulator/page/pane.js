// The message pane: rows with heads and tools, and the scroll position.

import { typedCommands } from "./composer.js";
import { composer, names } from "./line.js";
import { el } from "./markdown.js";
import { messageBody, thinking } from "./message.js";
import { avatar } from "./side.js";
import { $, CHANNEL_SIGNS, channel, nameOf, now, view, world } from "./state.js";
import { runCommand } from "./talk.js";
import { markRead } from "./unread.js";
import { locale, words } from "./words.js";

const MESSAGE_COMMAND = 3;
/** Messages by the same author within this time share one head, as in Discord. */
const GROUP_MS = 7 * 60_000;

/** Rendered rows by key: only changed ones are rendered again, so open menus and focus survive. */
export const drawn = new Map();

export function isForReader(entry) {
  return entry.userId === null || entry.userId === view.userId;
}

/** Updates the pane to the channel's entries. */
export function showMessages() {
  const place = channel();
  if (!place) return;
  const rows = [{ key: "start", stamp: place.id, draw: () => welcome(place) }];
  let previous = null;
  // Part of every row's key, because "Today at" is true only for a day.
  const today = now().toDateString();
  for (const entry of place.entries.filter(isForReader)) {
    const day = new Date(entry.when).toDateString();
    const newDay = !previous || new Date(previous.when).toDateString() !== day;
    if (newDay) rows.push({ key: `day ${entry.key}`, stamp: `${day} ${locale()}`, draw: () => dayRow(entry.when) });
    const grouped = !newDay && isContinued(previous, entry);
    rows.push({ key: entry.key, stamp: `${entry.version} ${grouped} ${today} ${locale()}`, draw: () => entryRow(entry, grouped) });
    previous = entry;
  }
  layRows($("messages"), rows);
  if (view.atTopOfNewest) {
    scrollToNewest();
    markRead(place);
  } else if (view.atEnd) {
    scrollToEnd();
    $("to-present").hidden = true;
    markRead(place);
  }
}

function isContinued(previous, entry) {
  if (entry.kind !== "message" || previous.kind !== "message" || entry.invoker) return false;
  return previous.message.author?.id === entry.message.author?.id && previous.userId === entry.userId && entry.when - previous.when < GROUP_MS;
}

function layRows(list, rows) {
  const keys = new Set(rows.map(({ key }) => key));
  for (const [key, { node }] of drawn) {
    if (keys.has(key)) continue;
    node.remove();
    drawn.delete(key);
  }
  let last = null;
  for (const { key, stamp, draw } of rows) {
    const old = drawn.get(key);
    let node = old?.node;
    if (!old || old.stamp !== stamp) {
      node = draw();
      const focus = old && focusIn(old.node);
      old?.node.replaceWith(node);
      focus?.(node);
      drawn.set(key, { stamp, node });
    }
    const place = last ? last.nextSibling : list.firstChild;
    if (place !== node) list.insertBefore(node, place);
    last = node;
  }
}

/** Remembers which control of `node` has focus, to restore it after rendering. */
function focusIn(node) {
  if (!node.contains(document.activeElement)) return null;
  const controls = (row) => [...row.querySelectorAll("[data-control]")];
  const at = controls(node).indexOf(document.activeElement);
  const id = document.activeElement.dataset.control;
  return (next) => (controls(next).find((one) => one.dataset.control === id && !one.disabled) ?? controls(next)[at])?.focus({ preventScroll: true });
}

function welcome(place) {
  const sign = CHANNEL_SIGNS[place.kind] ?? "#";
  return el("li", { class: "welcome" },
    el("span", { class: "welcome-sign", "aria-hidden": "true" }, sign),
    el("h2", {}, place.kind === "dm" ? place.name : `Welcome to #${place.name}!`),
    el("p", {}, place.kind === "dm" ? `This is the start of your messages with ${place.name}.` : `This is the start of the #${place.name} channel.`));
}

function dayRow(when) {
  return el("li", { class: "day", lang: locale() }, el("span", {}, new Date(when).toLocaleDateString(locale(), { dateStyle: "long" })));
}

function entryRow(entry, grouped) {
  if (entry.kind === "note") return noteRow(entry);
  const message = entry.message;
  const author = message?.author ?? { id: world.bot.id, username: world.bot.name, bot: true };
  const name = author.global_name ?? author.username;
  const content = entry.kind === "thinking" ? el("div", { class: "body" }, thinking(world.bot.name)) : messageBody(message, names);
  content.lang = entry.lang;
  if (message?.edited_timestamp) markEdited(content, message.edited_timestamp);

  const node = el("li", { class: ["message", grouped && "grouped", entry.kind === "message" && entry.userId && "ephemeral", mentions(message) && "mentioned"].filter(Boolean).join(" ") },
    entry.invoker && invokerLine(entry.invoker),
    grouped
      ? el("time", { class: "side-time", lang: locale(), datetime: message.timestamp }, clock(entry.when))
      : avatar(name, author.id, author.id === world.bot.id),
    el("div", { class: "main" },
      !grouped && el("div", { class: "head" },
        el("span", { class: "author" }, name),
        author.bot && el("span", { class: "tag" }, "APP"),
        el("time", { lang: locale(), datetime: new Date(entry.when).toISOString(), title: new Date(entry.when).toLocaleString(locale(), { dateStyle: "full", timeStyle: "short" }) }, headTime(entry.when))),
      content,
      entry.kind === "message" && entry.userId && privateLine(entry)));
  const tools = entry.kind === "message" && !entry.userId ? messageTools(message) : null;
  if (tools) node.append(tools);
  return node;
}

function mentions(message) {
  return Boolean(message?.mention_everyone || message?.mentions?.some(({ id }) => id === view.userId));
}

function noteRow(note) {
  return el("li", { class: "message ephemeral note" },
    el("span", { class: "avatar system", "aria-hidden": "true" }, "!"),
    el("div", { class: "main" },
      el("div", { class: "head" }, el("span", { class: "author" }, "Demo"), el("span", { class: "tag system" }, "SYSTEM"), el("time", { lang: locale() }, headTime(note.when))),
      note.text && el("p", { class: "note-text" }, "You typed ", el("code", {}, note.text)),
      note.title && el("p", { class: "note-title" }, note.title),
      note.reason && el("p", {}, note.reason),
      privateLine(note)));
}

function privateLine(entry) {
  const dismiss = el("button", {
    type: "button",
    class: "text-link",
    onclick: () => {
      const place = channel();
      place.entries = place.entries.filter((one) => one !== entry && one.key !== entry.key);
      showMessages();
      composer.focus();
    },
  }, words().dismiss);
  return el("p", { class: "private", lang: locale() }, `${words().private} · `, dismiss);
}

/** "ada used /search", with the typed line as a tooltip. */
function invokerLine(invoker) {
  const name = nameOf(invoker.user_id) ?? invoker.name ?? "somebody";
  const typed = invoker.text ?? "";
  const command = typedCommands(world.commands).map((one) => `/${one.name}`).filter((one) => typed === one || typed.startsWith(`${one} `)).sort((a, b) => b.length - a.length)[0];
  return el("div", { class: "invoker" },
    avatar(name, invoker.user_id),
    el("span", { class: "invoker-name" }, name),
    el("span", { lang: locale() }, ` ${words().used} `),
    el("span", { class: "invoker-command", lang: locale(), title: typed }, command ?? typed.split(" ")[0]));
}

function markEdited(content, when) {
  const mark = el("span", { class: "edited", lang: locale(), title: new Date(when).toLocaleString(locale()) }, words().edited);
  const paragraph = [...content.children].at(-1)?.matches(".md") ? content.lastElementChild.lastElementChild : null;
  if (paragraph?.tagName === "P") paragraph.append(" ", mark);
  else content.append(mark);
}

/** The bot's context menu commands for a message, as buttons next to it. */
function messageTools(message) {
  const offered = world.commands.filter((command) => command.type === MESSAGE_COMMAND);
  if (!offered.length) return null;
  return el("div", { class: "tools" }, offered.map((command) => el("button", {
    type: "button",
    onclick: () => runCommand({ command: command.name, target_id: message.id, options: {} }, command.name),
  }, command.name)));
}

function clock(when) {
  return new Date(when).toLocaleTimeString(locale(), { timeStyle: "short" });
}

function headTime(when) {
  const day = (date) => new Date(date).setHours(0, 0, 0, 0);
  const age = Math.round((day(now()) - day(when)) / 86_400_000);
  if (age === 0) return words().today(clock(when));
  if (age === 1) return words().yesterday(clock(when));
  return new Date(when).toLocaleString(locale(), { dateStyle: "short", timeStyle: "short" });
}

/** Scrolls to the first line of the newest message, so that a long post is read from its top. */
export function scrollToNewest() {
  const newest = $("messages").lastElementChild;
  const pane = $("scroll");
  if (!newest?.matches(".message") || newest.offsetHeight <= pane.clientHeight) {
    scrollToEnd();
    return;
  }
  pane.scrollTop += newest.getBoundingClientRect().top - pane.getBoundingClientRect().top;
}

export function scrollToEnd() {
  $("scroll").scrollTop = $("scroll").scrollHeight;
}
