/** Which points are meant: by a pointer, by an arrow key, by a line around them. Nothing here touches the page. */

const SIZES_PX = [64, 48, 34];
const GAP_PX = 2;
const ENOUGH = 0.5; // of the pictures in sight: smaller ones are only for seeing more
const MOST_PICTURES = 300;

/**
 * The point nearest to a pixel, at most `reach` pixels away; of several within a few pixels the one in front. -1: none.
 * @param {Float32Array} places x, y and distance from the eye of each point
 */
export function pointAt(places, x, y, reach) {
  let best = -1;
  let least = Infinity;
  for (let i = 0, n = places.length / 3; i < n; i++) {
    const far = places[3 * i + 2];
    if (far === 0) continue;
    const apart = Math.hypot(places[3 * i] - x, places[3 * i + 1] - y);
    if (apart > reach) continue;
    const cost = apart + 4 * far;
    if (cost < least) [best, least] = [i, cost];
  }
  return best;
}

/** The next point from one towards an arrow's direction: near, and not far aside. -1: none there. */
export function pointBeyond(places, from, dx, dy) {
  let best = -1;
  let least = Infinity;
  const [x, y] = [places[3 * from], places[3 * from + 1]];
  for (let i = 0, n = places.length / 3; i < n; i++) {
    if (i === from || places[3 * i + 2] === 0) continue;
    const ahead = (places[3 * i] - x) * dx + (places[3 * i + 1] - y) * dy;
    const aside = Math.abs((places[3 * i] - x) * dy - (places[3 * i + 1] - y) * dx);
    if (ahead < 1 || aside > ahead) continue;
    const cost = ahead + 2 * aside;
    if (cost < least) [best, least] = [i, cost];
  }
  return best;
}

/** The points within a closed line, in their order. @param {number[][]} line pixels */
export function pointsWithin(places, line) {
  const found = [];
  const xs = line.map((corner) => corner[0]);
  const ys = line.map((corner) => corner[1]);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  for (let i = 0, n = places.length / 3; i < n; i++) {
    const [x, y] = [places[3 * i], places[3 * i + 1]];
    if (places[3 * i + 2] === 0 || x < left || x > right || y < top || y > bottom) continue;
    if (isWithin(x, y, line)) found.push(i);
  }
  return found;
}

/** Whether a ray from the pixel crosses the line an odd number of times. */
function isWithin(x, y, line) {
  let inside = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [xi, yi] = line[i];
    const [xj, yj] = line[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/**
 * Points whose pictures are shown, side by side: as large as lets enough of them be seen, else as small as can be made out.
 * @param {{width: number, height: number}} size
 * @returns {{px: number, chosen: number[]}}
 */
export function choosePictures(places, size) {
  for (const px of SIZES_PX) {
    const { chosen, inSight } = spreadPoints(places, size, px + GAP_PX, MOST_PICTURES);
    const areEnough = chosen.length >= Math.min(ENOUGH * inSight, MOST_PICTURES);
    if (areEnough || px === SIZES_PX.at(-1)) return { px, chosen };
  }
}

/** Points of which none is within a cell of another: those in front first, up to `most`; and how many are in sight. */
function spreadPoints(places, size, cell, most) {
  const inSight = [];
  for (let i = 0, n = places.length / 3; i < n; i++) {
    const [x, y, far] = [places[3 * i], places[3 * i + 1], places[3 * i + 2]];
    if (far > 0 && x >= 0 && y >= 0 && x <= size.width && y <= size.height) inSight.push(i);
  }
  const shades = inSight.map((i) => Math.round(places[3 * i + 2] * 20));
  const order = inSight.map((_, at) => at).sort((a, b) => shades[a] - shades[b] || a - b);
  const taken = new Map();
  const chosen = [];
  for (const at of order) {
    if (chosen.length === most) break;
    const i = inSight[at];
    const [x, y] = [places[3 * i], places[3 * i + 1]];
    const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)];
    if (isNearTaken(taken, places, column, row, x, y, cell)) continue;
    taken.set(`${column} ${row}`, i);
    chosen.push(i);
  }
  return { chosen, inSight: inSight.length };
}

function isNearTaken(taken, places, column, row, x, y, cell) {
  for (let dc = -1; dc <= 1; dc++) {
    for (let dr = -1; dr <= 1; dr++) {
      const other = taken.get(`${column + dc} ${row + dr}`);
      if (other === undefined) continue;
      if (Math.abs(places[3 * other] - x) < cell && Math.abs(places[3 * other + 1] - y) < cell) return true;
    }
  }
  return false;
}
