/** The pictures between two labels: both are their likeliest, in either order. Pure. */

/**
 * @typedef {{pictures: Uint32Array, shares: Float32Array}} Between
 *   in order of share: 0 is surely the one label, 1 surely the other
 *
 * @param {Float32Array} probabilities (n, k)
 * @param {import("./places.js").Ranked} ranked
 * @param {{one: number, other: number, k: number}} pair label indices
 * @returns {Between}
 */
export function findBetween(probabilities, ranked, pair) {
  const { one, other, k } = pair;
  const found = [];
  for (let i = 0; i < ranked.best.length; i++) {
    const isPair =
      (ranked.best[i] === one && ranked.second[i] === other) ||
      (ranked.best[i] === other && ranked.second[i] === one);
    if (isPair) found.push(i);
  }
  const share = (i) => probabilities[i * k + other] / (probabilities[i * k + one] + probabilities[i * k + other]);
  found.sort((a, b) => share(a) - share(b) || a - b);
  return { pictures: Uint32Array.from(found), shares: Float32Array.from(found, share) };
}

/**
 * Those whose share lies between two bounds, both included.
 * @param {Between} between
 * @param {number} least
 * @param {number} most
 * @returns {Uint32Array}
 */
export function cutBetween(between, least, most) {
  const first = between.shares.findIndex((share) => share >= least);
  if (first < 0) return new Uint32Array(0);
  let end = between.shares.length;
  while (end > first && between.shares[end - 1] > most) end--;
  return between.pictures.slice(first, end);
}

/**
 * The two labels that most pictures lie between.
 * @param {import("./places.js").Ranked} ranked
 * @param {number} k
 * @returns {[number, number]}
 */
export function busiestPair(ranked, k) {
  const counts = new Int32Array(k * k);
  for (let i = 0; i < ranked.best.length; i++) {
    const low = Math.min(ranked.best[i], ranked.second[i]);
    counts[low * k + Math.max(ranked.best[i], ranked.second[i])]++;
  }
  let busiest = 1; // the labels 0 and 1
  for (let pair = 0; pair < counts.length; pair++) if (counts[pair] > counts[busiest]) busiest = pair;
  return [Math.floor(busiest / k), busiest % k];
}
