// Applies events: messages that are created, edited and deleted, and the page's own notes.

import { composer } from "./line.js";
import { isForReader, showMessages } from "./pane.js";
import { showChannels, showClock } from "./side.js";
import { $, EPHEMERAL, channel, now, view, world } from "./state.js";
import { showSwitchboard } from "./switchboard.js";
import { locale } from "./words.js";
import { loadWorld } from "./world.js";

const APPLICATION_COMMAND = 2;
const NO_RESPONSE = "The application did not respond";
/** The response and the event for the same failure arrive within this time. */
const SAME_FAILURE_MS = 1_500;

export function messageEntry(message, { ephemeralTo, invoker }) {
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
    // Discord doesn't say in which language a message is; the bot writes in the current one.
    lang: locale(),
    version: 0,
  };
}

export function hear(event) {
  if (event.type === "world") {
    loadWorld().catch(() => {});
    return;
  }
  if (event.type === "commands") {
    world.commands = event.commands;
    composer.refresh();
    return;
  }
  if (event.type === "switchboard") {
    world.clockAhead = Date.parse(event.now) - Date.now() || 0;
    world.switchboard = event.switchboard;
    showSwitchboard();
    showClock();
    return;
  }
  const place = world.channels.get(event.channel_id);
  if (!place) {
    // A thread or direct message was created since: reload the world.
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
      place.entries.push({ kind: "thinking", key: `thinking ${event.interaction_id}`, interactionId: event.interaction_id, userId: event.ephemeral_to ?? null, invoker: { user_id: event.user_id, text: event.text }, when: now().getTime(), lang: locale(), version: 0 });
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
  // A restarted demo may reuse an old id for a new message, which belongs at the end.
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

/** A private note of the page: why a command got no answer from the bot. */
export function addNote({ channelId, userId, text }, reason, title = null) {
  const place = world.channels.get(channelId);
  if (!place) return;
  notes += 1;
  place.entries.push({ kind: "note", key: `note ${notes}`, userId, text, title, reason, when: now().getTime(), version: 0 });
  if (place === channel()) showMessages();
}

/** The same failure arrives as a response and as an event; one note combines them. */
export function addFailure({ channelId, userId, text, interactionId, reason }) {
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

/** Replaces `old` with `entry`, keeping what only the first event included. */
export function revised(old, entry) {
  return { ...entry, invoker: old.invoker ?? entry.invoker, userId: entry.userId ?? old.userId, version: old.version + 1 };
}
