// Option values: the allowed choices, and whether the typed value is valid.

import { localized } from "./locale.js";
import { isOfType } from "./message.js";

export const INTEGER = 4, BOOLEAN = 5, USER = 6, CHANNEL = 7, ROLE = 8, MENTIONABLE = 9, NUMBER = 10, ATTACHMENT = 11;

/** All choices of an option, or `null` if anything can be typed. */
export function closedList(option, page) {
  if (option.choices?.length) return option.choices.map((choice) => ({ ...choice, name: localized(choice, "name") }));
  const named = (things, mark) => things.map(({ id, name }) => ({ name: mark + name, value: id }));
  switch (option.type) {
    case BOOLEAN: return [{ name: "True", value: true }, { name: "False", value: false }];
    case USER: return named(page.people(), "@");
    case CHANNEL: return named(page.channels().filter((channel) => isOfType(channel, option.channel_types)), "#");
    case ROLE: return named(page.roles(), "@");
    case MENTIONABLE: return named([...page.people(), ...page.roles()], "@");
    default: return null;
  }
}

/** A name for comparison: without its prefix, ignoring case. */
export function bare(name) {
  return String(name).trim().toLowerCase().replace(/^[#@]/, "");
}

/** An option's state: `{value}`, `{}` if empty and optional, or `{wrong}`. */
export function valueOf({ option, input, choice }, page) {
  const typed = input.value.trim();
  if (typed === "") return option.required ? { wrong: "is required" } : {};
  if (choice) return { value: choice.value };
  const list = closedList(option, page);
  if (list) {
    const found = list.find((one) => bare(one.name) === bare(typed) || String(one.value) === typed);
    return found ? { value: found.value } : { wrong: "must be one of the choices" };
  }
  if (option.type === ATTACHMENT) return { wrong: "is still being read" };
  if (option.type === INTEGER || option.type === NUMBER) {
    const number = Number(typed);
    if (Number.isNaN(number)) return { wrong: "must be a number" };
    if (option.type === INTEGER && !Number.isInteger(number)) return { wrong: "must be a whole number" };
    if (number < (option.min_value ?? -Infinity)) return { wrong: `must be ${option.min_value} or more` };
    if (number > (option.max_value ?? Infinity)) return { wrong: `must be ${option.max_value} or less` };
    return { value: number };
  }
  const length = [...typed].length;
  if (length < (option.min_length ?? 0)) return { wrong: `needs at least ${option.min_length} characters` };
  if (length > (option.max_length ?? 6000)) return { wrong: `takes at most ${option.max_length ?? 6000} characters` };
  return { value: typed };
}
