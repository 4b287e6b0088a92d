// The line at the bottom: plain typing, the command menu, option pills with their own menus,
// checks before sending, and the history of what was sent.

import { localized } from "./locale.js";
import { el } from "./markdown.js";
import { createMenu } from "./menu.js";
import { ATTACHMENT, INTEGER, NUMBER, bare, closedList, valueOf } from "./values.js";
import { locale, words } from "./words.js";

/** Long enough not to ask for every letter, short enough to feel immediate. */
const AUTOCOMPLETE_PAUSE_MS = 180;
const HISTORY_LENGTH = 50;

/** Suggested above the line if the bot has registered them, in this order. */
const HINTS = ["/setup", "/subscription add", "/search diffusion", "/today", "/trending", "/subscription list", "/status", "/help"];

/**
 * Every command that can be typed, with one entry per subcommand ("subscription add"). Context
 * menu commands are not included.
 */
export function typedCommands(registered) {
  const flat = (node, path, labels, root) => {
    const children = (node.options ?? []).filter((option) => option.type <= 2);
    const name = [...path, node.name];
    const label = [...labels, localized(node, "name")];
    if (children.length) return children.flatMap((child) => flat(child, name, label, root));
    return [{ name: name.join(" "), label: label.join(" "), description: localized(node, "description"), options: node.options ?? [], adminOnly: Boolean(root.default_member_permissions) }];
  };
  return registered.filter((command) => (command.type ?? 1) === 1).flatMap((command) => flat(command, [], [], command));
}

/**
 * Sets up the composer. `page` provides `commands()`, `user()`, `people()`, `roles()`, `channels()`,
 * `botName()`, and sends: `run({text})`, `run({command, options}, text)`, `autocomplete(…)`.
 */
export function createComposer(page) {
  const [form, line, chip, pillsBox, more, usage, problem, hints] =
    ["form", "composer", "chip", "pills", "more", "usage", "problem", "hints"]
      .map((id) => document.getElementById(id));

  let command = null;
  const pills = new Map();
  const history = [];
  let recalled = -1;
  let asked = 0;
  let pause = null;

  const { openMenu, closeMenu, menuKey, activeItem } = createMenu(form, line);

  // -------------------------------------------------------------------------- choosing a command

  function available() {
    return typedCommands(page.commands()).filter((one) => page.user()?.admin || !one.adminOnly);
  }

  /** Commands that match the text after the slash, closest first, otherwise in the bot's order. */
  function matching(typed) {
    const wanted = typed.toLowerCase();
    const rank = (one) => {
      const names = [one.label.toLowerCase(), one.name];
      if (names.some((name) => name.startsWith(wanted))) return 0;
      if (names.some((name) => name.includes(wanted))) return 1;
      return wanted.length > 2 && one.description.toLowerCase().includes(wanted) ? 2 : 3;
    };
    return available()
      .map((one) => ({ one, rank: rank(one) }))
      .filter(({ rank: found }) => found < 3)
      .sort((a, b) => a.rank - b.rank)
      .map(({ one }) => one);
  }

  function exact(typed) {
    const wanted = typed.trim().toLowerCase();
    return available().find((one) => one.name === wanted || one.label.toLowerCase() === wanted);
  }

  function offerCommands() {
    const typed = line.value.slice(1);
    const full = available().filter((one) => typed.startsWith(`${one.name} `)).sort((a, b) => b.name.length - a.name.length)[0];
    showUsage(full);
    // After a complete command the rest is its text; only "/subscription " has more names to offer.
    const found = full ? [] : matching(typed);
    const title = typed ? `Commands matching /${typed}` : `${page.botName()} commands`;
    openMenu(title, found.map((one) => ({
      name: `/${one.label}`,
      description: one.description,
      icon: "/",
      aside: one.adminOnly ? "admins" : null,
      pick: () => start(one.name),
    })), { from: line, first: 0 });
  }

  function showUsage(one) {
    usage.hidden = !one?.options.length;
    if (usage.hidden) return;
    usage.replaceChildren(el("strong", {}, `/${one.label} `), ...one.options.flatMap((option) =>
      [el("span", { class: option.required ? "usage-option needed" : "usage-option", title: localized(option, "description") }, localized(option, "name")), " "]));
  }

  /** Turns the line into `/name` with pills for its options. */
  function start(name, values = {}) {
    const chosen = available().find((one) => one.name === name);
    if (!chosen) return;
    clear();
    command = chosen;
    chip.textContent = `/${chosen.label}`;
    chip.hidden = false;
    form.classList.add("in-command");
    line.placeholder = "";
    line.setAttribute("aria-label", `Options of /${chosen.name}; Enter sends`);
    for (const option of chosen.options) {
      if (option.required || option.name in values) addPill(option, values[option.name]);
    }
    showMore();
    focusNext();
  }

  function clear() {
    command = null;
    forgetQuestion();
    pills.clear();
    pillsBox.replaceChildren();
    chip.hidden = true;
    more.hidden = true;
    form.classList.remove("in-command");
    line.value = "";
    line.setAttribute("aria-label", "Type a command");
    line.placeholder = placeholder();
    complain("");
    showUsage(null);
    closeMenu();
  }

  function placeholder() {
    return words().type(page.botName());
  }

  // ----------------------------------------------------------------------------------- the pills

  function remaining() {
    return command ? command.options.filter((option) => !pills.has(option.name)) : [];
  }

  function showMore() {
    const count = remaining().length;
    more.hidden = count === 0;
    more.textContent = `+${count} more`;
    more.setAttribute("aria-label", `${count} more options`);
  }

  function offerOptions(typed = line.value.trim().toLowerCase()) {
    const list = remaining().filter((option) => [option.name, localized(option, "name")].some((name) => name.startsWith(typed)));
    openMenu("Options", list.map((option) => ({
      name: localized(option, "name"),
      description: localized(option, "description"),
      pick: () => {
        line.value = "";
        addPill(option);
        showMore();
        pills.get(option.name).input.focus();
      },
    })), { from: line, first: typed ? 0 : -1 });
  }

  function addPill(option, value = null) {
    const id = `option-${option.name}`;
    const isFile = option.type === ATTACHMENT;
    const input = el("input", isFile ? { id, type: "file", "aria-required": option.required ? "true" : null, title: option.description } : {
      id,
      type: "text",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      inputmode: option.type === INTEGER ? "numeric" : option.type === NUMBER ? "decimal" : null,
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "menu-list",
      "aria-required": option.required ? "true" : null,
      title: option.description,
    });
    const node = el("span", { class: "pill" }, el("label", { for: id }, localized(option, "name")), input);
    // A file that was sent before must be chosen again: a page cannot fill it in.
    const pill = { option, input, node, choice: isFile ? null : value?.choice ?? null };
    pills.set(option.name, pill);
    pillsBox.append(node);
    if (isFile) {
      input.addEventListener("change", () => readFile(pill));
      input.addEventListener("focus", closeMenu);
      input.addEventListener("keydown", (event) => fileKey(event, pill));
      return;
    }
    input.value = value?.text ?? "";
    fit(input);

    input.addEventListener("input", () => {
      pill.choice = null;
      node.classList.remove("wrong");
      complain("");
      fit(input);
      offerValues(pill);
    });
    input.addEventListener("focus", () => offerValues(pill));
    input.addEventListener("keydown", (event) => pillKey(event, pill));
  }

  /** The file goes with the command as its name and its text. */
  async function readFile(pill) {
    const file = pill.input.files[0];
    pill.choice = null;
    pill.node.classList.remove("wrong");
    complain("");
    if (!file) return;
    const content = await file.text();
    if (pill.input.files[0] !== file) return;
    pill.choice = { name: file.name, value: { filename: file.name, content, content_type: file.type || "application/octet-stream" } };
    line.focus();
  }

  /** Makes the input as wide as its text, so that a row of pills reads as one line. */
  function fit(input) {
    input.style.width = `${Math.max(3, Math.min(40, input.value.length + 1))}ch`;
  }

  function removePill(pill) {
    pill.node.remove();
    pills.delete(pill.option.name);
    showMore();
  }

  function focusNext() {
    const empty = [...pills.values()].find((pill) => pill.option.required && pill.input.value.trim() === "");
    (empty?.input ?? line).focus();
  }

  /** Cancels the requested suggestions. */
  function forgetQuestion() {
    clearTimeout(pause);
    asked += 1;
  }

  function offerValues(pill) {
    const { option, input } = pill;
    forgetQuestion();
    const show = (choices, first) => openMenu(
      localized(option, "description") || localized(option, "name"),
      choices.map((choice) => ({ name: choice.name, pick: () => choose(pill, choice) })),
      { from: input, first },
    );
    const list = closedList(option, page);
    if (list) {
      const typed = pill.choice ? "" : bare(input.value);
      show(list.filter((choice) => bare(choice.name).includes(typed)), 0);
      return;
    }
    closeMenu();
    if (!option.autocomplete) return;
    const question = asked;
    pause = setTimeout(async () => {
      const choices = await page.autocomplete({ command: command.name, options: soFar(), focused: option.name });
      // The answer to an older request must not replace a newer one, nor open after focus has left.
      if (question === asked && document.activeElement === input) show(choices, -1);
    }, AUTOCOMPLETE_PAUSE_MS);
  }

  function choose(pill, choice) {
    pill.choice = choice;
    pill.input.value = choice.name;
    pill.node.classList.remove("wrong");
    fit(pill.input);
    complain("");
    focusNext();
    if (document.activeElement === pill.input) closeMenu();
  }

  // ------------------------------------------------------------------------------------- sending

  /** The options as typed, valid or not, for an autocomplete request. */
  function soFar() {
    const given = [...pills.values()].map((pill) => [pill.option.name, pill.choice?.value ?? pill.input.value]);
    return Object.fromEntries(given.filter(([, value]) => value !== ""));
  }

  function complain(text) {
    problem.textContent = text;
    problem.hidden = text === "";
  }

  function send() {
    if (command) sendPills();
    else sendLine(line.value.trim());
  }

  function sendPills() {
    if (line.value.trim()) {
      complain(`“${line.value.trim()}” isn’t an option of /${command.name}. Choose an option, or press Esc to start over.`);
      return;
    }
    const options = {};
    for (const pill of pills.values()) {
      const { value, wrong } = valueOf(pill, page);
      if (wrong) {
        pill.node.classList.add("wrong");
        pill.input.focus();
        closeMenu();
        complain(`${pill.option.name} ${wrong}.`);
        return;
      }
      if (value !== undefined) options[pill.option.name] = value;
    }
    const values = Object.fromEntries([...pills.values()].map((pill) => [pill.option.name, { text: pill.option.type === ATTACHMENT ? pill.choice?.name : pill.input.value, choice: pill.choice }]));
    const shown = Object.entries(values).filter(([, value]) => value.text).map(([name, value]) => ` ${name}:${value.text}`);
    const name = command.name;
    remember({ command: name, values });
    clear();
    line.focus();
    page.run({ command: name, options }, `/${name}${shown.join("")}`);
  }

  function sendLine(text) {
    if (!text) return;
    if (!text.startsWith("/")) {
      complain("Only commands work here. Type / to see them.");
      return;
    }
    const whole = exact(text.slice(1));
    if (whole?.options.some((option) => option.required)) {
      start(whole.name);
      return;
    }
    remember({ text });
    clear();
    page.run({ text }, text);
  }

  function remember(entry) {
    history.unshift(entry);
    history.length = Math.min(history.length, HISTORY_LENGTH);
    recalled = -1;
  }

  function recall(at) {
    if (at < -1 || at >= history.length) return;
    const entry = history[at];
    if (!entry) clear();
    else if (entry.command) start(entry.command, entry.values);
    else fill(entry.text);
    closeMenu();
    line.focus();
    recalled = at;
  }

  function fill(text) {
    clear();
    line.value = text;
    line.focus();
    line.setSelectionRange(text.length, text.length);
    showUsage(null);
  }

  // ------------------------------------------------------------------------------------ the keys

  function fileKey(event, pill) {
    if (event.key === "Enter" && pill.choice) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      clear();
      line.focus();
    }
  }

  function pillKey(event, pill) {
    if (event.isComposing || menuKey(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      const last = [...pills.values()].every((one) => one === pill || one.input.value.trim() || !one.option.required);
      if (last || !pill.input.value.trim()) send();
      else focusNext();
    } else if (event.key === "Backspace" && pill.input.value === "") {
      event.preventDefault();
      if (pill.option.required) {
        fill(`/${command.name}`);
      } else {
        removePill(pill);
        line.focus();
      }
    } else if (event.key === "Escape") {
      clear();
      line.focus();
    }
  }

  line.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    // A complete command without required options is sent at once, even if the menu is still open.
    const typed = line.value.startsWith("/") ? exact(line.value.slice(1)) : null;
    if (event.key === "Enter" && !command && typed && activeItem() <= 0) {
      event.preventDefault();
      send();
      return;
    }
    if ((event.key === "ArrowUp" || event.key === "ArrowDown") && (recalled >= 0 || (line.value === "" && !command))) {
      event.preventDefault();
      recall(recalled + (event.key === "ArrowUp" ? 1 : -1));
      return;
    }
    if (menuKey(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      clear();
    } else if (event.key === "Backspace" && command && line.value === "") {
      event.preventDefault();
      const last = [...pills.values()].at(-1);
      if (last) last.input.focus();
      else fill(`/${command.name}`);
    }
  });

  line.addEventListener("input", () => {
    recalled = -1;
    complain("");
    if (command) offerOptions();
    else if (line.value.startsWith("/")) offerCommands();
    else {
      showUsage(null);
      closeMenu();
    }
  });
  line.addEventListener("focus", () => {
    if (command) offerOptions();
  });
  more.addEventListener("click", () => {
    line.value = "";
    line.focus();
    offerOptions("");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) closeMenu();
  });
  form.querySelector(".line").addEventListener("pointerdown", (event) => {
    if (event.target.classList.contains("line") || event.target === pillsBox) {
      event.preventDefault();
      line.focus();
    }
  });

  // ----------------------------------------------------------------------------------- the hints

  function showHints() {
    const offered = HINTS.map((text) => ({ text, one: available().find(({ name }) => text === `/${name}` || text.startsWith(`/${name} `)) }));
    hints.replaceChildren(el("span", { class: "hints-title", lang: locale() }, words().hints), ...offered.filter(({ one }) => one).map(({ text, one }) => {
      const needsMore = text === `/${one.name}` && one.options.some((option) => option.required);
      return el("button", { type: "button", class: "hint", title: one.description, onclick: () => (needsMore ? start(one.name) : fill(text)) }, text);
    }));
  }

  clear();
  return {
    start,
    focus: () => line.focus(),
    /** The commands, the bot or the acting user have changed. */
    refresh() {
      for (const node of [chip, pillsBox, usage]) node.lang = locale();
      showHints();
      if (command && !available().some((one) => one.name === command.name)) clear();
      if (!command) line.placeholder = placeholder();
    },
  };
}
