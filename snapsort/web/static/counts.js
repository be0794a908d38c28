/** How many pictures move, stay and are probably wrong, label by label. Pure, O(n). */

import { Reason, UNDECIDED, isMove } from "./places.js";

/**
 * @typedef {object} Counts
 * @property {Int32Array} at (k,) pictures whose place is this label
 * @property {Int32Array} moves (k,) those among them that change folder
 * @property {Int32Array} stays (k,) likeliest this label, but not sure enough
 * @property {Float64Array} wrong (k,) expected errors among what the probabilities alone move
 * @property {number} undecided
 * @property {number} changed something was said of them
 * @property {number} moved all that change folder
 *
 * @param {import("./places.js").Ranked} ranked
 * @param {import("./places.js").Places} places
 * @param {{here: Int16Array}} known
 * @param {import("./places.js").Limits} limits
 * @returns {Counts}
 */
export function countPlaces(ranked, places, known, limits) {
  const k = limits.negative.length;
  const counts = {
    at: new Int32Array(k),
    moves: new Int32Array(k),
    stays: new Int32Array(k),
    wrong: new Float64Array(k),
    undecided: 0,
    changed: 0,
    moved: 0,
  };
  for (let i = 0; i < places.place.length; i++) {
    const place = places.place[i];
    if (places.reason[i] === Reason.SAID) counts.changed++;
    if (place === UNDECIDED) {
      counts.undecided++;
      counts.stays[ranked.best[i]]++;
      continue;
    }
    counts.at[place]++;
    if (!isMove(place, known.here[i], limits)) continue;
    counts.moves[place]++;
    counts.moved++;
    if (places.reason[i] === Reason.SURE) counts.wrong[place] += 1 - ranked.highest[i];
  }
  return counts;
}

/**
 * How the probabilities of the open pictures that a label wins are spread, in bins from 0 to 1.
 * @param {import("./places.js").Ranked} ranked
 * @param {{said: Int16Array, here: Int16Array}} known
 * @param {number} k labels
 * @param {number} bins
 * @returns {Int32Array[]} a label each, (bins,)
 */
export function makeHistograms(ranked, known, k, bins) {
  const histograms = Array.from({ length: k }, () => new Int32Array(bins));
  for (let i = 0; i < ranked.best.length; i++) {
    if (known.said[i] >= 0 || known.here[i] >= 0) continue;
    const bin = Math.min(bins - 1, Math.floor(ranked.highest[i] * bins));
    histograms[ranked.best[i]][bin]++;
  }
  return histograms;
}
