/** Where the eye is, and where points come to lie on the screen. Nothing here touches the page. */

const SCALE = 1 / Math.tan((20 * Math.PI) / 180); // a field of view of 40 degrees
const LEAST_DISTANCE = 0.02;
const MOST_DISTANCE = 12;
const MOST_PITCH = Math.PI / 2;

/**
 * The eye looks at `target` from `distance`, turned by `yaw` and `pitch`. `depth` is 0 on the flat map and 1 in space,
 * and anything between on the way.
 * @typedef {{yaw: number, pitch: number, distance: number, target: number[], depth: number}} View
 */

/** A view that shows the whole map. @returns {View} */
export function wholeView(dims) {
  return dims === 2
    ? { yaw: 0, pitch: 0, distance: SCALE * 1.08, target: [0, 0, 0], depth: 0 }
    : { yaw: 0.6, pitch: 0.35, distance: SCALE * 1.5, target: [0, 0, 0], depth: 1 };
}

/** The view a share of the way from one to another. @returns {View} */
export function between(from, to, share) {
  const mix = (a, b) => a + (b - a) * share;
  return {
    yaw: mix(from.yaw, to.yaw),
    pitch: mix(from.pitch, to.pitch),
    distance: from.distance * (to.distance / from.distance) ** share,
    target: from.target.map((value, axis) => mix(value, to.target[axis])),
    depth: mix(from.depth, to.depth),
  };
}

/** Numbers a share of the way from one list to another. @returns {Float32Array} */
export function blended(from, to, share) {
  return Float32Array.from(from, (value, i) => value + (to[i] - value) * share);
}

/** The view, turned around its target by pixels of a drag. @returns {View} */
export function orbited(view, dx, dy) {
  const pitch = Math.max(-MOST_PITCH, Math.min(MOST_PITCH, view.pitch + dy * 0.007));
  return { ...view, yaw: view.yaw - dx * 0.007, pitch };
}

/** The view, moved so that what is at a pixel comes to lie (dx, dy) pixels further. @returns {View} */
export function panned(view, dx, dy, size) {
  const { right, up } = axesOf(view);
  const perPixel = unitsPerPixel(view, size);
  const target = view.target.map((value, axis) => value - right[axis] * dx * perPixel + up[axis] * dy * perPixel);
  return { ...view, target: target.map((value) => Math.max(-1.5, Math.min(1.5, value))) };
}

/** The view, nearer by a factor; what is at the pixel stays there. @returns {View} */
export function zoomed(view, factor, x, y, size) {
  const distance = Math.max(LEAST_DISTANCE, Math.min(MOST_DISTANCE, view.distance / factor));
  const kept = 1 - distance / view.distance;
  const dx = (size.width / 2 - x) * kept;
  const dy = (size.height / 2 - y) * kept;
  return { ...panned(view, dx, dy, size), distance };
}

function unitsPerPixel(view, size) {
  return (2 * view.distance) / (SCALE * Math.min(size.width, size.height));
}

/** Unit vectors to the right of the eye, above it, and from the target to the eye. */
function axesOf({ yaw, pitch }) {
  const [sy, cy, sp, cp] = [Math.sin(yaw), Math.cos(yaw), Math.sin(pitch), Math.cos(pitch)];
  return { right: [cy, 0, -sy], up: [-sy * sp, cp, -cy * sp], back: [sy * cp, sp, cy * cp] };
}

/** From the map to the screen: 16 numbers, column by column, as WebGL wants them. */
export function matrixOf(view, size) {
  const { right, up, back } = axesOf(view);
  const least = Math.min(size.width, size.height);
  const sx = (SCALE * least) / size.width;
  const sy = (SCALE * least) / size.height;
  const [near, far] = [view.distance / 50, view.distance + 8];
  const a = (far + near) / (near - far);
  const b = (2 * far * near) / (near - far);
  const along = (axis) => -(axis[0] * view.target[0] + axis[1] * view.target[1] + axis[2] * view.target[2]);
  const matrix = new Float32Array(16);
  for (let i = 0; i < 3; i++) matrix.set([sx * right[i], sy * up[i], a * back[i], -back[i]], 4 * i);
  const z = along(back) - view.distance;
  matrix.set([sx * along(right), sy * along(up), a * z + b, -z], 12);
  return matrix;
}

/**
 * Where points are on the screen: x, y and the distance from the eye, three numbers a point. Behind the eye it is 0.
 * @param {Float32Array} flat x and y of each point
 * @param {Float32Array} deep x, y and z of each point
 */
export function screenPlaces(view, size, flat, deep, places) {
  const m = matrixOf(view, size);
  const t = view.depth;
  for (let i = 0, n = flat.length / 2; i < n; i++) {
    const x = flat[2 * i] + (deep[3 * i] - flat[2 * i]) * t;
    const y = flat[2 * i + 1] + (deep[3 * i + 1] - flat[2 * i + 1]) * t;
    const z = deep[3 * i + 2] * t;
    const w = m[3] * x + m[7] * y + m[11] * z + m[15];
    const isBehind = w <= view.distance / 50;
    places[3 * i] = ((m[0] * x + m[4] * y + m[8] * z + m[12]) / w / 2 + 0.5) * size.width;
    places[3 * i + 1] = (0.5 - (m[1] * x + m[5] * y + m[9] * z + m[13]) / w / 2) * size.height;
    places[3 * i + 2] = isBehind ? 0 : w;
  }
  return places;
}
