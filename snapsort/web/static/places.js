/**
 * Where each picture ends, by the server's own rules: what was said, where it lies, what is sure enough.
 * Pure, and O(n) over typed arrays, so that a slider can ask for it in every frame.
 */

/** The place of a picture that no label is sure enough of. */
export const UNDECIDED = -1;

/** Why a picture has its place. */
export const Reason = Object.freeze({
  SAID: 0,
  HERE: 1,
  SURE: 2,
  NEGATIVE: 3,
  BELOW_THRESHOLD: 4,
  BELOW_MARGIN: 5,
});

/**
 * The likeliest and the second likeliest label of each picture; of equals, the earlier one.
 * @typedef {{best: Int16Array, second: Int16Array, highest: Float32Array, next: Float32Array}} Ranked
 *
 * @param {Float32Array} probabilities (n, k), row after row
 * @param {number} n
 * @param {number} k at least two
 * @returns {Ranked}
 */
export function rankLabels(probabilities, n, k) {
  const best = new Int16Array(n);
  const second = new Int16Array(n);
  const highest = new Float32Array(n);
  const next = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const row = i * k;
    let first = 0;
    let other = -1;
    for (let j = 1; j < k; j++) {
      const p = probabilities[row + j];
      if (p > probabilities[row + first]) {
        other = first;
        first = j;
      } else if (other < 0 || p > probabilities[row + other]) {
        other = j;
      }
    }
    best[i] = first;
    second[i] = other;
    highest[i] = probabilities[row + first];
    next[i] = probabilities[row + other];
  }
  return { best, second, highest, next };
}

/**
 * The limits of each label, in session order.
 * @typedef {{negative: Uint8Array, threshold: Float64Array, margin: Float64Array}} Limits
 * @typedef {{place: Int16Array, reason: Uint8Array}} Places
 *
 * @param {Ranked} ranked
 * @param {{said: Int16Array, here: Int16Array}} known label indices, -1 for none
 * @param {Limits} limits
 * @returns {Places} place: a label's index (of a negative: stays), or UNDECIDED
 */
export function findPlaces(ranked, known, limits) {
  const n = ranked.best.length;
  const place = new Int16Array(n);
  const reason = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    if (known.said[i] >= 0) {
      place[i] = known.said[i];
      reason[i] = Reason.SAID;
    } else if (known.here[i] >= 0) {
      place[i] = known.here[i];
      reason[i] = Reason.HERE;
    } else {
      reason[i] = judge(ranked, i, limits);
      place[i] = reason[i] <= Reason.NEGATIVE ? ranked.best[i] : UNDECIDED;
    }
  }
  return { place, reason };
}

/**
 * Whether a picture changes folder: it goes to one where it does not lie, or back out of one.
 * @param {number} place
 * @param {number} here
 * @param {Limits} limits
 */
export function isMove(place, here, limits) {
  if (place === UNDECIDED) return false;
  return limits.negative[place] ? here >= 0 : place !== here;
}

function judge(ranked, i, limits) {
  const label = ranked.best[i];
  if (limits.negative[label]) return Reason.NEGATIVE;
  if (!(ranked.highest[i] >= limits.threshold[label])) return Reason.BELOW_THRESHOLD;
  return ranked.highest[i] - ranked.next[i] >= limits.margin[label] ? Reason.SURE : Reason.BELOW_MARGIN;
}
