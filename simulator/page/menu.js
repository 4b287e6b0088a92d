// The menu above the line: a list to pick from with the mouse or the arrow keys, while the text cursor
// stays in the input that it belongs to.

import { el } from "./markdown.js";
import { locale } from "./words.js";

/** The menu of `form`, attached to `line` until another input opens it. */
export function createMenu(form, line) {
  const [menu, menuTitle, menuList] = ["menu", "menu-title", "menu-list"].map((id) => document.getElementById(id));

  let items = [];
  let active = -1;
  let owner = line;

  function openMenu(title, list, { from, first = -1 }) {
    items = list;
    owner = from;
    menuTitle.textContent = title;
    menuList.lang = locale();
    menuList.replaceChildren(...items.map((item, at) => el("div", {
      class: "menu-item",
      role: "option",
      id: `menu-item-${at}`,
      // Keeps the text cursor where it is while the mouse picks.
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => item.pick(),
    },
    item.icon && el("span", { class: "menu-icon", "aria-hidden": "true" }, item.icon),
    el("span", { class: "menu-text" }, el("span", { class: "menu-name" }, item.name), item.description && el("small", {}, item.description)),
    item.aside && el("span", { class: "menu-aside", lang: "en" }, item.aside))));
    menu.hidden = items.length === 0;
    for (const input of form.querySelectorAll("input")) input.setAttribute("aria-expanded", String(input === from && !menu.hidden));
    setActive(items.length ? first : -1);
  }

  function closeMenu() {
    openMenu("", [], { from: owner });
  }

  function setActive(at) {
    active = at;
    [...menuList.children].forEach((node, index) => {
      node.classList.toggle("active", index === at);
      node.setAttribute("aria-selected", String(index === at));
    });
    menuList.children[at]?.scrollIntoView({ block: "nearest" });
    if (at >= 0) owner.setAttribute("aria-activedescendant", `menu-item-${at}`);
    else owner.removeAttribute("aria-activedescendant");
  }

  /** Handles keys of an open menu; returns whether the key was handled. */
  function menuKey(event) {
    if (menu.hidden) return false;
    if (event.key === "ArrowDown") setActive((active + 1) % items.length);
    else if (event.key === "ArrowUp") setActive((active <= 0 ? items.length : active) - 1);
    else if (event.key === "Escape") closeMenu();
    else if (event.key === "Enter" && active >= 0) items[active].pick();
    else if (event.key === "Tab" && !event.shiftKey && (active >= 0 || owner.value)) items[Math.max(0, active)].pick();
    else return false;
    event.preventDefault();
    return true;
  }

  return { openMenu, closeMenu, menuKey, activeItem: () => active };
}
