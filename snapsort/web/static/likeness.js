/** How alike is alike enough, and how much of a ranked list is an answer. Pure. */

/** From this cosine on two pictures are nearly the same: the same scene, another shot of a burst, an edited copy. */
export const NEARLY_THE_SAME = 0.97;

const MOST_HITS = 60;
const SHARE_OF_FOLDER = 4; // a ranking always ends with the whole folder, of which most is no answer

/**
 * The best of a ranked list, and the others, so that whoever takes all of the best does not take the folder.
 * @param {number[]} ranked best first
 * @param {number} n pictures in the folder
 * @returns {{best: number[], rest: number[]}}
 */
export function cutRanked(ranked, n) {
  const most = Math.min(MOST_HITS, Math.ceil(n / SHARE_OF_FOLDER));
  return { best: ranked.slice(0, most), rest: ranked.slice(most) };
}
