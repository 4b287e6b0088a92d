// The controls: what the demo can do, and its progress reports.

import { locale } from "./words.js";
import { el } from "./markdown.js";
import { $, world } from "./state.js";
import { post } from "./talk.js";

/** The number of reports shown. */
const SHOWN_REPORTS = 8;

export function showSwitchboard() {
  const { switches = [], reports = [] } = world.switchboard ?? {};
  $("open-switches").hidden = switches.length === 0;
  $("switches").replaceChildren(...switches.map((one) => el("button", {
    type: "button",
    class: one.on ? "switch on" : "switch",
    "aria-pressed": String(one.on),
    onclick: (event) => flip(event.currentTarget, one),
  }, el("strong", {}, one.label), el("small", {}, one.about))));
  const time = (at) => new Date(at).toLocaleTimeString(locale(), { timeStyle: "medium" });
  $("reports").replaceChildren(...reports.slice(-SHOWN_REPORTS).map((report) =>
    el("li", {}, el("time", { datetime: report.at }, time(report.at)), " ", report.text)));
}

async function flip(button, { id }) {
  button.disabled = true;
  try {
    await post("switch", { id });
  } finally {
    button.disabled = false;
  }
}
