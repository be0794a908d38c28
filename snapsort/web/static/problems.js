/** Files that could not be read: they are named here and stay where they are. */

import { el } from "./dom.js";

/** @param {{path: string, reason: string}[]} problems */
export function listProblems(problems) {
  if (!problems.length) return el("p", { class: "empty", text: "Every picture could be read." });
  const rows = problems.map(({ path, reason }) => el("li", {}, el("b", { text: path }), el("span", { text: reason })));
  return el("ul", { class: "problem-list" }, ...rows);
}
