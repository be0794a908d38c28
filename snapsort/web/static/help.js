/** The keys, on one page. */

import { openDialog, primary } from "./dialogs.js";
import { el, keycap } from "./dom.js";

const KEYS = [
  [["←", "→", "↑", "↓"], "Go from picture to picture; with Shift, select on the way"],
  [["Space"], "Select a picture, or no longer"],
  [["Enter"], "Look closer; once more for every pixel"],
  [["Esc"], "Back"],
  [["Backspace"], "Take back what you said of a picture"],
  [["Ctrl", "Z"], "Undo a step; with Shift, do it again"],
  [["."], "All that look like this"],
  [[","], "Ask me"],
  [["/"], "Search"],
  [["+", "−"], "Larger or smaller pictures"],
  [["Ctrl", "A"], "Select all"],
];

/** @param {import("./store.js").Store} store */
export function showHelp(store) {
  const labels = store.labels.map((label, i) => {
    const { digit, letter } = store.keys[i];
    return [[digit, letter].filter(Boolean), label.negative ? `${label.name}: stays where it is` : label.name];
  });
  const dialog = openDialog("Keys", { class: "wide" });
  dialog.show(
    [
      el("p", { text: "Say where a picture belongs with one key; the next one comes by itself. Nothing moves before you press Move." }),
      el("div", { class: "help" }, table("Labels", labels), table("Everything else", KEYS)),
    ],
    [primary("Done", dialog.close)],
  );
}

function table(title, rows) {
  const list = rows.flatMap(([keys, words]) => [
    el("dt", {}, ...keys.map((key) => keycapAloud(key))),
    el("dd", { text: words }),
  ]);
  return el("section", {}, el("h3", { text: title }), el("dl", {}, ...list));
}

function keycapAloud(key) {
  const cap = keycap(key);
  cap.removeAttribute("aria-hidden");
  return cap;
}
