/** How alike is alike enough: each model has a scale of its own, so the similarities themselves must say. Pure. */

const LOOKED_AT = 40;

/**
 * A limit in the widest gap among the most similar, so that at least one picture is above it.
 * @param {number[]} similarity falling
 * @returns {number} 1 for none
 */
export function chooseLimit(similarity) {
  let limit = similarity.length ? similarity.at(-1) : 1;
  let widest = 0;
  for (let i = 1; i < Math.min(similarity.length, LOOKED_AT); i++) {
    const gap = similarity[i - 1] - similarity[i];
    if (gap > widest) [widest, limit] = [gap, (similarity[i - 1] + similarity[i]) / 2];
  }
  return limit;
}
