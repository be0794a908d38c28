/** The folders with their counts and sliders, and the filters above them. Pictures can be dropped on a folder. */

import { button, dot, el, keycap, setAttribute, setName, setText } from "./dom.js";
import { acceptPictures } from "./drag.js";
import { createEdges } from "./edges.js";
import { shownKey } from "./keymap.js";
import { createSlider, listenToDrag } from "./sliders.js";
import { count, number, percent } from "./words.js";

const FILTERS = [
  { kind: "all", text: "All pictures" },
  { kind: "undecided", text: "Not sure" },
  { kind: "changed", text: "Changed by you" },
  { kind: "problems", text: "Problems" },
];

/**
 * @param {HTMLElement} root
 * @param {import("./store.js").Store} store
 * @param {import("./actions.js").Actions} actions
 * @param {{onRegroup: () => void, onHelp: () => void, onStop: () => void, onChosen: () => void}} listeners
 */
export function createSidebar(root, store, actions, listeners) {
  const markEdges = createEdges(root);
  const undo = button("Undo", actions.undo);
  const redo = button("Do again", actions.redo);
  let rows = [];
  let sliders = [];
  let isAdjusting = false;
  let taken = new Float64Array(0); // limits when a drag began
  let frame = 0;

  store.on("data", build);
  store.on("view", mark);
  store.on("places", () => (frame ||= requestAnimationFrame(refresh)));

  function build() {
    rows = [...FILTERS.map(({ kind, text }) => filterRow(kind, text)), ...store.labels.map((_, i) => folderRow(i))];
    sliders = store.labels.map((label, i) => (label.negative ? null : createSlider(store, i, dragOf([i]))));
    const items = rows.slice(FILTERS.length).map((row, i) => el("li", {}, row.element, sliders[i]?.element));
    const isFolder = (_, i) => !store.labels[i].negative;
    const stays = items.filter((_, i) => store.labels[i].negative);
    root.replaceChildren(
      folderName(),
      el("div", { class: "side-steps" }, undo, redo), // the bar above has no room for them on a phone
      el("ul", {}, ...rows.slice(0, FILTERS.length).map((row) => el("li", {}, row.element))),
      el("div", { class: "side-head" }, el("h2", { text: "Folders" }), adjustButton),
      allSlider,
      el("ul", { class: "folders" }, ...items.filter(isFolder)),
      ...(stays.length ? [el("div", { class: "side-head" }, el("h2", { text: "Stay where they are" }))] : []),
      el("ul", { class: "folders" }, ...stays),
      foot(),
    );
    root.classList.toggle("adjusting", isAdjusting);
    mark();
    refresh();
  }

  const adjustButton = button("Adjust", toggleAdjust, { class: "quiet", "aria-expanded": "false" });
  adjustButton.title = "Sliders: how sure it must be before a picture moves";
  const allInput = el("input", { type: "range", min: 0, max: 100, step: 1, "aria-label": "How sure for all folders" });
  const allWords = el("p", { class: "figures" });
  const aheadInput = el("input", { type: "range", min: 0, max: 100, step: 1, "aria-label": "How far ahead of the second" });
  const aheadWords = el("p", { class: "figures" });
  const allSlider = el(
    "div",
    { class: "slider all" },
    ...[el("p", { text: "All folders" }), allInput, allWords],
    ...[el("p", { text: "Ahead of the second likeliest" }), aheadInput, aheadWords],
  );
  listenToDrag(allInput, dragOf(null));
  listenToDrag(aheadInput, dragOf(null, "margin"));

  function toggleAdjust() {
    isAdjusting = !isAdjusting;
    root.classList.toggle("adjusting", isAdjusting);
    setAttribute(adjustButton, "aria-expanded", isAdjusting);
    setText(adjustButton, isAdjusting ? "Done" : "Adjust");
    refresh();
  }

  /** One drag of a slider, over one label or (null) all with a folder. @param {number[]|null} labels @param {"threshold"|"margin"} limit */
  function dragOf(labels, limit = "threshold") {
    const moved = () => labels ?? [...store.labels.keys()].filter((i) => !store.labels[i].negative);
    return {
      onStart: () => (taken = store.limits[limit].slice()),
      onMove(least) {
        for (const i of moved()) store.limits[limit][i] = least;
        store.refresh();
      },
      onEnd() {
        const limits = store.limits[limit];
        actions.setLimits(limit, moved().map((i) => ({ label: i, before: taken[i], after: limits[i] })));
        listeners.onRegroup();
      },
    };
  }

  function filterRow(kind, text) {
    return makeRow(text, null, "", { kind });
  }

  function folderRow(i) {
    const { name, negative } = store.labels[i];
    const row = makeRow(name, dot(store.colors[i]), shownKey(store.keys[i]), { kind: "folder", label: i });
    row.element.title = negative ? `${name}: these pictures stay where they are` : name;
    acceptPictures(row.element, (pictures) => actions.say(pictures, i));
    return row;
  }

  function makeRow(text, mark, key, filter) {
    const total = el("span", { class: "total" });
    const element = button("", () => choose(filter), { class: "row" });
    element.append(...[mark, el("span", { class: "name", text }), total, keycap(key)].filter(Boolean));
    return { element, total, filter };
  }

  function choose(filter) {
    actions.show({ tab: "pictures", filter });
    listeners.onChosen();
  }

  function mark() {
    for (const { element, filter } of rows) {
      const isShown = store.filter.kind === filter.kind && store.filter.label === filter.label && store.tab !== "map";
      setAttribute(element, "aria-current", isShown ? "true" : null);
      element.parentElement?.classList.toggle("open", isShown);
    }
    if (store.counts) refresh();
  }

  function refresh() {
    frame = 0;
    const { counts, session, n } = store;
    undo.disabled = !actions.canUndo;
    redo.disabled = !actions.canRedo;
    const totals = { all: n, undecided: counts.undecided, changed: counts.changed, problems: session.problems.length };
    for (const { total, filter } of rows) {
      setText(total, number(filter.kind === "folder" ? counts.at[filter.label] : totals[filter.kind]));
    }
    const histograms = store.histograms();
    sliders.forEach((slider, i) => {
      if (slider?.element.offsetParent) slider.update(histograms[i]);
    });
    refreshAll(counts);
    markEdges();
  }

  function refreshAll(counts) {
    const words = `${setToLeast(allInput, "threshold")}: ${number(counts.moved)} move · ${number(counts.undecided)} not sure`;
    setText(allWords, words);
    setAttribute(allInput, "aria-valuetext", words);
    const ahead = setToLeast(aheadInput, "margin");
    setText(aheadWords, ahead);
    setAttribute(aheadInput, "aria-valuetext", ahead);
  }

  /** Let a slider stand at the least of the limits of all folders; that limit in words. */
  function setToLeast(input, limit) {
    const open = store.labels.flatMap(({ negative }, i) => (negative ? [] : [store.limits[limit][i]]));
    const least = Math.min(...open);
    if (Number(input.value) !== Math.round(least * 100)) input.value = least * 100;
    return open.every((one) => one === least) ? `≥ ${percent(least)}` : "different limits";
  }

  /** Which folder is being reviewed. */
  function folderName() {
    const { root: path } = store.session;
    const words = el("p", { class: "reviewed" });
    setName(words, path.split(/[\\/]/).findLast(Boolean) ?? path);
    words.title = path;
    return words;
  }

  function foot() {
    const { model, head } = store.session;
    const learned = head ? `, taught by ${count(head.corrections, "correction")}` : "";
    return el(
      "div",
      { class: "side-foot" },
      el("p", { text: `Judged by ${model.split("@")[0]}${learned}`, title: model }),
      button("Keys and help", listeners.onHelp, { class: "quiet" }),
      button("Stop snapsort", listeners.onStop, { class: "quiet" }),
    );
  }
}
