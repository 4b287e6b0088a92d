// Communication with the demo: requests, responses, and the event stream.

import { names } from "./line.js";
import { openModal } from "./modal.js";
import { addFailure, addNote, hear } from "./news.js";
import { scrollToEnd } from "./pane.js";
import { $, asked, view } from "./state.js";
import { loadWorld, start, started } from "./world.js";

const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 15_000;

export async function post(path, body) {
  const response = await fetch(`/_page/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user_id: view.userId, ...body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text.slice(0, 300) || `The demo responded with status ${response.status}.`);
  return JSON.parse(text);
}

/** The simulator's reason as a sentence: "this user isn't allowed …" */
function sentence(reason) {
  const capital = /^[a-z]+ /.test(reason) ? reason[0].toUpperCase() + reason.slice(1) : reason;
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}

/** Sends an action to the bot; shows refusals, failures and modals in the response. */
async function ask(path, body, text) {
  const where = { channelId: view.channelId, userId: view.userId, text };
  try {
    const answer = await post(path, body);
    if (answer.kind === "refused") addNote(where, sentence(answer.text ?? "The request was refused."));
    if (answer.kind === "failed") addFailure({ ...where, interactionId: answer.interaction_id, reason: answer.text ?? answer.reason });
    if (answer.kind === "modal") {
      const modal = answer.modal ?? answer;
      const interactionId = answer.interaction_id ?? modal.interaction_id;
      openModal(modal, names, (fields) => ask("modal", { custom_id: modal.custom_id, fields, interaction_id: interactionId }, text));
    }
  } catch (error) {
    const reason = error instanceof TypeError ? "The demo isn't responding. Is it still running?" : error.message;
    addNote(where, sentence(reason));
  }
}

export function runCommand(body, text) {
  view.atEnd = true;
  view.atTopOfNewest = false;
  scrollToEnd();
  return ask("command", { channel_id: view.channelId, ...body }, text);
}

export async function act(message, component, values, control) {
  if (control.getAttribute("aria-busy")) return;
  control.setAttribute("aria-busy", "true");
  await ask("component", { message_id: message.id, custom_id: component.custom_id, values }, "");
  control.removeAttribute("aria-busy");
}

export async function autocomplete(question) {
  try {
    return (await post("autocomplete", { channel_id: view.channelId, ...question })).choices ?? [];
  } catch {
    // Suggestions are optional; without them the option can still be typed.
    return [];
  }
}

/** Follows the events. Every new connection starts with the whole world, so nothing is missed. */
export function connect(attempt = 0) {
  const events = new WebSocket(`ws://${location.host}/_page/events`);
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
    if (asked.has("still")) {
      events.onclose = null;
      events.close();
    }
  };
  events.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (early) early.push(event);
    else hear(event);
  };
  events.onclose = retry;

  function retry() {
    events.onclose = null;
    events.close();
    const wait = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** attempt) * (0.75 + Math.random() / 2);
    showOffline("The demo isn't responding. Retrying…");
    setTimeout(() => connect(attempt + 1), wait);
  }
}

function showOffline(text) {
  $("offline").textContent = text;
  $("offline").hidden = text === "";
}
