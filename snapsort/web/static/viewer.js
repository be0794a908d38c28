/** One picture at a time, as large as the window: zoom, pan, full resolution, and the labels' probabilities beside it. */

import { describePicture, likeliest } from "./describe.js";
import { dot, el, iconButton, setName, setText } from "./dom.js";
import { percent } from "./words.js";
import { fitZoom, isWhole, panBy, zoomTo } from "./zoom.js";

const SHOWN_LABELS = 5;
const STEP = 1.5; // a key's or a button's zoom
const PAN_PX = 80;
const SWIPE_PX = 60;

/**
 * @param {HTMLElement} parent
 * @param {import("./store.js").Store} store
 * @param {{onStep: (tiles: number) => void, onClose: () => void}} listeners
 */
export function createViewer(parent, store, listeners) {
  const image = el("img", { alt: "", draggable: false, decoding: "async" });
  const stage = el("div", { class: "viewer-stage" }, image);
  const name = el("b");
  const facts = el("span");
  const level = el("span", { class: "viewer-level", "aria-live": "off" });
  const shares = el("ul", { class: "shares" });
  const words = el("p", { class: "viewer-words" });
  const missing = el("p", { class: "empty", text: "This picture cannot be shown.", hidden: true });
  const element = el(
    "section",
    { class: "viewer", hidden: true, tabIndex: -1, role: "region", "aria-label": "One picture" },
    el(
      "div",
      { class: "viewer-top" },
      el("p", { class: "viewer-name" }, name, facts),
      level,
      iconButton("minus", "Smaller (−)", () => zoomBy(1 / STEP)),
      iconButton("plus", "Larger (+)", () => zoomBy(STEP)),
      iconButton("close", "Back to the gallery (Esc)", listeners.onClose),
    ),
    stage,
    iconButton("left", "The one before (←)", () => listeners.onStep(-1), { class: "step before" }),
    iconButton("right", "The next (→)", () => listeners.onStep(1), { class: "step after" }),
    el("aside", { class: "viewer-side", "aria-label": "Why" }, words, shares),
    missing,
  );
  parent.append(element);

  let picture = -1;
  let zoom = { scale: 1, x: 0, y: 0 };
  let isFitted = true;
  const pointers = new Map();
  let swipe = null;

  store.on("places", () => element.hidden || describe());
  new ResizeObserver(() => isFitted && fit()).observe(stage);
  image.addEventListener("error", () => (missing.hidden = false));
  stage.addEventListener("wheel", onWheel, { passive: false });
  stage.addEventListener("dblclick", (event) => toggleZoom(pointOf(event)));
  stage.addEventListener("pointerdown", onDown);
  stage.addEventListener("pointermove", onMove);
  for (const type of ["pointerup", "pointercancel"]) stage.addEventListener(type, onUp);

  function show(shown) {
    picture = shown;
    element.hidden = false;
    missing.hidden = true;
    const address = `/picture/${picture}?v=${store.hashes[picture]}`;
    image.src = store.thumbnail(picture, 320); // most likely loaded already
    const full = new Image();
    const wanted = picture;
    full.onload = () => {
      if (picture !== wanted) return;
      image.src = address;
      image.dataset.full = "true";
    };
    full.onerror = () => picture === wanted && !image.naturalWidth && (missing.hidden = false);
    delete image.dataset.full;
    full.src = address;
    fit();
    describe();
  }

  function describe() {
    const { path, fate, reason } = describePicture(store, picture);
    const { width, height } = pictureSize();
    setName(name, path);
    setText(facts, store.widths[picture] ? `${width} × ${height}` : "");
    setText(words, `${fate[0].toUpperCase()}${fate.slice(1)}: ${reason}.`);
    shares.replaceChildren(...likeliest(store, picture, SHOWN_LABELS).map((share, rank) => shareRow(share, rank === 0)));
  }

  function shareRow({ label, probability }, isFirst) {
    const fill = el("span", { class: "fill" });
    fill.style.width = `${probability * 100}%`;
    fill.style.setProperty("--label", store.colors[label]);
    const isLimited = isFirst && !store.labels[label].negative;
    const limit = el("span", { class: "limit" });
    limit.style.left = `${store.limits.threshold[label] * 100}%`;
    const track = el("span", { class: "share-track", "aria-hidden": "true" }, fill, isLimited ? limit : null);
    return el(
      "li",
      {},
      el("span", { class: "share-name" }, dot(store.colors[label]), store.labels[label].name),
      el("b", { text: percent(probability) }),
      track,
    );
  }

  /** Its size in pixels; where it is unknown, that of what has been loaded. */
  function pictureSize() {
    return {
      width: store.widths[picture] || image.naturalWidth || 640,
      height: store.heights[picture] || image.naturalHeight || 480,
    };
  }

  function sizes() {
    return { picture: pictureSize(), window: { width: stage.clientWidth, height: stage.clientHeight } };
  }

  function set(wanted) {
    zoom = wanted;
    isFitted = isWhole(zoom, sizes());
    const { width, height } = pictureSize();
    image.style.width = `${width}px`;
    image.style.height = `${height}px`;
    image.style.transform = `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})`;
    stage.classList.toggle("zoomed", !isFitted);
    setText(level, percent(zoom.scale));
  }

  function fit() {
    if (picture < 0 || !stage.clientWidth) return;
    const { picture: size, window } = sizes();
    set(fitZoom(size, window));
  }

  function middle() {
    return { x: stage.clientWidth / 2, y: stage.clientHeight / 2 };
  }

  function zoomBy(factor, point = middle()) {
    set(zoomTo(zoom, zoom.scale * factor, point, sizes()));
  }

  /** The whole picture, or every pixel of it. */
  function toggleZoom(point = middle()) {
    if (!isFitted) fit();
    else set(zoomTo(zoom, zoom.scale < 1 ? 1 : 2, point, sizes()));
  }

  function onWheel(event) {
    event.preventDefault();
    zoomBy(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0022)), pointOf(event));
  }

  function pointOf(event) {
    const box = stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  function onDown(event) {
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, pointOf(event));
    swipe = pointers.size === 1 && event.pointerType === "touch" && isFitted ? pointOf(event) : null;
  }

  function onMove(event) {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = pointOf(event);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) zoomBy(distance(now, other) / Math.max(distance(before, other), 1), between(now, other));
    else if (!isFitted) set(panBy(zoom, now.x - before.x, now.y - before.y, sizes()));
    pointers.set(event.pointerId, now);
  }

  function onUp(event) {
    const dx = swipe ? pointOf(event).x - swipe.x : 0;
    pointers.delete(event.pointerId);
    swipe = null;
    if (event.type === "pointerup" && Math.abs(dx) > SWIPE_PX) listeners.onStep(dx > 0 ? -1 : 1);
  }

  return {
    element,
    show,
    close() {
      element.hidden = true;
      image.removeAttribute("src");
      picture = -1;
    },
    get isOpen() {
      return !element.hidden;
    },
    toggleZoom,
    larger: () => zoomBy(STEP),
    smaller: () => zoomBy(1 / STEP),
    /** @param {number} x steps to the right @param {number} y steps down */
    pan: (x, y) => set(panBy(zoom, -x * PAN_PX, -y * PAN_PX, sizes())),
  };
}

/** @typedef {ReturnType<typeof createViewer>} Viewer */

function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function between(a, b) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
