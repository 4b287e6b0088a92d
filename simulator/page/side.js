// Servers, channels and users: the lists next to and above the messages.

import { composer } from "./line.js";
import { el, relative } from "./markdown.js";
import { showLocale } from "./locale.js";
import { hue, initials } from "./message.js";
import { drawn, showMessages } from "./pane.js";
import { $, CHANNEL_SIGNS, asked, channel, now, user, view, world } from "./state.js";
import { showSwitchboard } from "./switchboard.js";
import { locale } from "./words.js";
import { loaded } from "./world.js";

/** The demo's clock is shown if it differs from the user's by more than this. */
const CLOCK_SHOWN_MS = 5 * 60_000;
/** How long screen readers are kept from reading all of a newly opened channel. */
const SETTLE_MS = 500;

export function wantedChannel() {
  const fromHash = new URLSearchParams(location.hash.slice(1)).get("channel");
  const wanted = (fromHash ?? asked.get("channel"))?.replace(/^#/, "");
  return wanted && [...world.channels.values()].find(({ id, name }) => name === wanted || id === wanted);
}

/** The channels of a server that this user can see: a direct channel belongs to one user. */
function readable(server) {
  return server.channels.filter(({ only }) => !only || only === view.userId);
}

export function firstChannel(server, wanted = () => true) {
  return server && readable(server).find((one) => one.kind !== "category" && wanted(one));
}

export function openChannel(id) {
  const place = world.channels.get(id);
  if (!place) return;
  const changed = view.channelId !== id;
  view.channelId = id;
  view.atEnd = true;
  view.atTopOfNewest = true;
  showSide(false);
  if (changed && loaded) history.replaceState(null, "", `${location.pathname}${location.search}#channel=${encodeURIComponent(place.name)}`);
  // Screen readers should not announce a whole channel.
  $("scroll").setAttribute("aria-busy", "true");
  $("messages").replaceChildren();
  drawn.clear();
  showAll();
  setTimeout(() => $("scroll").removeAttribute("aria-busy"), SETTLE_MS);
}

export function showAll() {
  showServers();
  showUser();
  showLocale();
  showSwitchboard();
  composer.refresh();
  showHead();
  showMessages();
  showChannels();
}

export function avatar(name, id, isBot = false) {
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
      "data-initials": initials(server.name),
      onclick: () => openChannel((readable(server).find(({ id }) => world.channels.get(id).unread) ?? firstChannel(server))?.id),
    });
  }));
}

export function showChannels() {
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

export function showClock() {
  $("clock").hidden = Math.abs(world.clockAhead) < CLOCK_SHOWN_MS;
  $("clock").textContent = `Demo clock ${now().toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" })}`;
  for (const time of document.querySelectorAll("time[data-relative]")) time.textContent = relative(new Date(time.dateTime), now());
}

function showUser() {
  const me = user();
  if (!me) return;
  const face = (one) => [avatar(one.name, one.id), el("span", { class: "user-text" }, el("strong", {}, one.name), el("small", {}, one.admin ? "Server admin" : "Member"))];
  $("user").replaceChildren(...face(me), el("span", { class: "user-switch", "aria-hidden": "true" }, "⇅"));
  $("user").title = "Act as someone else";
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

export function showSide(open) {
  document.body.classList.toggle("side-open", open);
  $("open-side").setAttribute("aria-expanded", String(open));
  $("backdrop").hidden = !open;
  $("side").inert = !open && matchMedia("(max-width: 720px)").matches;
  if (open) $("channels").querySelector("[aria-current]")?.focus();
}
