// The page's state: the last known state of the stand-in Discord, and the user's view of it.

export const $ = (id) => document.getElementById(id);
export const asked = new URLSearchParams(location.search);

/** The last known state of the stand-in Discord. A channel's `entries` are listed in its pane. */
export const world = { bot: { id: "", name: "paperboy" }, users: [], servers: [], channels: new Map(), commands: [], switchboard: {}, clockAhead: 0 };
/** The current channel and acting user. */
export const view = { userId: null, channelId: null, atEnd: true, atTopOfNewest: true };

export const now = () => new Date(Date.now() + world.clockAhead);
export const channel = () => world.channels.get(view.channelId);
export const user = () => world.users.find(({ id }) => id === view.userId);
export const nameOf = (id) => (id === world.bot.id ? world.bot.name : world.users.find((one) => one.id === id)?.name);

export const CHANNEL_SIGNS = { announcement: "📣", forum: "🗨", thread: "↳", dm: "@", voice: "🔊" };
export const EPHEMERAL = 1 << 6;
