/** Which pictures a view shows, under which headings, in which order. Pure, O(n) once the order is known. */

import { Reason, UNDECIDED, isMove } from "./places.js";

/**
 * @typedef {{kind: "all"|"undecided"|"changed"} | {kind: "folder", label: number}
 *   | List} Filter
 * @typedef {object} List
 * @property {"list"} kind
 * @property {string} title
 * @property {string} [note] beside the title; else how many they are
 * @property {ArrayLike<number>} pictures
 * @property {ArrayLike<number>} [rest] shown below, but no part of the answer
 * @property {boolean} [isPending] more are on their way
 * @typedef {{kind: "goes"|"here"|"stays"|"likely"|"undecided"|"said"|"list"|"rest", label: number, title?: string, note?: string}} Heading
 * @typedef {Heading & {pictures: Uint32Array}} Section
 *
 * @param {Filter} filter
 * @param {Uint32Array} order all pictures in the order that is wanted
 * @param {{ranked: import("./places.js").Ranked, places: import("./places.js").Places,
 *          here: Int16Array, limits: import("./places.js").Limits}} data
 * @returns {Section[]} none is empty
 */
export function makeSections(filter, order, data) {
  if (filter.kind === "list") {
    const { title, note, pictures, rest = [] } = filter;
    return [
      { kind: "list", label: -1, title, note, pictures: Uint32Array.from(pictures) },
      { kind: "rest", label: -1, pictures: Uint32Array.from(rest) },
    ].filter((section) => section.pictures.length > 0);
  }
  const head = HEADS[filter.kind];
  const k = data.limits.negative.length;
  const found = new Map();
  for (const picture of order) {
    const heading = head(picture, data, filter);
    if (!heading) continue;
    const rank = KINDS.indexOf(heading.kind) * (k + 1) + heading.label + 1;
    if (!found.has(rank)) found.set(rank, { ...heading, pictures: [] });
    found.get(rank).pictures.push(picture);
  }
  return [...found.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, section]) => ({ ...section, pictures: Uint32Array.from(section.pictures) }));
}

const KINDS = ["said", "goes", "undecided", "likely", "here", "stays"];

const HEADS = {
  all(picture, { places, here, limits }) {
    const place = places.place[picture];
    if (place === UNDECIDED) return { kind: "undecided", label: -1 };
    if (isMove(place, here[picture], limits)) return { kind: "goes", label: place };
    return { kind: limits.negative[place] ? "stays" : "here", label: place };
  },
  undecided(picture, { places, ranked }) {
    return places.place[picture] === UNDECIDED ? { kind: "likely", label: ranked.best[picture] } : null;
  },
  changed(picture, { places }) {
    const isSaid = places.reason[picture] === Reason.SAID;
    return isSaid ? { kind: "said", label: places.place[picture] } : null;
  },
  folder(picture, data, { label }) {
    const place = data.places.place[picture];
    if (place === label) return HEADS.all(picture, data);
    const isLikely = place === UNDECIDED && data.ranked.best[picture] === label;
    return isLikely ? { kind: "likely", label } : null;
  },
};
