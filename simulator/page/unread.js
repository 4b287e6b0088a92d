// Which channels have unread messages.

import { world } from "./state.js";

const READ_KEY = "paperboy.read";

function readMarks() {
  try {
    return JSON.parse(sessionStorage.getItem(READ_KEY)) ?? {};
  } catch {
    return {};
  }
}

const lastId = (place) => place.entries.findLast(({ kind }) => kind === "message")?.message.id;

export function markUnread() {
  const marks = readMarks();
  for (const place of world.channels.values()) place.unread = Boolean(lastId(place)) && marks[place.id] !== lastId(place);
}

export function markRead(place) {
  place.unread = false;
  sessionStorage.setItem(READ_KEY, JSON.stringify({ ...readMarks(), [place.id]: lastId(place) }));
}
