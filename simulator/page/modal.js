// The modal dialog: shows the bot's form, validates and submits it.

import { el } from "./markdown.js";
import { selectMenu, text } from "./message.js";
import { locale, words } from "./words.js";

/** Shows a modal; `submit(fields)` receives the values by `custom_id`. */
export function openModal(modal, page, submit) {
  const fields = new Map();
  const send = (event) => {
    const missing = [...fields.values()].find(({ read, required }) => required && read().length === 0);
    if (missing) {
      // The browser checks inputs; a select is made of plain elements, so it is checked here.
      event.preventDefault();
      missing.node.focus();
      return;
    }
    submit(Object.fromEntries([...fields].map(([id, { read }]) => [id, read()])));
  };
  const rows = (modal.components ?? []).map((component) => modalRow(component, page, fields));
  const close = el("button", { type: "button", class: "icon-button", lang: "en", "aria-label": "Close", onclick: () => dialog.close() }, "✕");
  const form = el("form", { method: "dialog", onsubmit: send },
    el("header", {}, el("h2", { id: "modal-title" }, modal.title), close),
    el("div", { class: "modal-fields" }, rows),
    el("footer", {},
      el("button", { type: "button", class: "button link", onclick: () => dialog.close() }, words().cancel),
      el("button", { type: "submit", class: "button primary" }, words().submit)));
  const dialog = el("dialog", { class: "modal", lang: locale(), "aria-labelledby": "modal-title", onclose: () => dialog.remove() }, form);
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("input, textarea, .select")?.focus();
}

function modalRow(component, page, fields) {
  if (component.type === 10) return text(component.content, page);
  // A label (18) holds one component; the older form is an action row around a labeled input.
  const inner = component.component ?? component.components?.[0] ?? component;
  const label = component.label ?? inner.label ?? "";
  const id = `field-${inner.custom_id}`;
  const heading = el("label", { for: id }, label, inner.required !== false && el("span", { class: "required", lang: "en", title: "Required" }, " *"));
  const description = component.description && el("small", {}, component.description);
  return el("div", { class: "modal-row" }, heading, description, modalField(inner, id, page, fields));
}

function modalField(inner, id, page, fields) {
  if (inner.type !== 4) {
    let values = (inner.options ?? []).filter((option) => option.default).map((option) => option.value);
    const box = selectMenu(inner, page, (chosen) => { values = chosen; });
    box.firstChild.id = id;
    fields.set(inner.custom_id, { read: () => values, required: inner.required !== false, node: box.firstChild });
    return box;
  }
  const input = el(inner.style === 2 ? "textarea" : "input", {
    id,
    rows: inner.style === 2 ? "4" : null,
    placeholder: inner.placeholder,
    required: inner.required !== false,
    minlength: inner.min_length,
    maxlength: inner.max_length ?? 4000,
    autocomplete: "off",
  });
  input.value = inner.value ?? "";
  fields.set(inner.custom_id, { read: () => input.value, required: false, node: input });
  return input;
}
