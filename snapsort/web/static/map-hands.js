/** Pointers and keys on a map, turned into what is meant by them. */

const CLICK_PX = 5;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * What the map does when somebody acts on it. Places are pixels from the canvas's upper left corner.
 * @typedef {{
 *   isDrawing: (event: PointerEvent) => boolean,
 *   drag: (dx: number, dy: number, isPan: boolean) => void,
 *   zoom: (factor: number, x: number, y: number) => void,
 *   hover: (x: number, y: number) => void,
 *   leave: () => void,
 *   click: (x: number, y: number, event: PointerEvent) => void,
 *   draw: (line: number[][]) => void,
 *   enclose: (line: number[][], event: PointerEvent) => void,
 *   step: (dx: number, dy: number) => void,
 *   press: (key: string) => boolean,
 * }} Acts
 */

/** @param {HTMLCanvasElement} canvas @param {Acts} acts */
export function listen(canvas, acts) {
  const pointers = new Map();
  let gesture = null;

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  function down(event) {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at(event));
    const isDrawing = pointers.size === 1 && event.button === 0 && acts.isDrawing(event);
    gesture = { start: at(event), isClick: pointers.size === 1, line: isDrawing ? [at(event)] : null };
    gesture.isPan = event.button !== 0 || event.altKey;
    acts.leave();
  }

  function move(event) {
    const place = at(event);
    const before = pointers.get(event.pointerId);
    if (!before) return acts.hover(...place);
    if (pointers.size === 2) return pinch(event.pointerId, place);
    if (Math.hypot(place[0] - gesture.start[0], place[1] - gesture.start[1]) > CLICK_PX) gesture.isClick = false;
    pointers.set(event.pointerId, place);
    if (gesture.isClick) return undefined;
    if (!gesture.line) return acts.drag(place[0] - before[0], place[1] - before[1], gesture.isPan);
    gesture.line.push(place);
    return acts.draw(gesture.line);
  }

  function pinch(id, place) {
    const [still] = [...pointers].filter(([other]) => other !== id).map(([, where]) => where);
    const before = pointers.get(id);
    const apart = ([x, y]) => Math.hypot(x - still[0], y - still[1]) || 1;
    gesture.isClick = false;
    gesture.line = null;
    acts.draw([]);
    acts.drag((place[0] - before[0]) / 2, (place[1] - before[1]) / 2, true);
    acts.zoom(apart(place) / apart(before), (place[0] + still[0]) / 2, (place[1] + still[1]) / 2);
    pointers.set(id, place);
  }

  function up(event) {
    if (!pointers.delete(event.pointerId) || !gesture) return;
    const ended = gesture;
    if (pointers.size === 0) gesture = null;
    if (event.type === "pointercancel") return void acts.draw([]);
    if (ended.isClick && event.button === 0) acts.click(...at(event), event);
    else if (ended.line) acts.enclose(ended.line, event);
  }

  function wheel(event) {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 33 : 1;
    acts.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0015)), ...at(event));
  }

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const isOurs = arrow ? !acts.step(...arrow.map((d) => d * (event.shiftKey ? 60 : 1))) : acts.press(event.key);
    if (!isOurs) return;
    event.preventDefault();
    event.stopPropagation();
  }

  canvas.addEventListener("pointerdown", down);
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => pointers.size || acts.leave());
  canvas.addEventListener("wheel", wheel, { passive: false });
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  canvas.addEventListener("keydown", key);
}
