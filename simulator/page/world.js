// The page's copy of the world, reloaded whenever something may have been missed.

import { composer } from "./line.js";
import { channelKind } from "./message.js";
import { messageEntry, revised } from "./news.js";
import { firstChannel, openChannel, showAll, wantedChannel } from "./side.js";
import { EPHEMERAL, asked, channel, user, view, world } from "./state.js";
import { runCommand } from "./talk.js";
import { markUnread } from "./unread.js";

export let loaded = false;

export async function loadWorld() {
  const response = await fetch("/_page/world");
  if (!response.ok) throw new Error(`world: ${response.status}`);
  takeWorld(await response.json());
}

/** Shows the loaded world. */
export function takeWorld(fresh) {
  const before = world.channels;

  world.clockAhead = Date.parse(fresh.now) - Date.now() || 0;
  world.bot = fresh.bot;
  world.users = fresh.users;
  world.servers = fresh.servers;
  world.commands = fresh.commands ?? [];
  world.switchboard = fresh.switchboard ?? {};
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
  if (!channel()) openChannel((wantedChannel() ?? firstChannel(world.servers[0], ({ id }) => world.channels.get(id).entries.length) ?? firstChannel(world.servers[0]))?.id);
  else showAll();

  loaded = true;
}

export let started = false;

/** Runs the command in the page's address, once: `?run=/search diffusion`. */
export async function start() {
  started = true;
  if (matchMedia("(pointer: fine)").matches) composer.focus();
  const text = asked.get("run");
  if (!text) return;
  await runCommand({ text }, text);
  // With `?still` the event stream is closed here, so that the page becomes idle for a screenshot;
  // the command's messages may still be in transit, so reload the world.
  if (asked.has("still")) await loadWorld();
}

/** The entries of `messages`; unchanged ones keep their identity, so they are not rendered again. */
function freshEntries(messages, before) {
  const known = new Map((before?.entries ?? []).map((entry) => [entry.key, entry]));
  const entries = messages.map((message) => {
    const entry = messageEntry(message, {});
    const old = known.get(entry.key);
    if (!old) return entry;
    return JSON.stringify(old.message) === JSON.stringify(message) ? old : revised(old, entry);
  });
  // Don't show a private answer whose recipient is unknown.
  return entries.filter((entry) => entry.userId || !(entry.message.flags & EPHEMERAL));
}

/** Notes and private answers exist only in this page and survive a reload of the world. */
function withOwn(entries, before) {
  const known = new Set(entries.map(({ key }) => key));
  const own = (before?.entries ?? []).filter((entry) => entry.kind !== "thinking" && entry.userId && !known.has(entry.key));
  return own.length ? [...entries, ...own].sort((a, b) => a.when - b.when) : entries;
}
