/** What the page says of a picture and of a heading, from what the store knows. */

import { fileName } from "./orders.js";
import { UNDECIDED, isMove } from "./places.js";
import { count, fateWords, number, percent, reasonWords } from "./words.js";

/** The likeliest labels of a picture. @param {import("./store.js").Store} store @param {number} picture @param {number} most */
export function likeliest(store, picture, most) {
  const row = store.probabilities.subarray(picture * store.k, (picture + 1) * store.k);
  return Array.from(row, (probability, label) => ({ label, probability }))
    .sort((a, b) => b.probability - a.probability || a.label - b.label)
    .slice(0, most);
}

/** Name, fate and reason of a picture in words. @param {import("./store.js").Store} store @param {number} picture */
export function describePicture(store, picture) {
  const { ranked, places, known, labels, limits } = store;
  const best = ranked.best[picture];
  const { threshold, margin } = limits;
  return {
    name: fileName(store.paths[picture]),
    path: store.paths[picture],
    first: `${labels[best].name} ${percent(ranked.highest[picture])}`,
    second: `${labels[ranked.second[picture]].name} ${percent(ranked.next[picture])}`,
    fate: fateWords(places.place[picture], known.here[picture], labels, limits),
    reason: reasonWords(places.reason[picture], {
      label: labels[best].name,
      threshold: threshold[best],
      margin: margin[best],
    }),
  };
}

/** What assistive technology reads for a picture. */
export function speakPicture(store, picture) {
  const { name, first, second, fate, reason } = describePicture(store, picture);
  return `${name}: ${first}, then ${second}; ${fate}, ${reason}`;
}

/** A tile. @param {import("./store.js").Store} store @param {number} picture @param {import("./sections.js").Section} section */
export function viewTile(store, picture, section) {
  const { ranked, labels, known } = store;
  const best = ranked.best[picture];
  const isOwn = section.label === best && section.kind !== "said";
  const runnerUp = `${labels[ranked.second[picture]].name} ${percent(ranked.next[picture])}`;
  return {
    picture,
    name: speakPicture(store, picture),
    file: fileName(store.paths[picture]),
    path: store.paths[picture],
    main: percent(ranked.highest[picture]),
    second: isOwn ? runnerUp : `${labels[best].name} · ${runnerUp}`,
    tag: findTag(store, picture, section),
    isSelected: store.selected.has(picture),
    isCurrent: store.cursor === picture,
    isDim: store.isDim?.(picture) ?? false,
    isSaid: known.said[picture] >= 0,
  };
}

/** What is said of a picture now, when it is no longer what its heading says; else null. */
function findNewTag({ known, labels, colors }, picture, section) {
  const said = known.said[picture];
  if (said === section.label) return null;
  return said < 0 ? { name: "taken back", color: "" } : { name: labels[said].name, color: colors[said] };
}

/** Where a picture goes, when its heading does not say so; else null. */
export function findTag(store, picture, section) {
  const { places, known, limits, labels, colors } = store;
  const place = places.place[picture];
  if (section.kind === "said") return findNewTag(store, picture, section);
  if (place === UNDECIDED) return section.kind === "goes" ? { name: "stays", color: "" } : null;
  if (section.label === place && section.kind !== "likely") return null;
  const isGoing = isMove(place, known.here[picture], limits);
  if (!isGoing && known.said[picture] < 0) return null;
  return { name: labels[place].name, color: colors[place] };
}

/**
 * A heading in words: title and what is said beside it.
 * @param {import("./store.js").Store} store
 * @param {import("./sections.js").Section} section
 * @param {number} [n] how many of its pictures belong there
 */
export function describeSection(store, section, n = section.pictures.length) {
  const name = store.labels[section.label]?.name ?? "";
  switch (section.kind) {
    case "goes":
      return store.limits.negative[section.label]
        ? { title: `Out of their folders: ${name}`, note: `${count(n)} go back up` }
        : { title: name, note: n === 1 ? "1 goes there" : `${number(n)} go there` };
    case "here":
      return { title: name, note: `${count(n)} in place already` };
    case "stays":
      return { title: name, note: n === 1 ? "1 stays where it is" : `${number(n)} stay where they are` };
    case "likely":
      return { title: `Perhaps ${name}`, note: `${count(n)}, not sure enough` };
    case "said":
      return { title: name, note: `${count(n)}, said by you` };
    case "list":
      return { title: section.title ?? "", note: section.note ?? count(n) };
    case "rest":
      return { title: "Less like it", note: count(n) };
    default:
      return { title: "Not sure", note: `${count(n)}, ${n === 1 ? "stays where it is" : "stay where they are"}` };
  }
}
