// The language picker: sets the user's client language and the server's preferred language.

import { el } from "./markdown.js";
import { $ } from "./state.js";
import { post } from "./talk.js";
import { locale, words } from "./words.js";
import { loadWorld } from "./world.js";

/** The languages that the bot speaks, by Discord's codes. */
const LOCALES = [["en-US", "English"], ["de", "Deutsch"], ["fr", "Français"], ["es-ES", "Español"], ["ja", "日本語"], ["zh-CN", "简体中文"]];

/** A command's text in the user's language, as Discord's client shows it. */
export function localized(node, field) {
  return node[`${field}_localizations`]?.[locale()] ?? node[field] ?? "";
}

export function showLocale() {
  const select = $("locale");
  select.replaceChildren(...LOCALES.map(([value, name]) => el("option", { value, lang: value }, name)));
  select.value = locale();
  const label = document.querySelector(".language-label");
  label.textContent = words().language;
  label.lang = locale();
}

$("locale").addEventListener("change", async ({ target }) => {
  await post("locale", { locale: target.value });
  await loadWorld();
});
