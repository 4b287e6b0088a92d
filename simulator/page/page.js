// The entry point of the demo's page. It keeps a copy of the stand-in Discord's world (world.js),
// follows its events (talk.js, news.js), and shows servers and channels (side.js) and messages
// (pane.js, with the content in message.js); the command line is line.js and composer.js.

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
// Stop following when the user scrolls.
for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  $("scroll").addEventListener(kind, () => { view.atTopOfNewest = false; }, { passive: true });
}
// Pictures and fonts load late; keep the newest post or the end in view.
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
// Dark or light follows the system until the user chooses.
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
