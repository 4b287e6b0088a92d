// The demo's page begins here: it keeps a copy of the stand-in Discord's world (world.js), follows its
// events (talk.js, news.js), and shows servers and channels (side.js) and messages (pane.js). What
// stands inside a message is message.js; the line for commands is line.js and composer.js.

import { scrollToEnd, scrollToNewest } from "./pane.js";
import { openChannel, showClock, showSide, wantedChannel } from "./side.js";
import { $, channel, view } from "./state.js";
import { connect } from "./talk.js";
import { markRead } from "./unread.js";
import { takeWorld } from "./world.js";

$("scroll").addEventListener("scroll", () => {
  const pane = $("scroll");
  view.atEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 60;
  if (!view.atEnd) return;
  $("to-present").hidden = true;
  if (channel()) markRead(channel());
});
// A reader who scrolls decides where to be.
for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  $("scroll").addEventListener(kind, () => { view.atTopOfNewest = false; }, { passive: true });
}
// Pictures and fonts come late; a reader stays at the newest post or at the end.
const keepEnd = new ResizeObserver(() => {
  if (view.atTopOfNewest) scrollToNewest();
  else if (view.atEnd) scrollToEnd();
});
keepEnd.observe($("messages"));
keepEnd.observe($("scroll"));

$("to-present").addEventListener("click", () => {
  view.atTopOfNewest = false;
  scrollToEnd();
});
$("open-side").addEventListener("click", () => showSide(true));
$("backdrop").addEventListener("click", () => showSide(false));
// The system decides between dark and light, until the reader does.
const system = matchMedia("(prefers-color-scheme: light)");
const showTheme = (light) => document.documentElement.classList.toggle("light", light);
system.addEventListener("change", ({ matches }) => showTheme(matches));
showTheme(system.matches);
$("theme").addEventListener("click", () => showTheme(!document.documentElement.classList.contains("light")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("side-open")) showSide(false);
});
matchMedia("(max-width: 720px)").addEventListener("change", () => showSide(false));
window.addEventListener("hashchange", () => openChannel(wantedChannel()?.id));
setInterval(showClock, 20_000);

showSide(false);
takeWorld(JSON.parse($("first-world").textContent));
connect();
