// The line at the bottom, and the page's functions that it and the messages use.

import { createComposer } from "./composer.js";
import { openChannel } from "./side.js";
import { channel, nameOf, now, user, world } from "./state.js";
import { act, autocomplete, runCommand } from "./talk.js";

/** The page's functions for messages and the composer. */
const page = {
  now,
  user,
  channel: (id) => world.channels.get(id)?.name,
  role: (id) => page.roles().find((role) => role.id === id)?.name,
  botName: () => world.bot.name,
  commands: () => world.commands,
  people: () => [...world.users, world.bot],
  // Discord writes @ before the name of a role, and @everyone has its own.
  roles: () => (channel()?.server.roles ?? []).map((role) => ({ ...role, name: role.name.replace(/^@/, "") })),
  channels: () => channel()?.server.channels ?? [],
  openChannel,
  startCommand: (name) => composer.start(name),
  act,
  run: runCommand,
  autocomplete,
};
// The composer asks for the acting user, messages for a user's name by id.
export const names = { ...page, user: nameOf };
export const composer = createComposer(page);
