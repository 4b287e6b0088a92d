// The demo's page: keeps a copy of the stand-in Discord's world, follows its events, and shows the
// servers, channels and messages. What stands inside a message is message.js; the line for commands
// is composer.js.

import { createComposer, typedCommands } from "./composer.js";
import { el, relative } from "./markdown.js";
import { channelKind, hue, initials, messageBody, openModal, thinking } from "./message.js";

const EPHEMERAL = 1 << 6;
const APPLICATION_COMMAND = 2;
const MESSAGE_COMMAND = 3;

/** Messages of one author closer than this share one head, as in Discord. */
const GROUP_MS = 7 * 60_000;
const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 15_000;
/** A demo clock this far from the reader's own is worth showing. */
const CLOCK_SHOWN_MS = 5 * 60_000;
/** How long a newly opened channel keeps screen readers from reading all of it. */
const SETTLE_MS = 500;
const NO_RESPONSE = "The application did not respond";
/** The answer and the event that tell of one failure come within this. */
const SAME_FAILURE_MS = 1_500;
const READ_KEY = "paperboy.read";
const CHANNEL_SIGNS = { announcement: "📣", forum: "🗨", thread: "↳", dm: "@", voice: "🔊" };

const $ = (id) => document.getElementById(id);
const asked = new URLSearchParams(location.search);

/** The stand-in Discord as last heard. `entries` of a channel are what its message pane lists. */
const world = { bot: { id: "", name: "paperboy" }, users: [], servers: [], channels: new Map(), commands: [], clockAhead: 0 };
/** What this reader looks at, and as whom. */
const view = { userId: null, channelId: null, atEnd: true };

const now = () => new Date(Date.now() + world.clockAhead);
const channel = () => world.channels.get(view.channelId);
const user = () => world.users.find(({ id }) => id === view.userId);
const nameOf = (id) => (id === world.bot.id ? world.bot.name : world.users.find((one) => one.id === id)?.name);

/** What messages and the composer may ask of the page. */
const page = {
  now,
  user,
  channel: (id) => world.channels.get(id)?.name,
  role: (id) => channel()?.server.roles?.find((role) => role.id === id)?.name,
  botName: () => world.bot.name,
  commands: () => world.commands,
  people: () => [...world.users, world.bot],
  roles: () => channel()?.server.roles ?? [],
  channels: () => channel()?.server.channels ?? [],
  openChannel,
  startCommand: (name) => composer.start(name),
  act,
  run: runCommand,
  autocomplete,
};
// The composer asks for the acting user, messages for a user's name by id.
const names = { ...page, user: nameOf };
const composer = createComposer(page);

// ----------------------------------------------------------------------------- talking to the demo

async function post(path, body) {
  const response = await fetch(`/_page/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user_id: view.userId, ...body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text.slice(0, 300) || `The demo answered ${response.status}.`);
  return JSON.parse(text);
}

/** Sends something that the bot answers; refusals, failures and modals of the answer are shown. */
async function ask(path, body, text) {
  const where = { channelId: view.channelId, userId: view.userId, text };
  try {
    const answer = await post(path, body);
    if (answer.kind === "refused") addNote(where, answer.text ?? "That was refused.");
    if (answer.kind === "failed") addFailure({ ...where, interactionId: answer.interaction_id, reason: answer.text ?? answer.reason });
    if (answer.kind === "modal") {
      const modal = answer.modal ?? answer;
      const interactionId = answer.interaction_id ?? modal.interaction_id;
      openModal(modal, names, (fields) => ask("modal", { custom_id: modal.custom_id, fields, interaction_id: interactionId }, text));
    }
  } catch (error) {
    const reason = error instanceof TypeError ? "The demo does not answer. Is it still running?" : error.message;
    addNote(where, reason);
  }
}

function runCommand(body, text) {
  view.atEnd = true;
  scrollToEnd();
  return ask("command", { channel_id: view.channelId, ...body }, text);
}

async function act(message, component, values, control) {
  if (control.getAttribute("aria-busy")) return;
  control.setAttribute("aria-busy", "true");
  await ask("component", { message_id: message.id, custom_id: component.custom_id, values }, "");
  control.removeAttribute("aria-busy");
}

async function autocomplete(question) {
  try {
    return (await post("autocomplete", { channel_id: view.channelId, ...question })).choices ?? [];
  } catch {
    // Suggestions are a help; without them the option is typed by hand.
    return [];
  }
}

/** Follows the events. Every new connection begins with the whole world, so nothing is missed. */
function connect(attempt = 0) {
  const events = new EventSource("/_page/events");
  let early = [];
  events.onopen = async () => {
    try {
      await loadWorld();
    } catch {
      retry();
      return;
    }
    attempt = 0;
    showOffline("");
    early.forEach(hear);
    early = null;
    if (!started) await start();
    if (asked.has("still")) events.close();
  };
  events.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (early) early.push(event);
    else hear(event);
  };
  events.onerror = retry;

  function retry() {
    // The browser would retry by itself at a fixed pace; closing it leaves the pace to us.
    events.close();
    events.onerror = null;
    const wait = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** attempt) * (0.75 + Math.random() / 2);
    showOffline("The demo does not answer. Trying again…");
    setTimeout(() => connect(attempt + 1), wait);
  }
}

function showOffline(text) {
  $("offline").textContent = text;
  $("offline").hidden = text === "";
}

// -------------------------------------------------------------------------------- the world's copy

let loaded = false;

async function loadWorld() {
  const response = await fetch("/_page/world");
  if (!response.ok) throw new Error(`world: ${response.status}`);
  const fresh = await response.json();
  const before = world.channels;

  world.clockAhead = Date.parse(fresh.now) - Date.now() || 0;
  world.bot = fresh.bot;
  world.users = fresh.users;
  world.servers = fresh.servers;
  world.commands = fresh.commands ?? [];
  world.channels = new Map();
  for (const server of world.servers) {
    server.channels = server.channels.map((one) => ({ ...one, kind: channelKind(one.kind) }));
    for (const one of server.channels) {
      const old = before.get(one.id);
      const entries = withOwn(freshEntries(fresh.messages?.[one.id] ?? [], old), old);
      world.channels.set(one.id, { ...one, server, entries, unread: old?.unread ?? false });
    }
  }
  if (!loaded) markUnread();

  if (!user()) view.userId = (world.users.find(({ name }) => name === asked.get("as")) ?? world.users.find(({ admin }) => admin) ?? world.users[0])?.id;
  if (!channel()) openChannel((wantedChannel() ?? firstChannel(world.servers[0]))?.id);
  else showAll();

  loaded = true;
}

let started = false;

/** What the address asks for, once: `?run=/search diffusion`. */
async function start() {
  started = true;
  if (matchMedia("(pointer: fine)").matches) composer.focus();
  const text = asked.get("run");
  if (!text) return;
  await runCommand({ text }, text);
  // With `?still` the events end here, so that the page comes to rest for a screenshot; what the
  // command posted may still be on its way then, and the world has it.
  if (asked.has("still")) await loadWorld();
}

/** The entries of `messages`; one that has not changed stays the same entry, and so stays drawn. */
function freshEntries(messages, before) {
  const known = new Map((before?.entries ?? []).map((entry) => [entry.key, entry]));
  const entries = messages.map((message) => {
    const entry = messageEntry(message, {});
    const old = known.get(entry.key);
    if (!old) return entry;
    return JSON.stringify(old.message) === JSON.stringify(message) ? old : revised(old, entry);
  });
  // A private answer whose reader the world does not name is nobody's to show.
  return entries.filter((entry) => entry.userId || !(entry.message.flags & EPHEMERAL));
}

/** `entry` in the place of `old`, with what only the first event told. */
function revised(old, entry) {
  return { ...entry, invoker: old.invoker ?? entry.invoker, userId: entry.userId ?? old.userId, version: old.version + 1 };
}

/** Notes and private answers live in this page only; a fresh copy of the world keeps them. */
function withOwn(entries, before) {
  const known = new Set(entries.map(({ key }) => key));
  const own = (before?.entries ?? []).filter((entry) => entry.kind !== "thinking" && entry.userId && !known.has(entry.key));
  return own.length ? [...entries, ...own].sort((a, b) => a.when - b.when) : entries;
}

function messageEntry(message, { ephemeralTo, invoker }) {
  const metadata = message.interaction_metadata;
  const byCommand = metadata && (metadata.type ?? APPLICATION_COMMAND) === APPLICATION_COMMAND;
  const owner = ephemeralTo ?? message.ephemeral_to ?? (message.flags & EPHEMERAL ? metadata?.user?.id : null);
  return {
    kind: "message",
    key: `message ${message.id}`,
    message,
    userId: owner ?? null,
    invoker: invoker ?? (byCommand && metadata.user ? { user_id: metadata.user.id, text: metadata.name ? `/${metadata.name}` : "", name: metadata.user.global_name ?? metadata.user.username } : null),
    when: Date.parse(message.timestamp),
    version: 0,
  };
}

function hear(event) {
  if (event.type === "world") {
    loadWorld().catch(() => {});
    return;
  }
  if (event.type === "commands") {
    world.commands = event.commands;
    composer.refresh();
    return;
  }
  const place = world.channels.get(event.channel_id);
  if (!place) {
    // A thread or a direct message opened since: the world has it.
    loadWorld().catch(() => {});
    return;
  }
  switch (event.type) {
    case "message":
    case "update":
      putMessage(place, event);
      break;
    case "delete":
      place.entries = place.entries.filter((entry) => entry.key !== `message ${event.id}`);
      break;
    case "thinking":
      place.entries.push({ kind: "thinking", key: `thinking ${event.interaction_id}`, interactionId: event.interaction_id, userId: event.ephemeral_to ?? null, invoker: { user_id: event.user_id, text: event.text }, when: now().getTime(), version: 0 });
      break;
    case "failed":
      addFailure({ channelId: event.channel_id, userId: event.user_id, text: event.text, interactionId: event.interaction_id, reason: event.reason });
      break;
  }
  if (place === channel()) showMessages();
}

function putMessage(place, { message, ephemeral_to: ephemeralTo, invoker }) {
  const entry = messageEntry(message, { ephemeralTo, invoker });
  const at = place.entries.findIndex(({ key }) => key === entry.key);
  const old = place.entries[at];
  // A demo started again may give an old id to a new message; that one belongs at the end.
  if (old && old.when !== entry.when) place.entries.splice(at, 1);
  else if (old) {
    place.entries[at] = revised(old, entry);
    return;
  }
  dropThinking(place, message.interaction_metadata?.id, entry.invoker?.user_id);
  place.entries.push(entry);
  if (!isForReader(entry)) return;
  if (place !== channel()) {
    place.unread = true;
    showChannels();
  } else if (!view.atEnd) {
    $("to-present").hidden = false;
  }
}

function dropThinking(place, interactionId, userId) {
  const waiting = place.entries.filter((entry) => entry.kind === "thinking");
  const done = waiting.find((entry) => entry.interactionId === interactionId) ?? waiting.find((entry) => !interactionId && entry.invoker.user_id === userId);
  if (done) place.entries = place.entries.filter((entry) => entry !== done);
}

let notes = 0;

/** A private line of the page's own: why something typed got no answer from the bot. */
function addNote({ channelId, userId, text }, reason, title = null) {
  const place = world.channels.get(channelId);
  if (!place) return;
  notes += 1;
  place.entries.push({ kind: "note", key: `note ${notes}`, userId, text, title, reason, when: now().getTime(), version: 0 });
  if (place === channel()) showMessages();
}

/** The same failure comes as an answer and as an event: one note shows what both tell. */
function addFailure({ channelId, userId, text, interactionId, reason }) {
  const place = world.channels.get(channelId);
  if (!place) return;
  dropThinking(place, interactionId, userId);
  const detail = reason === NO_RESPONSE ? null : reason;
  const same = place.entries.find((entry) => entry.title === NO_RESPONSE && entry.userId === userId && now() - entry.when < SAME_FAILURE_MS);
  if (!same) {
    addNote({ channelId, userId, text }, detail, NO_RESPONSE);
    return;
  }
  same.text ||= text;
  same.reason ||= detail;
  same.version += 1;
  if (place === channel()) showMessages();
}

// ------------------------------------------------------------------------------------------- unread

function readMarks() {
  try {
    return JSON.parse(sessionStorage.getItem(READ_KEY)) ?? {};
  } catch {
    return {};
  }
}

const lastId = (place) => place.entries.findLast(({ kind }) => kind === "message")?.message.id;

function markUnread() {
  const marks = readMarks();
  for (const place of world.channels.values()) place.unread = Boolean(lastId(place)) && marks[place.id] !== lastId(place);
}

function markRead(place) {
  place.unread = false;
  sessionStorage.setItem(READ_KEY, JSON.stringify({ ...readMarks(), [place.id]: lastId(place) }));
}

// ------------------------------------------------------------------------ servers, channels, people

function wantedChannel() {
  const fromHash = new URLSearchParams(location.hash.slice(1)).get("channel");
  const wanted = (fromHash ?? asked.get("channel"))?.replace(/^#/, "");
  return wanted && [...world.channels.values()].find(({ id, name }) => name === wanted || id === wanted);
}

/** The channels of a server that this reader has: a direct channel is for one person only. */
function readable(server) {
  return server.channels.filter(({ only }) => !only || only === view.userId);
}

function firstChannel(server) {
  return server && readable(server).find(({ kind }) => kind !== "category");
}

function openChannel(id) {
  const place = world.channels.get(id);
  if (!place) return;
  const changed = view.channelId !== id;
  view.channelId = id;
  view.atEnd = true;
  showSide(false);
  if (changed && loaded) history.replaceState(null, "", `${location.pathname}${location.search}#channel=${encodeURIComponent(place.name)}`);
  // A whole channel is not news to be read out.
  $("scroll").setAttribute("aria-busy", "true");
  $("messages").replaceChildren();
  drawn.clear();
  showAll();
  setTimeout(() => $("scroll").removeAttribute("aria-busy"), SETTLE_MS);
}

function showAll() {
  showServers();
  showUser();
  composer.refresh();
  showHead();
  showMessages();
  showChannels();
}

function avatar(name, id, isBot = false) {
  const node = el("span", { class: isBot ? "avatar bot" : "avatar", "aria-hidden": "true" }, isBot ? paper() : initials(name));
  node.style.setProperty("--hue", hue(id));
  return node;
}

/** The bot's mark, a folded sheet. */
function paper() {
  const svg = (tag, attributes, ...children) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    node.append(...children);
    return node;
  };
  return svg("svg", { viewBox: "0 0 32 32" },
    svg("path", { d: "M9 6h10l5 5v15H9z", fill: "#fff" }),
    svg("path", { d: "M19 6v5h5", fill: "none", stroke: "#5865f2", "stroke-width": "1.6" }),
    svg("path", { d: "M12.5 15.5h8M12.5 19h8M12.5 22.5h5", stroke: "#5865f2", "stroke-width": "1.6" }));
}

function showServers() {
  $("rail").replaceChildren(...world.servers.filter((server) => readable(server).length).map((server) => {
    const current = server.id === channel()?.server.id;
    const unread = readable(server).some(({ id }) => world.channels.get(id).unread);
    return el("button", {
      type: "button",
      class: "server",
      title: server.name,
      "aria-label": unread ? `${server.name}, unread` : server.name,
      "aria-current": current ? "true" : null,
      "data-unread": unread,
      onclick: () => openChannel((readable(server).find(({ id }) => world.channels.get(id).unread) ?? firstChannel(server))?.id),
    }, initials(server.name));
  }));
}

function showChannels() {
  const server = channel()?.server;
  if (!server) return;
  $("server-name").textContent = server.name;
  const mine = readable(server);
  const ids = new Set(mine.map(({ id }) => id));
  const top = mine.filter(({ parent_id: parent }) => !ids.has(parent));
  const ordered = top.flatMap((one) => [one, ...mine.filter(({ parent_id: parent }) => parent === one.id)]);
  $("channels").replaceChildren(el("ul", {}, ordered.map((one) => {
    const { unread } = world.channels.get(one.id);
    if (one.kind === "category") return el("li", { class: "category" }, one.name);
    const isThread = one.kind === "thread" || ids.has(one.parent_id);
    return el("li", {}, el("button", {
      type: "button",
      class: isThread ? "channel thread-channel" : "channel",
      "aria-current": one.id === view.channelId ? "page" : null,
      "aria-label": `${one.name}${unread ? ", unread" : ""}`,
      "data-unread": unread,
      onclick: () => openChannel(one.id),
    }, el("span", { class: "channel-sign", "aria-hidden": "true" }, CHANNEL_SIGNS[one.kind] ?? "#"), el("span", { class: "channel-label" }, one.name)));
  })));
  showServers();
}

function showHead() {
  const place = channel();
  if (!place) return;
  document.title = `#${place.name} | ${world.bot.name} demo`;
  $("channel-sign").textContent = CHANNEL_SIGNS[place.kind] ?? "#";
  $("channel-name").textContent = place.name;
  $("channel-topic").textContent = place.topic ?? "";
  showClock();
}

function showClock() {
  $("clock").hidden = Math.abs(world.clockAhead) < CLOCK_SHOWN_MS;
  $("clock").textContent = `Demo clock ${now().toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}`;
  for (const time of document.querySelectorAll("time[data-relative]")) time.textContent = relative(new Date(time.dateTime), now());
}

function showUser() {
  const me = user();
  if (!me) return;
  const face = (one) => [avatar(one.name, one.id), el("span", { class: "user-text" }, el("strong", {}, one.name), el("small", {}, one.admin ? "Server admin" : "Member"))];
  $("user").replaceChildren(...face(me), el("span", { class: "user-switch", "aria-hidden": "true" }, "⇅"));
  $("user").setAttribute("aria-label", `You are ${me.name}, ${me.admin ? "a server admin" : "a member"}. Act as somebody else`);
  $("user-menu").replaceChildren(el("p", { class: "user-menu-title" }, "Act as"), ...world.users.map((one) => el("button", {
    type: "button",
    class: "user",
    role: "menuitemradio",
    "aria-checked": String(one.id === me.id),
    onclick: () => {
      view.userId = one.id;
      $("user-menu").hidePopover();
      if (channel()?.only && channel().only !== one.id) openChannel(firstChannel(world.servers[0])?.id);
      else showAll();
    },
  }, face(one), el("span", { class: "user-check", "aria-hidden": "true" }))));
}

function showSide(open) {
  document.body.classList.toggle("side-open", open);
  $("open-side").setAttribute("aria-expanded", String(open));
  $("backdrop").hidden = !open;
  $("side").inert = !open && matchMedia("(max-width: 720px)").matches;
  if (open) $("channels").querySelector("[aria-current]")?.focus();
}

// ------------------------------------------------------------------------------------ message pane

/** Rows already drawn, by key: only what changed is drawn again, so open menus and focus survive. */
const drawn = new Map();

function isForReader(entry) {
  return entry.userId === null || entry.userId === view.userId;
}

/** Brings the pane in line with the channel's entries. */
function showMessages() {
  const place = channel();
  if (!place) return;
  const rows = [{ key: "start", stamp: place.id, draw: () => welcome(place) }];
  let previous = null;
  // Part of every stamp: "Today at" is true for one day only.
  const today = now().toDateString();
  for (const entry of place.entries.filter(isForReader)) {
    const day = new Date(entry.when).toDateString();
    const newDay = !previous || new Date(previous.when).toDateString() !== day;
    if (newDay) rows.push({ key: `day ${entry.key}`, stamp: day, draw: () => dayRow(entry.when) });
    const grouped = !newDay && isContinued(previous, entry);
    rows.push({ key: entry.key, stamp: `${entry.version} ${grouped} ${today}`, draw: () => entryRow(entry, grouped) });
    previous = entry;
  }
  layRows($("messages"), rows);
  if (view.atEnd) {
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

/** Remembers which control of `node` has the focus, to give it to the same one in a new drawing. */
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
  return el("li", { class: "day" }, el("span", {}, new Date(when).toLocaleDateString(undefined, { dateStyle: "long" })));
}

function entryRow(entry, grouped) {
  if (entry.kind === "note") return noteRow(entry);
  const message = entry.message;
  const author = message?.author ?? { id: world.bot.id, username: world.bot.name, bot: true };
  const name = author.global_name ?? author.username;
  const content = entry.kind === "thinking" ? el("div", { class: "body" }, thinking(world.bot.name)) : messageBody(message, names);
  if (message?.edited_timestamp) markEdited(content, message.edited_timestamp);

  const node = el("li", { class: ["message", grouped && "grouped", entry.kind === "message" && entry.userId && "ephemeral", mentions(message) && "mentioned"].filter(Boolean).join(" ") },
    entry.invoker && invokerLine(entry.invoker),
    grouped
      ? el("time", { class: "side-time", datetime: message.timestamp }, clock(entry.when))
      : avatar(name, author.id, author.id === world.bot.id),
    el("div", { class: "main" },
      !grouped && el("div", { class: "head" },
        el("span", { class: "author" }, name),
        author.bot && el("span", { class: "tag" }, "APP"),
        el("time", { datetime: new Date(entry.when).toISOString(), title: new Date(entry.when).toLocaleString(undefined, { dateStyle: "full", timeStyle: "short" }) }, headTime(entry.when))),
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
      el("div", { class: "head" }, el("span", { class: "author" }, "Demo"), el("span", { class: "tag system" }, "SYSTEM"), el("time", {}, headTime(note.when))),
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
  }, "Dismiss message");
  return el("p", { class: "private" }, "Only you can see this · ", dismiss);
}

/** "ada used /search", with the whole line as it was typed for whoever points at it. */
function invokerLine(invoker) {
  const name = nameOf(invoker.user_id) ?? invoker.name ?? "somebody";
  const typed = invoker.text ?? "";
  const command = typedCommands(world.commands).map((one) => `/${one.name}`).filter((one) => typed === one || typed.startsWith(`${one} `)).sort((a, b) => b.length - a.length)[0];
  return el("div", { class: "invoker" },
    avatar(name, invoker.user_id),
    el("span", { class: "invoker-name" }, name),
    " used ",
    el("span", { class: "invoker-command", title: typed }, command ?? typed.split(" ")[0]));
}

function markEdited(content, when) {
  const mark = el("span", { class: "edited", title: new Date(when).toLocaleString() }, "(edited)");
  const paragraph = [...content.children].at(-1)?.matches(".md") ? content.lastElementChild.lastElementChild : null;
  if (paragraph?.tagName === "P") paragraph.append(" ", mark);
  else content.append(mark);
}

/** The bot's own entries of a message's right-click menu, as buttons beside the message. */
function messageTools(message) {
  const offered = world.commands.filter((command) => command.type === MESSAGE_COMMAND);
  if (!offered.length) return null;
  return el("div", { class: "tools" }, offered.map((command) => el("button", {
    type: "button",
    onclick: () => runCommand({ command: command.name, target_id: message.id, options: {} }, command.name),
  }, command.name)));
}

function clock(when) {
  return new Date(when).toLocaleTimeString(undefined, { timeStyle: "short" });
}

function headTime(when) {
  const day = (date) => new Date(date).setHours(0, 0, 0, 0);
  const age = Math.round((day(now()) - day(when)) / 86_400_000);
  if (age === 0) return `Today at ${clock(when)}`;
  if (age === 1) return `Yesterday at ${clock(when)}`;
  return new Date(when).toLocaleString(undefined, { dateStyle: "short", timeStyle: "short" });
}

function scrollToEnd() {
  $("scroll").scrollTop = $("scroll").scrollHeight;
}

// --------------------------------------------------------------------------------------- the start

$("scroll").addEventListener("scroll", () => {
  const pane = $("scroll");
  view.atEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 60;
  if (!view.atEnd) return;
  $("to-present").hidden = true;
  if (channel()) markRead(channel());
});
// Pictures and fonts come late; a reader at the end stays there.
const keepEnd = new ResizeObserver(() => view.atEnd && scrollToEnd());
keepEnd.observe($("messages"));
keepEnd.observe($("scroll"));

$("to-present").addEventListener("click", scrollToEnd);
$("open-side").addEventListener("click", () => showSide(true));
$("backdrop").addEventListener("click", () => showSide(false));
$("theme").addEventListener("click", () => {
  const light = document.documentElement.classList.toggle("light");
  $("theme").setAttribute("aria-pressed", String(light));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("side-open")) showSide(false);
});
matchMedia("(max-width: 720px)").addEventListener("change", () => showSide(false));
window.addEventListener("hashchange", () => openChannel(wantedChannel()?.id));
setInterval(showClock, 20_000);

showSide(false);
connect();
