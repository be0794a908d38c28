/**
 * Rows of pictures of one height and full width, as on a light table, under headings. Pure, O(n).
 * Only numbers: the gallery asks which tiles lie between two heights and puts those into the page.
 */

const NARROWEST = 0.45; // a phone's screenshot; anything longer is shown by its middle
const WIDEST = 2.4;

/**
 * @typedef {object} Shape
 * @property {number} width of the gallery, px
 * @property {number} height wanted of a picture, px
 * @property {number} gap px
 * @property {number} caption height under a picture, px
 * @property {number} heading height of a heading, px
 *
 * @typedef {object} Layout
 * @property {Uint32Array} pictures by position
 * @property {Float32Array} left by position, px
 * @property {Float32Array} widths by position, px
 * @property {Float64Array} rowTop px
 * @property {Float32Array} rowHeight of its pictures, px
 * @property {Uint32Array} rowFirst first position of each row, and at the end their number
 * @property {{top: number, first: number, end: number, section: import("./sections.js").Section}[]} headings
 * @property {number} total height, px
 *
 * @param {import("./sections.js").Section[]} sections
 * @param {Float32Array} aspects width / height by picture, 0 where unknown
 * @param {Shape} shape
 * @returns {Layout}
 */
export function layOutRows(sections, aspects, shape) {
  const count = sections.reduce((sum, section) => sum + section.pictures.length, 0);
  const pictures = new Uint32Array(count);
  const left = new Float32Array(count);
  const widths = new Float32Array(count);
  const rows = { top: [], height: [], first: [] };
  const headings = [];
  let top = 0;
  let position = 0;
  for (const section of sections) {
    headings.push({ top, first: position, end: position + section.pictures.length, section });
    top += shape.heading;
    pictures.set(section.pictures, position);
    const end = position + section.pictures.length;
    while (position < end) {
      const row = fillRow(pictures, position, end, aspects, shape);
      placeRow(pictures, position, row, { left, widths, aspects, gap: shape.gap });
      rows.top.push(top);
      rows.height.push(row.height);
      rows.first.push(position);
      top += row.height + shape.caption + shape.gap;
      position += row.count;
    }
  }
  rows.first.push(count);
  return {
    pictures,
    left,
    widths,
    rowTop: Float64Array.from(rows.top),
    rowHeight: Float32Array.from(rows.height),
    rowFirst: Uint32Array.from(rows.first),
    headings,
    total: top,
  };
}

/**
 * The rows that touch the heights from `top` to `bottom`.
 * @param {Layout} layout
 * @param {number} top
 * @param {number} bottom
 * @returns {{first: number, end: number}} row numbers
 */
export function findRows(layout, top, bottom) {
  const first = Math.max(0, lowerBound(layout.rowTop, top) - 1);
  return { first, end: Math.max(first, lowerBound(layout.rowTop, bottom)) };
}

/**
 * The row that a position is in.
 * @param {Layout} layout
 * @param {number} position
 */
export function rowOf(layout, position) {
  return Math.max(0, lowerBound(layout.rowFirst, position + 1) - 1);
}

/**
 * The position above (-1) or below (1) that is nearest in the middle; itself at the edge.
 * @param {Layout} layout
 * @param {number} position
 * @param {number} rows how many rows up (negative) or down
 */
export function findBeside(layout, position, rows) {
  const row = Math.min(Math.max(rowOf(layout, position) + rows, 0), layout.rowTop.length - 1);
  const middle = layout.left[position] + layout.widths[position] / 2;
  let nearest = layout.rowFirst[row];
  let least = Infinity;
  for (let i = layout.rowFirst[row]; i < layout.rowFirst[row + 1]; i++) {
    const distance = Math.abs(layout.left[i] + layout.widths[i] / 2 - middle);
    if (distance < least) [nearest, least] = [i, distance];
  }
  return nearest;
}

/** How many pictures from `first` make a row, and how high it is when it fills the width. */
function fillRow(pictures, first, end, aspects, { width, height, gap }) {
  let sum = 0;
  let higher = Infinity; // the row without the newest picture
  for (let count = 1; first + count <= end; count++) {
    sum += shownAspect(aspects[pictures[first + count - 1]]);
    const fitting = (width - gap * (count - 1)) / sum;
    if (fitting <= height) {
      const isNearerWithout = count > 1 && higher - height < height - fitting;
      return isNearerWithout ? { count: count - 1, height: higher } : { count, height: fitting };
    }
    higher = fitting;
  }
  return { count: end - first, height };
}

function placeRow(pictures, first, row, { left, widths, aspects, gap }) {
  let x = 0;
  for (let i = first; i < first + row.count; i++) {
    left[i] = x;
    widths[i] = shownAspect(aspects[pictures[i]]) * row.height;
    x += widths[i] + gap;
  }
}

function shownAspect(aspect) {
  return aspect ? Math.min(Math.max(aspect, NARROWEST), WIDEST) : 1;
}

/** The first index whose value is at least `value`. */
function lowerBound(values, value) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
