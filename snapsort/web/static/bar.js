/** The bar below: what is known of the current picture or the selection, and a button for each label. */

import { describePicture } from "./describe.js";
import { button, dot, el, keycap, setAttribute, setName, setText } from "./dom.js";
import { acceptPictures } from "./drag.js";
import { createEdges } from "./edges.js";
import { shownKey } from "./keymap.js";
import { count } from "./words.js";

const ONE_ROW = 3; // labels that a phone shows side by side

/**
 * @param {HTMLElement} root
 * @param {import("./store.js").Store} store
 * @param {{onLabel: (label: number) => void, onAlike: () => void, onClear: () => void, onDrop: (pictures: number[], label: number) => void}} listeners
 */
export function createBar(root, store, listeners) {
  const title = el("b", { class: "bar-name" });
  const facts = el("span", { class: "bar-facts" });
  const alike = button("Alike", listeners.onAlike, { class: "quiet", title: "All that look like this (.)" });
  const back = button("Take back", () => listeners.onLabel(-1), { class: "quiet", title: "Take back what you said (Backspace)" });
  const clear = button("Clear selection", listeners.onClear, { class: "quiet", title: "Esc" });
  const chips = el("div", { class: "chips", role: "group", "aria-label": "Say where it belongs" });
  root.append(el("div", { class: "bar-info" }, el("p", {}, title, facts), alike, back, clear), chips);
  const markEdges = createEdges(chips);
  let labelButtons = [];

  store.on("data", build);
  for (const topic of ["cursor", "places", "view"]) store.on(topic, update);

  function build() {
    labelButtons = store.labels.map((label, i) => {
      const { digit, letter } = store.keys[i];
      const chip = button("", () => listeners.onLabel(i), { class: "chip" });
      chip.title = [`${label.name}: key ${[digit, letter].filter(Boolean).join(" or ").toUpperCase()}`, label.negative ? "stays where it is" : ""].filter(Boolean).join("; ");
      chip.append(...[keycap(shownKey(store.keys[i])), dot(store.colors[i]), el("span", { text: label.name })].filter(Boolean));
      acceptPictures(chip, (pictures) => listeners.onDrop(pictures, i));
      return chip;
    });
    chips.replaceChildren(...labelButtons);
    chips.classList.toggle("many", labelButtons.length > ONE_ROW);
    markEdges();
    update();
  }

  function update() {
    const targets = store.targets();
    const isOne = targets.length === 1;
    if (targets.length > 1) describeMany(targets.length);
    else if (isOne) describeOne(targets[0]);
    else describeNone();
    const said = isOne ? store.known.said[targets[0]] : -1;
    labelButtons.forEach((chip, i) => {
      chip.disabled = !targets.length;
      setAttribute(chip, "aria-pressed", said === i);
    });
    alike.disabled = !isOne;
    back.disabled = !targets.some((picture) => store.known.said[picture] >= 0);
    clear.disabled = store.selected.size === 0;
  }

  function describeOne(picture) {
    const { path, first, second, fate, reason } = describePicture(store, picture);
    setName(title, path);
    setText(facts, `${first}, then ${second} · ${fate}: ${reason}`);
  }

  function describeMany(n) {
    setName(title, `${count(n)} selected`);
    setText(facts, "Press a label's key, or drag them onto a folder");
  }

  function describeNone() {
    setName(title, "No picture chosen");
    setText(facts, "Choose one to say where it belongs");
  }
}
