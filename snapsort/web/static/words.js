/** Numbers and reasons in words. Pure. */

import { Reason, isMove } from "./places.js";

/** "93 %", "<1 %", ">99 %", unbreakable: never surer than it is. @param {number} share */
export function percent(share) {
  if (share > 0 && share < 0.01) return "<1\u00a0%";
  if (share < 1 && share > 0.99) return ">99\u00a0%";
  return `${Math.round(share * 100)}\u00a0%`;
}

/** "1 picture", "1,204 pictures". @param {number} n @param {string} [thing] */
export function count(n, thing = "picture") {
  return `${number(n)} ${n === 1 ? thing : `${thing}s`}`;
}

const NUMBERS = new Intl.NumberFormat("en-US"); // making one takes longer than a hundred uses

/** "1,204". @param {number} n */
export function number(n) {
  return NUMBERS.format(n);
}

const VERBS = {
  move: { act: "Move", done: "moved" },
  copy: { act: "Copy", done: "copied" },
  hardlink: { act: "Link", done: "linked" },
  symlink: { act: "Link", done: "linked" },
};

/** What is done to files: "Move" and "moved". @param {string} mode */
export function verbs(mode) {
  return VERBS[mode] ?? VERBS.move;
}

/** Expected errors: "none", "≈0.4", "≈12". @param {number} expected */
export function expectedErrors(expected) {
  if (expected < 0.05) return "≈0";
  return `≈${expected < 10 ? expected.toFixed(1) : number(Math.round(expected))}`;
}

/**
 * Why a picture goes or stays, as a clause.
 * @param {number} reason
 * @param {{label: string, threshold: number, margin: number}} of the likeliest label and its limits
 */
export function reasonWords(reason, { label, threshold, margin }) {
  switch (reason) {
    case Reason.SAID:
      return "you said so";
    case Reason.HERE:
      return "it lies there already";
    case Reason.SURE:
      return `at least ${percent(threshold)} sure`;
    case Reason.NEGATIVE:
      return `${label} pictures stay where they are`;
    case Reason.BELOW_THRESHOLD:
      return `less than ${percent(threshold)} sure`;
    default:
      return `less than ${percent(margin)} ahead of the second`;
  }
}

/**
 * What will happen to a picture: "goes to receipts", "stays".
 * @param {number} place
 * @param {number} here
 * @param {{name: string, folder: string|null}[]} labels
 * @param {import("./places.js").Limits} limits
 */
export function fateWords(place, here, labels, limits) {
  if (!isMove(place, here, limits)) return here >= 0 ? `stays in ${labels[here].folder}` : "stays where it is";
  return limits.negative[place] ? `goes back out of ${labels[here].folder}` : `goes to ${labels[place].folder}`;
}
