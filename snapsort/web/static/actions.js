/** What the user can do to the review: each step shows at once, is saved in order, and can be undone. */

import { post } from "./api.js";
import { createHistory } from "./history.js";
import { count, percent } from "./words.js";

const SAVE_AFTER_MS = 150;
const MOST_AT_ONCE = 5000; // a request may have a mebibyte

/**
 * @param {import("./store.js").Store} store
 * @param {(words: string, options?: {undo?: () => void, isError?: boolean}) => void} tell shows a message
 */
export function createActions(store, tell) {
  const history = createHistory();
  const unsaved = new Set(); // labels whose limits the server does not know yet
  let saving = Promise.resolve();
  let timer = 0;

  /** Say the label of pictures and their exact copies, or take back what was said. @param {number[]} pictures @param {number} label -1: take back */
  function say(pictures, label) {
    const { said } = store.known;
    const changes = store
      .withCopies(pictures)
      .filter((picture) => said[picture] !== label)
      .map((picture) => ({ picture, before: said[picture], after: label }));
    if (!changes.length) return;
    const whose = changes.length === 1 ? "1 picture" : count(changes.length);
    const words = label < 0 ? `${whose}: taken back` : `${whose} → ${store.labels[label].name}`;
    carryOut({ kind: "said", words, changes });
  }

  /**
   * Move limits; many moves of one slider are one step.
   * @param {"threshold"|"margin"} limit
   * @param {{label: number, before: number, after: number}[]} changes
   */
  function setLimits(limit, changes) {
    const real = changes.filter(({ before, after }) => before !== after);
    if (!real.length) return;
    const { label, after } = real[0];
    const whose = real.length === 1 ? store.labels[label].name : "all folders";
    const words = `${whose}: at least ${percent(after)} ${limit === "margin" ? "ahead" : "sure"}`;
    carryOut({ kind: "limits", limit, words, changes: real });
  }

  function carryOut(step) {
    history.add(step); // first, so that whoever hears of the change finds that it can be undone
    apply(step);
    if (step.kind === "said") tell(step.words, { undo });
  }

  function apply(step) {
    if (step.kind === "said") applySaid(step.changes);
    else applyLimits(step);
    store.refresh();
  }

  function applySaid(changes) {
    for (const { picture, after } of changes) store.known.said[picture] = after;
    for (let i = 0; i < changes.length; i += MOST_AT_ONCE) save(changes.slice(i, i + MOST_AT_ONCE));
  }

  /** Send changes after all earlier ones; what cannot be saved is taken back, so that the page never lies. */
  function save(changes) {
    const { revision } = store.session;
    const body = changes.map(({ picture, after }) => ({ picture, label: store.labels[after]?.name ?? null }));
    saving = saving.then(() => post("/api/said", { changes: body, revision })).catch((error) => {
      tell(`Not saved: ${error.message}`, { isError: true });
      if (revision !== store.session.revision) return;
      for (const { picture, before } of changes) store.known.said[picture] = before;
      store.refresh();
    });
  }

  function applyLimits({ limit, changes }) {
    for (const { label, after } of changes) {
      store.limits[limit][label] = after;
      unsaved.add(label);
    }
    clearTimeout(timer);
    timer = setTimeout(saveLimits, SAVE_AFTER_MS);
  }

  function saveLimits() {
    clearTimeout(timer);
    if (!unsaved.size) return;
    const { threshold, margin } = store.limits;
    const limits = [...unsaved].map((i) => [store.labels[i].name, { threshold: threshold[i], margin: margin[i] }]);
    unsaved.clear();
    saving = saving
      .then(() => post("/api/thresholds", { labels: Object.fromEntries(limits) }))
      .catch((error) => tell(`Not saved: ${error.message}`, { isError: true }));
  }

  function undo() {
    const step = history.undo();
    if (!step) return tell("There is nothing to undo");
    apply(step);
    return tell(`Undone: ${step.words}`);
  }

  function redo() {
    const step = history.redo();
    if (!step) return tell("There is nothing to do again");
    apply(step);
    return tell(step.words, { undo });
  }

  return {
    say,
    setLimits,
    undo,
    redo,
    /** Show pictures. @param {Partial<Pick<import("./store.js").Store, "filter"|"sort"|"tab">>} view */
    show(view) {
      Object.assign(store, { isDim: null }, view);
      store.selected.clear();
      store.emit("view");
    },
    /** Wait until the server knows everything. */
    settled() {
      saveLimits();
      return saving;
    },
    /** Forget the steps: pictures were moved or judged anew. */
    forgetSteps: history.clear,
    get canUndo() {
      return history.canUndo;
    },
    get canRedo() {
      return history.canRedo;
    },
  };
}

/** @typedef {ReturnType<typeof createActions>} Actions */
