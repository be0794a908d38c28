/** A threshold's slider before the spread of its pictures' probabilities, with what would move and stay. */

import { el, setAttribute, setText } from "./dom.js";
import { drawHistogram } from "./histogram.js";
import { expectedErrors, number, percent } from "./words.js";

/**
 * @param {import("./store.js").Store} store
 * @param {number} label
 * @param {{onStart: () => void, onMove: (threshold: number) => void, onEnd: () => void}} listeners
 *   start and end embrace the moves of one drag
 */
export function createSlider(store, label, listeners) {
  const canvas = el("canvas", { "aria-hidden": "true" });
  const input = el("input", {
    type: "range",
    min: 0,
    max: 100,
    step: 1,
    "aria-label": `How sure for ${store.labels[label].name}`,
  });
  const limit = el("span", { class: "limit-words", "aria-hidden": "true" });
  const moves = el("b");
  const rest = el("span");
  const element = el(
    "div",
    { class: "slider" },
    el("div", { class: "track" }, canvas, limit, input),
    el("p", { class: "figures", "aria-hidden": "true" }, moves, rest),
  );
  listenToDrag(input, listeners);

  /** @param {Int32Array} histogram */
  function update(histogram) {
    const threshold = store.limits.threshold[label];
    const { moves: moving, stays, wrong } = store.counts;
    if (Number(input.value) !== Math.round(threshold * 100)) input.value = threshold * 100;
    drawHistogram(canvas, histogram, (share) => (share >= threshold ? store.colors[label] : ""));
    setText(limit, `≥ ${percent(threshold)}`);
    setText(moves, `${number(moving[label])} move`);
    setText(rest, ` · ${number(stays[label])} stay · ${expectedErrors(wrong[label])} wrong`);
    setAttribute(
      input,
      "aria-valuetext",
      `at least ${percent(threshold)} sure: ${moving[label]} move, ${stays[label]} stay, about ${expectedErrors(wrong[label])} wrong`,
    );
  }

  return { element, update };
}

/** A slider's own step of undo: from where it was taken to where it was let go. */
export function listenToDrag(input, { onStart, onMove, onEnd }) {
  let isMoving = false;
  input.addEventListener("input", () => {
    if (!isMoving) onStart();
    isMoving = true;
    onMove(Number(input.value) / 100);
  });
  input.addEventListener("change", () => {
    isMoving = false;
    onEnd();
  });
}
