/** Between two: the pictures whose two likeliest labels are A and B, from surely A to surely B, cut by two handles. */

import { button, el, setAttribute, setText } from "./dom.js";
import { drawHistogram } from "./histogram.js";
import { busiestPair, cutBetween, findBetween } from "./pairs.js";
import { HISTOGRAM_BINS } from "./store.js";
import { count, number, percent } from "./words.js";

/**
 * @param {HTMLElement} panel
 * @param {import("./store.js").Store} store
 * @param {import("./actions.js").Actions} actions
 */
export function createBetween(panel, store, actions) {
  let pair = null;
  let found = { pictures: new Uint32Array(0), shares: new Float32Array(0) };
  const one = select("One label", () => choose(Number(one.value), pair[1]));
  const other = select("The other label", () => choose(pair[0], Number(other.value)));
  const canvas = el("canvas", { "aria-hidden": "true" });
  const low = handle("From");
  const high = handle("To");
  const words = el("p");
  const sayOne = button("", () => say(pair[0]));
  const sayOther = button("", () => say(pair[1]));
  const element = el(
    "div",
    { class: "between" },
    one,
    el("div", { class: "track pair" }, canvas, low, high),
    other,
    el("div", { class: "panel-row" }, words, sayOne, sayOther),
  );
  new ResizeObserver(draw).observe(canvas);
  store.on("data", () => (pair = null));

  function open() {
    pair ??= busiestPair(store.ranked, store.k);
    for (const box of [one, other]) {
      box.replaceChildren(...store.labels.map(({ name }, i) => el("option", { value: String(i), text: name })));
    }
    panel.replaceChildren(element);
    choose(...pair);
  }

  function choose(a, b) {
    pair = a === b ? [a, (a + 1) % store.k] : [a, b];
    [one.value, other.value] = pair.map(String);
    [low.value, high.value] = [0, 100];
    found = findBetween(store.probabilities, store.ranked, { one: pair[0], other: pair[1], k: store.k });
    const [first, second] = pair.map((label) => store.labels[label].name);
    setText(sayOne, `All are ${first}`);
    setText(sayOther, `All are ${second}`);
    show();
  }

  function show() {
    const pictures = cutBetween(found, ...bounds());
    const [first, second] = pair.map((label) => store.labels[label].name);
    actions.show({ tab: "between", filter: { kind: "list", title: `Between ${first} and ${second}`, pictures } });
    draw();
  }

  /** While a handle moves, what it leaves out turns pale; it goes when the handle is let go. */
  function preview() {
    const [least, most] = bounds();
    const kept = new Set(cutBetween(found, least, most));
    store.isDim = (picture) => !kept.has(picture);
    store.emit("dim");
    draw();
  }

  function bounds() {
    const values = [Number(low.value) / 100, Number(high.value) / 100];
    return [Math.min(...values), Math.max(...values)];
  }

  function draw() {
    if (!pair) return;
    const [least, most] = bounds();
    const bins = new Int32Array(HISTOGRAM_BINS);
    for (const share of found.shares) bins[Math.min(HISTOGRAM_BINS - 1, Math.floor(share * HISTOGRAM_BINS))]++;
    const [left, right] = pair.map((label) => store.colors[label]);
    drawHistogram(canvas, bins, (share) => (share < least || share > most ? "" : share < 0.5 ? left : right));
    const n = cutBetween(found, least, most).length;
    setText(words, `${number(n)} of ${count(found.pictures.length)} between the handles`);
    for (const input of [low, high]) {
      const share = Number(input.value) / 100;
      setAttribute(input, "aria-valuetext", `${percent(1 - share)} ${store.labels[pair[0]].name}, ${percent(share)} ${store.labels[pair[1]].name}`);
    }
    for (const one of [sayOne, sayOther]) one.disabled = n === 0;
  }

  function say(label) {
    actions.say([...cutBetween(found, ...bounds())], label);
  }

  function handle(name) {
    return el("input", {
      type: "range",
      min: 0,
      max: 100,
      step: 1,
      "aria-label": name,
      on: { input: preview, change: show },
    });
  }

  return { open };
}

function select(name, onChange) {
  return el("select", { "aria-label": name, on: { change: onChange } });
}
