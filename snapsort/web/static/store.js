/** Everything the page knows, in one place, and who wants to hear of changes. */

import { countPlaces, makeHistograms } from "./counts.js";
import { chooseKeys } from "./keymap.js";
import { PALETTE } from "./map-colors.js";
import { makeOrder } from "./orders.js";
import { findPlaces, rankLabels } from "./places.js";

export const HISTOGRAM_BINS = 40;
const STAYS_COLOR = "#8a8f98";
const COLORS = [...PALETTE, "#6366f1", "#84cc16", "#0ea5a0", "#d946ef", "#f43f5e", "#7c8b2f"];

/**
 * What changed: `data` pictures or probabilities were loaded; `places` something was said or a limit moved;
 * `view` other pictures or another order are wanted; `cursor` the current picture or the selection;
 * `dim` which pictures of the view are in question; `likeness` likes can be put beside likes from now on.
 * @typedef {"data"|"places"|"view"|"cursor"|"dim"|"likeness"} Topic
 */

/** An empty store. */
export function createStore() {
  /** @type {Map<Topic, Set<() => void>>} */
  const listeners = new Map();
  const orders = new Map();
  /** @type {Map<string, number[]>|null} */
  let copies = null;
  const store = {
    session: null,
    n: 0,
    k: 0,
    labels: [],
    colors: [],
    keys: [],
    /** @type {import("./places.js").Limits} */
    limits: { negative: new Uint8Array(0), threshold: new Float64Array(0), margin: new Float64Array(0) },
    paths: [],
    hashes: [],
    times: [],
    widths: [],
    heights: [],
    companions: [],
    aspects: new Float32Array(0),
    known: { said: new Int16Array(0), here: new Int16Array(0) },
    probabilities: new Float32Array(0),
    ranked: null,
    /** @type {Uint32Array|null} */
    likeness: null,
    places: null,
    counts: null,
    /** @type {import("./sections.js").Filter} */
    filter: { kind: "all" },
    /** @type {import("./orders.js").Sort} */
    sort: "likeness",
    tab: "pictures",
    cursor: -1,
    /** @type {Set<number>} */
    selected: new Set(),
    /** Whether a picture is out of the question for now, and drawn pale. @type {((picture: number) => boolean)|null} */
    isDim: null,

    /** @param {Topic} topic @param {() => void} listen */
    on(topic, listen) {
      if (!listeners.has(topic)) listeners.set(topic, new Set());
      listeners.get(topic).add(listen);
    },
    /** @param {Topic} topic */
    emit(topic) {
      for (const listen of listeners.get(topic) ?? []) listen();
    },
    /** Take over what the server sent. @param {Uint32Array|null} likeness null: not found yet */
    load(session, pictures, probabilities, likeness) {
      Object.assign(store, readSession(session), readPictures(pictures));
      Object.assign(store, { session, probabilities, likeness });
      store.ranked = rankLabels(probabilities, store.n, store.k);
      orders.clear();
      copies = null;
      store.selected.clear();
      store.cursor = -1;
      recompute();
      store.emit("data");
    },
    /** Likes beside likes, when the server has found out. @param {Uint32Array|null} likeness null: it could not */
    setLikeness(likeness) {
      store.likeness = likeness;
      orders.delete("likeness");
      store.emit("likeness");
    },
    /** Places and counts anew, after something was said or a limit moved. */
    refresh() {
      recompute();
      store.emit("places");
    },
    /** All pictures in the order that is wanted now. */
    order() {
      if (!orders.has(store.sort)) {
        const { likeness, ranked, paths, times } = store;
        orders.set(store.sort, makeOrder(store.sort, { likeness, highest: ranked.highest, paths, times }));
      }
      return orders.get(store.sort);
    },
    /** The spread of probabilities, a label each. */
    histograms() {
      return makeHistograms(store.ranked, store.known, store.k, HISTOGRAM_BINS);
    },
    /** The address of a small picture. @param {number} picture @param {160|320|640} size */
    thumbnail(picture, size) {
      return `/thumb/${picture}?v=${store.hashes[picture]}&size=${size}`;
    },
    /** These pictures and all that have the same content: what is said of one holds for all. @param {number[]} pictures */
    withCopies(pictures) {
      copies ??= findCopies(store.hashes);
      const contents = new Set(pictures.map((picture) => store.hashes[picture])); // each once, however many copies
      const alone = pictures.filter((picture) => !copies.has(store.hashes[picture]));
      return [...alone, ...[...contents].flatMap((content) => copies.get(content) ?? [])];
    },
    /** The pictures that an action is about: the selected ones, else the current one. @returns {number[]} */
    targets() {
      if (store.selected.size) return [...store.selected];
      return store.cursor >= 0 ? [store.cursor] : [];
    },
  };

  function recompute() {
    store.places = findPlaces(store.ranked, store.known, store.limits);
    store.counts = countPlaces(store.ranked, store.places, store.known, store.limits);
  }
  return store;
}

/** @typedef {ReturnType<typeof createStore>} Store */

/** Pictures by content, where there is more than one. */
function findCopies(hashes) {
  const found = new Map();
  hashes.forEach((hash, picture) => {
    if (found.has(hash)) found.get(hash).push(picture);
    else found.set(hash, [picture]);
  });
  for (const [hash, pictures] of found) if (pictures.length === 1) found.delete(hash);
  return found;
}

function readSession(session) {
  const { labels } = session;
  return {
    labels,
    k: labels.length,
    keys: chooseKeys(labels),
    colors: labels.map((label, i) => (label.negative ? STAYS_COLOR : COLORS[i % COLORS.length])),
    limits: {
      negative: Uint8Array.from(labels, (label) => Number(label.negative)),
      threshold: Float64Array.from(labels, (label) => label.threshold),
      margin: Float64Array.from(labels, (label) => label.margin),
    },
  };
}

function readPictures(columns) {
  const { paths, hashes, times, widths, heights, companions } = columns;
  return {
    n: paths.length,
    paths,
    hashes,
    times,
    widths,
    heights,
    companions,
    aspects: Float32Array.from(widths, (width, i) => (width && heights[i] ? width / heights[i] : 0)),
    known: { said: Int16Array.from(columns.said), here: Int16Array.from(columns.here) },
  };
}
