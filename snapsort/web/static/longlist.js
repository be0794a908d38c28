/** A list of any length, of which only what is in sight is in the page. All its rows have one height. */

import { el } from "./dom.js";

/**
 * @param {number} length
 * @param {number} rowHeight px
 * @param {(i: number) => HTMLElement} makeRow
 * @param {string} name read aloud
 */
export function createLongList(length, rowHeight, makeRow, name) {
  const canvas = el("ul", { class: "long-canvas" });
  const element = el("div", { class: "long", tabIndex: 0, role: "region", "aria-label": name }, canvas);
  const drawn = new Map();
  canvas.style.height = `${length * rowHeight}px`;

  function draw() {
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - 5);
    const end = Math.min(length, Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + 5);
    for (const [i, row] of drawn) {
      if (i >= first && i < end) continue;
      row.remove();
      drawn.delete(i);
    }
    for (let i = first; i < end; i++) if (!drawn.has(i)) add(i);
  }

  function add(i) {
    const row = el("li", { class: "long-row", "aria-setsize": String(length), "aria-posinset": String(i + 1) }, makeRow(i));
    row.style.transform = `translateY(${i * rowHeight}px)`;
    drawn.set(i, row);
    const after = [...drawn.keys()].filter((other) => other > i).sort((a, b) => a - b)[0];
    canvas.insertBefore(row, drawn.get(after) ?? null);
  }

  element.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(draw).observe(element);
  return element;
}
