/**
 * The gallery: rows of pictures under headings, of which only those near the window are in the page.
 * It draws what it is given and says what was pressed; it knows nothing of labels.
 */

import { el } from "./dom.js";
import { findBeside, findRows, layOutRows, rowOf } from "./rows.js";
import { createTile } from "./tile.js";

const AHEAD_PX = 600; // drawn beyond the window, so that scrolling finds pictures there
const SETTLE_MS = 90; // pictures flying by faster than this are not loaded
const FAST_PX = 1800; // a frame's scrolling that counts as flying by

/**
 * @typedef {object} GridParts
 * @property {(picture: number, section: import("./sections.js").Section) => import("./tile.js").TileView} view
 * @property {(section: import("./sections.js").Section) => Node} heading
 * @property {(picture: number, height: number) => string} source the address of a small picture
 * @property {() => Float32Array} aspects
 *
 * @param {HTMLElement} scroller
 * @param {GridParts} parts
 */
export function createGrid(scroller, parts) {
  const headings = el("div", { class: "headings" });
  const list = el("div", {
    class: "tiles",
    id: "pictures",
    role: "listbox",
    tabIndex: 0,
    "aria-label": "Pictures",
    "aria-multiselectable": "true",
  });
  const canvas = el("div", { class: "canvas" }, headings, list);
  scroller.append(canvas);

  /** @type {Map<number, import("./tile.js").Tile>} by position */
  const drawn = new Map();
  /** @type {import("./tile.js").Tile[]} */
  const spare = [];
  let sections = [];
  let rowHeight = 170;
  let layout = layOutRows([], new Float32Array(0), shape());
  let position = new Int32Array(0);
  let frame = 0;
  let lastTop = 0;
  let settling = 0;
  let isFast = false;

  scroller.addEventListener("scroll", request, { passive: true });
  new ResizeObserver(() => layOut()).observe(scroller);

  function shape() {
    const isNarrow = scroller.clientWidth < 600;
    const height = isNarrow ? Math.min(rowHeight, 118) : rowHeight;
    const inset = parseFloat(getComputedStyle(canvas).marginLeft) * 2;
    const caption = parseFloat(getComputedStyle(list).getPropertyValue("--caption")) + 2;
    return { width: scroller.clientWidth - inset, height, gap: isNarrow ? 4 : 8, caption, heading: 48 };
  }

  function layOut() {
    const anchor = findAnchor();
    layout = layOutRows(sections, parts.aspects(), shape());
    position = new Int32Array(parts.aspects().length).fill(-1);
    for (let i = 0; i < layout.pictures.length; i++) position[layout.pictures[i]] = i;
    canvas.style.height = `${layout.total}px`;
    drawHeadings();
    for (const at of [...drawn.keys()]) release(at);
    if (anchor) keepInPlace(anchor);
    draw();
  }

  /** A picture that the eye may rest on: the current one if it is in sight, else the first. */
  function findAnchor() {
    if (!layout.pictures.length || !scroller.clientHeight) return null;
    const current = list.getAttribute("aria-activedescendant")?.slice("picture-".length);
    const seen = findRows(layout, scroller.scrollTop, scroller.scrollTop + scroller.clientHeight);
    const at = current ? position[Number(current)] : -1;
    const row = at >= 0 ? rowOf(layout, at) : -1;
    const isInSight = row >= seen.first && row < seen.end;
    const anchorRow = isInSight ? row : Math.min(seen.first + 1, layout.rowTop.length - 1);
    const picture = isInSight ? Number(current) : layout.pictures[layout.rowFirst[anchorRow]];
    return { picture, offset: layout.rowTop[anchorRow] - scroller.scrollTop };
  }

  function keepInPlace({ picture, offset }) {
    const at = position[picture] ?? -1;
    if (at >= 0 && scroller.scrollTop > 0) scroller.scrollTop = layout.rowTop[rowOf(layout, at)] - offset;
  }

  function drawHeadings() {
    headings.replaceChildren(
      ...layout.headings.map(({ top, section }, i) => {
        const end = layout.headings[i + 1]?.top ?? layout.total;
        const region = el("div", { class: "section" }, parts.heading(section));
        region.style.top = `${top}px`;
        region.style.height = `${end - top}px`;
        return region;
      }),
    );
  }

  function request() {
    if (!frame) frame = requestAnimationFrame(onFrame);
  }

  function onFrame() {
    frame = 0;
    isFast = Math.abs(scroller.scrollTop - lastTop) > FAST_PX;
    lastTop = scroller.scrollTop;
    if (isFast) {
      clearTimeout(settling);
      settling = setTimeout(() => {
        isFast = false;
        draw();
      }, SETTLE_MS);
    }
    draw();
  }

  function draw() {
    const rows = findRows(layout, scroller.scrollTop - AHEAD_PX, scroller.scrollTop + scroller.clientHeight + AHEAD_PX);
    const first = layout.rowFirst[rows.first] ?? 0;
    const end = layout.rowFirst[rows.end] ?? layout.pictures.length;
    for (const at of drawn.keys()) if (at < first || at >= end) release(at);
    for (let row = rows.first; row < rows.end; row++) drawRow(row);
  }

  function drawRow(row) {
    const height = layout.rowHeight[row];
    for (let at = layout.rowFirst[row]; at < layout.rowFirst[row + 1]; at++) {
      let tile = drawn.get(at);
      if (!tile) {
        tile = spare.pop() ?? createTile();
        drawn.set(at, tile);
        tile.place(layout.left[at], layout.rowTop[row], layout.widths[at], height, parts.aspects()[layout.pictures[at]] > 0);
        showTile(tile, at);
        if (!tile.element.isConnected) list.append(tile.element);
        tile.element.hidden = false;
      }
      if (!isFast) tile.setPicture(parts.source(layout.pictures[at], height));
    }
  }

  function showTile(tile, at) {
    tile.show(parts.view(layout.pictures[at], sectionOf(at)));
    tile.element.setAttribute("aria-setsize", layout.pictures.length);
    tile.element.setAttribute("aria-posinset", at + 1);
  }

  function sectionOf(at) {
    return layout.headings.findLast(({ first }) => first <= at).section;
  }

  function release(at) {
    const tile = drawn.get(at);
    drawn.delete(at);
    tile.setPicture("");
    tile.element.hidden = true;
    tile.element.removeAttribute("id");
    spare.push(tile);
  }

  return {
    list,
    /** Show other pictures, from the top unless the same ones are only arranged anew. */
    show(newSections, { isSame = false } = {}) {
      if (!isSame) {
        sections = [];
        layout = layOutRows([], parts.aspects(), shape());
        scroller.scrollTop = 0;
      }
      sections = newSections;
      layOut();
    },
    /** Draw the visible tiles anew: something about them changed. */
    update() {
      for (const [at, tile] of drawn) showTile(tile, at);
    },
    /** Say which picture is the current one to assistive technology, and bring it into sight. */
    setCurrent(picture, { isScrolling = true } = {}) {
      const at = position[picture] ?? -1;
      if (at >= 0 && isScrolling) this.reveal(picture);
      if (at >= 0 && drawn.has(at)) list.setAttribute("aria-activedescendant", `picture-${picture}`);
      else list.removeAttribute("aria-activedescendant");
    },
    /** Scroll no further than it takes to see a picture. */
    reveal(picture) {
      const row = rowOf(layout, position[picture]);
      const top = layout.rowTop[row] - 56; // below the heading, which sticks to the top
      const bottom = layout.rowTop[row] + layout.rowHeight[row] + 32;
      if (top < scroller.scrollTop) scroller.scrollTop = Math.max(0, top < 60 ? 0 : top);
      else if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
      draw();
    },
    /** The picture so many tiles further, or so many rows. */
    step(picture, { tiles = 0, rows = 0 }) {
      const last = layout.pictures.length - 1;
      if (last < 0) return -1;
      const at = position[picture] ?? -1;
      if (at < 0) return layout.pictures[firstInSight()];
      const to = rows ? findBeside(layout, at, rows) : Math.min(Math.max(at + tiles, 0), last);
      return layout.pictures[to];
    },
    /** How many rows a page has. */
    get pageRows() {
      return Math.max(1, Math.floor(scroller.clientHeight / (shape().height + 32)));
    },
    /** Pictures by position, and positions by picture (-1: not shown). */
    get shown() {
      return { pictures: layout.pictures, position };
    },
    get rowHeight() {
      return rowHeight;
    },
    /** How large pictures are drawn. @param {number} height px */
    setRowHeight(height) {
      rowHeight = Math.min(Math.max(height, 90), 420);
      layOut();
    },
  };

  function firstInSight() {
    const { first } = findRows(layout, scroller.scrollTop, scroller.scrollTop + scroller.clientHeight);
    return layout.rowFirst[Math.min(first, layout.rowTop.length - 1)];
  }
}

/** @typedef {ReturnType<typeof createGrid>} Grid */
