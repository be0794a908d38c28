/** Elements made by code. Text is only ever set as text, so a file name can never become markup. */

/**
 * An element with properties and children.
 * @param {string} tag
 * @param {Record<string, any>} [props] `class`, `text`, `on` (listeners), `data`, `aria-…`/`role`, else properties
 * @param {...(Node|string|null|undefined)} children
 * @returns {any}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A button that says what it does. */
export function button(text, onClick, props = {}) {
  return el("button", { type: "button", text, on: { click: onClick }, ...props });
}

/** A button with a picture instead of words; `name` is read aloud and shown on hover. */
export function iconButton(icon, name, onClick, props = {}) {
  const made = el("button", { type: "button", "aria-label": name, title: name, on: { click: onClick }, ...props });
  made.classList.add("icon-button");
  made.append(makeIcon(icon));
  return made;
}

/** Set text only when it differs: what did not change is not announced or painted again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export const TAIL = 14; // letters of a long name that are always seen: its number and what kind of file it is
const LONG = 36;

/**
 * Set a file's name; one that is too long for its place is shortened in the middle, and whole on hover and read aloud.
 * @param {HTMLElement} element
 * @param {string} name
 * @param {number} [most] letters that surely have room
 */
export function setName(element, name, most = LONG) {
  if (element.title === name) return;
  element.title = name;
  element.classList.toggle("long-name", name.length > most);
  if (name.length <= most) return void element.replaceChildren(name);
  const letters = [...name]; // never half of one
  const shown = el("span", { class: "middle", "aria-hidden": "true" });
  shown.append(el("span", { text: letters.slice(0, -TAIL).join("") }), el("span", { text: letters.slice(-TAIL).join("") }));
  element.replaceChildren(el("span", { class: "hidden", text: name }), shown);
}

/** Set or remove an attribute, only when it differs. */
export function setAttribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** The folder's or label's color as a dot; hollow for none. */
export function dot(color) {
  const made = el("span", { class: color ? "dot" : "dot hollow", "aria-hidden": "true" });
  if (color) made.style.setProperty("--label", color);
  return made;
}

/** A key as it is printed on a keyboard. */
export function keycap(key) {
  return key ? el("kbd", { text: key.toUpperCase(), "aria-hidden": "true" }) : null;
}

const PATHS = {
  close: "M5 5l10 10M15 5L5 15",
  left: "M12 4l-6 6 6 6",
  right: "M8 4l6 6-6 6",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  check: "M4 10.5l4 4 8-9",
  undo: "M7 4L3.5 7.5 7 11M4 7.5h7.5a4.5 4.5 0 010 9H8",
  redo: "M13 4l3.5 3.5L13 11M16 7.5H8.500a4.5 4.5 0 000 9H12",
  menu: "M3 5.500h14M3 10h14M3 14.500h14",
  search: "M9 3.500a5.5 5.5 0 100 11 5.5 5.5 0 000-11zM13 13l4 4",
};

/** A line drawing of 20 by 20. @param {keyof typeof PATHS} name */
export function makeIcon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

function setProp(element, name, value) {
  if (name === "class") element.className = value;
  else if (name === "text") element.textContent = value;
  else if (name === "on") for (const [type, listen] of Object.entries(value)) element.addEventListener(type, listen);
  else if (name === "data") Object.assign(element.dataset, value);
  else if (name === "role" || name.startsWith("aria-") || name === "for") element.setAttribute(name, value);
  else element[name] = value;
}
