/**
 * A map of pictures: points, flat or in space, drawn by WebGL; for the review page and for map.html.
 * It loads nothing by itself and asks `thumbnail` for a picture when somebody looks at it.
 */

import { groupColor, groupShape, toBytes } from "./map-colors.js";
import { createRenderer } from "./map-gl.js";
import { listen } from "./map-hands.js";
import { createMarks } from "./map-marks.js";
import { addTool, fillLegend, makeParts, noMap, set } from "./map-parts.js";
import { pointAt, pointBeyond, pointsWithin } from "./map-pick.js";
import { between, blended, matrixOf, orbited, panned, screenPlaces, wholeView, zoomed } from "./map-view.js";

const REACH = { mouse: 14, pen: 18, touch: 28 };
const TURN_MS = 700;
const SETTLED_MS = 140;

/**
 * Draw a map into an element, which it fills.
 *
 * @param {HTMLElement} element
 * @param {object} options
 * @param {HTMLElement} options.toolbar where its tools are to be, outside of it
 * @param {Float32Array} options.points2d x and y of each of n pictures, within [-1, 1]
 * @param {Float32Array} options.points3d x, y and z of each
 * @param {string[]} [options.colors] one CSS color a picture; else the colors of their groups
 * @param {ArrayLike<number>} [options.groups] the group of each picture, -1 for none
 * @param {{name: string, color?: string, shape?: number}[]} [options.legend] the groups, in the order of their numbers
 * @param {(i: number) => (string|Element)} options.thumbnail the address of a picture, or the picture
 * @param {(i: number) => string} [options.describe] its name, for the card and for screen readers
 * @param {(i: number) => void} [options.onOpen]
 * @param {(pictures: number[]) => void} [options.onSelect] with none when the selection is given up
 * @param {2|3} [options.dims]
 * @returns {{n: number, setColors: Function, setPoints: Function, select: Function, setDims: Function, destroy: () => void}}
 */
export function mountMap(element, options) {
  const n = options.points2d.length / 2;
  const parts = makeParts(element, options.toolbar, n);
  const renderer = createRenderer(parts.canvas);
  if (!renderer) return noMap(parts);
  const { onOpen = () => {}, onSelect = () => {}, describe = (i) => `Picture ${i + 1}` } = options;
  const size = { width: 0, height: 0 };
  let ratio = 1;
  const places = new Float32Array(3 * n);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let view = wholeView(options.dims ?? 2);
  let dims = options.dims ?? 2;
  let [isDirty, areStale, turning, settling] = [false, true, null, 0];
  let [focus, alone, isLasso, hasPictures] = [-1, -1, false, false];
  let selected = new Set();
  let groups = options.groups ?? new Int32Array(n);
  const marks = createMarks(parts, size, screen, { thumbnail: options.thumbnail, describe });
  let points = { flat: options.points2d, deep: options.points3d };
  let moving = null;
  renderer.setPoints(points.flat, points.deep);

  const tools = {
    flat: addTool(parts, "2-D", { title: "The flat map", isPressed: false, onClick: () => setDims(2) }),
    deep: addTool(parts, "3-D", { title: "The map in space: drag to turn", isPressed: false, onClick: () => setDims(3) }),
    lasso: addTool(parts, "Lasso", {
      title: "Draw a line around pictures to select them (or hold Shift)",
      isPressed: false,
      onClick: () => setLasso(!isLasso),
    }),
    pictures: addTool(parts, "Pictures", {
      title: "Show pictures where there is room",
      isPressed: false,
      onClick: () => setPictures(!hasPictures),
    }),
    whole: addTool(parts, "Whole map", { title: "Show all of it (Home)", onClick: () => turnTo(wholeView(dims)) }),
  };

  function see(changed) {
    view = changed;
    areStale = true;
    draw();
    settle();
  }

  function draw() {
    if (isDirty || !size.width) return; // not laid out yet: the watcher will say when it is
    requestAnimationFrame(drawNow);
    isDirty = true;
  }

  function drawNow(now) {
    isDirty = false;
    if (turning) {
      const share = Math.min(1, (now - turning.start) / turning.ms);
      view = between(turning.from, turning.to, share * share * (3 - 2 * share));
      areStale = true;
      if (share < 1) draw();
      else turning = null;
    }
    if (moving) movePoints(now);
    const rim = dark.matches ? [1, 1, 1] : [0, 0, 0];
    const near = wholeView(3).distance;
    renderer.draw({ matrix: matrixOf(view, size), depth: view.depth, size: pointSize() * ratio, near, rim });
    marks.move();
  }

  function movePoints(now) {
    const share = Math.min(1, (now - moving.start) / moving.ms);
    const eased = share * share * (3 - 2 * share);
    const mix = (from, to) => (share < 1 ? blended(from, to, eased) : to);
    points = { flat: mix(moving.from.flat, moving.to.flat), deep: mix(moving.from.deep, moving.to.deep) };
    renderer.setPoints(points.flat, points.deep);
    areStale = true;
    if (share < 1) return draw();
    moving = null;
    return settle();
  }

  /** Points grow when one looks closer, and are smaller where there are many. */
  function pointSize() {
    const crowd = Math.max(5, Math.min(13, 260 / Math.sqrt(n || 1)));
    return Math.min(18, crowd * Math.sqrt(wholeView(dims).distance / view.distance) ** 0.8);
  }

  function screen() {
    if (areStale) screenPlaces(view, size, points.flat, points.deep, places);
    areStale = false;
    return places;
  }

  function settle() {
    clearTimeout(settling);
    if (hasPictures) settling = setTimeout(spreadPictures, SETTLED_MS);
  }

  function spreadPictures() {
    marks.spread(hasPictures);
  }

  function focusOn(i) {
    focus = i;
    const [x, y, far] = screen().subarray(3 * i, 3 * i + 3);
    const isSeen = far > 0 && x > 20 && y > 20 && x < size.width - 20 && y < size.height - 20;
    if (!isSeen) see(panned(view, size.width / 2 - x, size.height / 2 - y, size));
    marks.show(i);
    say(describe(i) + (selected.has(i) ? ", selected" : ""));
  }

  function say(words = "") {
    const chosen = selected.size ? `${selected.size.toLocaleString("en")} of ${n.toLocaleString("en")} selected` : "";
    parts.status.textContent = words || chosen || `${n.toLocaleString("en")} ${n === 1 ? "picture" : "pictures"}`;
  }

  function select(pictures, { isTold = false } = {}) {
    selected = new Set(pictures);
    showLooks();
    say();
    if (isTold) onSelect([...selected].sort((a, b) => a - b));
  }

  function showLooks() {
    const looks = new Uint8Array(2 * n);
    for (let i = 0; i < n; i++) {
      const isPale = alone >= 0 && groups[i] !== alone;
      looks[2 * i] = selected.size ? (selected.has(i) ? 2 : 0) : isPale ? 0 : 1;
      looks[2 * i + 1] = options.legend ? shapeOf(groups[i]) : 0;
    }
    renderer.setLooks(looks);
    draw();
  }

  function shapeOf(group) {
    return options.legend?.[group]?.shape ?? groupShape(group);
  }

  function setColors(colors, { groups: changed = groups, legend = options.legend } = {}) {
    groups = changed;
    options.legend = legend;
    const colorOf = (group) => legend?.[group]?.color ?? groupColor(group);
    renderer.setColors(toBytes(colors ?? Array.from(groups, colorOf)));
    alone = -1;
    const counts = new Map();
    for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
    const entries = (legend ?? [])
      .map(({ name }, group) => ({ ...{ name, group, color: colorOf(group), shape: shapeOf(group) }, count: counts.get(group) ?? 0 }))
      .filter(({ count }) => count > 0);
    fillLegend(parts, entries, (group) => showAlone(alone === group ? -1 : group));
    showLooks();
  }

  function showAlone(group) {
    alone = group;
    for (const button of parts.legend.querySelectorAll("button")) {
      set(button, "aria-pressed", button.dataset.group === String(group));
    }
    showLooks();
  }

  function setDims(wanted) {
    dims = wanted;
    set(tools.flat, "aria-pressed", dims === 2);
    set(tools.deep, "aria-pressed", dims === 3);
    turnTo(wholeView(dims));
  }

  /** Let the same pictures wander to other places. */
  function setPoints({ points2d, points3d }) {
    moving = { from: points, to: { flat: points2d, deep: points3d }, start: performance.now(), ms: slowness() };
    marks.show(-1);
    draw();
  }

  function slowness() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : TURN_MS;
  }

  function turnTo(to) {
    turning = { from: view, to, start: performance.now(), ms: slowness() };
    marks.show(-1);
    draw();
    clearTimeout(settling);
    settling = setTimeout(spreadPictures, turning.ms + SETTLED_MS);
  }

  function setLasso(isOn) {
    isLasso = isOn;
    set(tools.lasso, "aria-pressed", isLasso);
    parts.canvas.classList.toggle("map-drawing", isLasso);
  }

  function setPictures(isOn) {
    hasPictures = isOn;
    set(tools.pictures, "aria-pressed", isOn);
    spreadPictures();
  }

  function press(key) {
    if (key === "Enter" && focus >= 0) onOpen(focus);
    else if (key === " " && focus >= 0) {
      const chosen = new Set(selected);
      if (!chosen.delete(focus)) chosen.add(focus);
      select(chosen, { isTold: true });
    } else if (key === "+" || key === "=") see(zoomed(view, 1.4, size.width / 2, size.height / 2, size));
    else if (key === "-") see(zoomed(view, 1 / 1.4, size.width / 2, size.height / 2, size));
    else if (key === "Home") turnTo(wholeView(dims));
    else if (key === "Escape" && isLasso) setLasso(false);
    else if (key === "Escape" && (selected.size || marks.shown >= 0)) {
      marks.show(-1);
      if (selected.size) select([], { isTold: true });
    } else return false;
    return true;
  }

  function step(dx, dy) {
    if (Math.hypot(dx, dy) > 1) return void see(dims === 3 ? orbited(view, dx, dy) : panned(view, -dx, -dy, size));
    if (!n) return undefined;
    const next = focus < 0 ? pointAt(screen(), size.width / 2, size.height / 2, Infinity) : pointBeyond(screen(), focus, dx, dy);
    return next >= 0 ? void focusOn(next) : undefined;
  }

  function drawLine(line) {
    set(parts.line, "points", line.map((place) => place.join(",")).join(" "));
  }

  listen(parts.canvas, {
    isDrawing: (event) => isLasso || event.shiftKey,
    drag(dx, dy, isPan) {
      turning = null;
      see(dims === 3 && !isPan ? orbited(view, dx, dy) : panned(view, dx, dy, size));
    },
    zoom(factor, x, y) {
      turning = null;
      see(zoomed(view, factor, x, y, size));
    },
    hover: (x, y) => marks.show(pointAt(screen(), x, y, REACH.mouse)),
    leave: () => marks.show(-1),
    click(x, y, event) {
      const i = pointAt(screen(), x, y, REACH[event.pointerType] ?? REACH.mouse);
      // A finger does not hover: its first touch shows the picture, the next one opens it.
      const isSeen = event.pointerType !== "touch" || i === focus;
      focus = i;
      marks.show(i);
      if (i >= 0 && isSeen) onOpen(i);
      else if (i < 0 && selected.size) select([], { isTold: true });
    },
    draw: drawLine,
    enclose(line, event) {
      drawLine([]);
      const found = pointsWithin(screen(), line);
      select(event.ctrlKey || event.metaKey ? [...selected, ...found] : found, { isTold: true });
    },
    step,
    press,
  });

  // The button keeps the focus when it is pressed: there, Escape is for the map as well.
  parts.tools.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !press(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  });

  const watcher = new ResizeObserver(([entry]) => {
    Object.assign(size, { width: entry.contentRect.width, height: entry.contentRect.height });
    ratio = Math.min(devicePixelRatio || 1, 2);
    parts.canvas.width = Math.round(size.width * ratio);
    parts.canvas.height = Math.round(size.height * ratio);
    see(view);
  });
  watcher.observe(parts.canvas);
  dark.addEventListener("change", draw);
  setColors(options.colors);
  setDims(dims);
  say();

  return {
    n,
    setColors,
    setPoints,
    select,
    setDims,
    destroy() {
      watcher.disconnect();
      dark.removeEventListener("change", draw);
      clearTimeout(settling);
      renderer.destroy();
      parts.root.remove();
      parts.tools.remove();
    },
  };
}
