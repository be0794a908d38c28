/** Dragging pictures onto a folder: what is dragged, what it looks like, and where it may be let go. */

import { el } from "./dom.js";
import { count } from "./words.js";

const TYPE = "application/x-snapsort-pictures";

/**
 * Let pictures be dragged: the selected ones, or the one under the pointer.
 * @param {HTMLElement} list
 * @param {import("./store.js").Store} store
 */
export function offerPictures(list, store) {
  const badge = el("div", { class: "drag-badge", "aria-hidden": "true" });
  document.body.append(badge);
  list.addEventListener("dragstart", (event) => {
    const tile = event.target.closest?.(".tile");
    if (!tile) return;
    const picture = Number(tile.dataset.picture);
    const pictures = store.selected.has(picture) ? [...store.selected] : [picture];
    event.dataTransfer.setData(TYPE, JSON.stringify(pictures));
    event.dataTransfer.effectAllowed = "move";
    badge.textContent = count(pictures.length);
    event.dataTransfer.setDragImage(badge, -12, -12);
    document.body.classList.add("dragging");
  });
  list.addEventListener("dragend", () => document.body.classList.remove("dragging"));
}

/**
 * Take pictures that are let go over an element.
 * @param {HTMLElement} element
 * @param {(pictures: number[]) => void} onDrop
 */
export function acceptPictures(element, onDrop) {
  const isOurs = (event) => event.dataTransfer.types.includes(TYPE);
  element.addEventListener("dragover", (event) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    element.classList.add("drop");
  });
  element.addEventListener("dragleave", () => element.classList.remove("drop"));
  element.addEventListener("drop", (event) => {
    element.classList.remove("drop");
    if (!isOurs(event)) return;
    event.preventDefault();
    onDrop(JSON.parse(event.dataTransfer.getData(TYPE)));
  });
}
