/** One picture of the gallery: made once, used again for other pictures while scrolling. */

import { dot, el, makeIcon, setAttribute, setText } from "./dom.js";

/**
 * What a tile shows.
 * @typedef {object} TileView
 * @property {number} picture
 * @property {string} src
 * @property {string} name read aloud
 * @property {string} file its name
 * @property {string} path shown on hover
 * @property {string} main the probability of the likeliest label
 * @property {string} second that label, when the heading above is not it, and the runner-up
 * @property {{name: string, color: string}|null} tag its new place, when the heading above says another one
 * @property {boolean} isSelected
 * @property {boolean} isCurrent
 * @property {boolean} isDim
 * @property {boolean} isSaid
 */

/** A tile without a picture. */
export function createTile() {
  const image = el("img", { alt: "", decoding: "async", draggable: false });
  const check = el("span", { class: "check", "aria-hidden": "true" }, makeIcon("check"));
  const tag = el("span", { class: "tag", hidden: true });
  const main = el("b");
  const second = el("span", { class: "second" });
  const frame = el("span", { class: "frame" }, image, tag);
  const file = el("span", { class: "file" });
  const caption = el("span", { class: "caption", "aria-hidden": "true" }, main, second, file);
  const element = el("div", { class: "tile", role: "option", draggable: true }, frame, check, caption);
  let src = "";
  let tagged = "";

  image.addEventListener("load", () => element.classList.add("loaded"));
  image.addEventListener("error", () => element.classList.add("broken"));

  /** Load another picture; the old one must not flash up in its new place. */
  function setPicture(wanted) {
    if (wanted === src) return;
    src = wanted;
    element.classList.remove("loaded", "broken");
    image.removeAttribute("src");
    if (wanted) image.src = wanted;
  }

  function setTag(wanted) {
    const key = wanted ? `${wanted.name}/${wanted.color}` : "";
    if (key === tagged) return;
    tagged = key;
    tag.hidden = !wanted;
    tag.replaceChildren(...(wanted ? [dot(wanted.color), el("span", { text: wanted.name })] : []));
  }

  return {
    element,
    setPicture,
    /** @param {number} left @param {number} top @param {number} width @param {number} height of the picture, px @param {boolean} isCut to the tile's shape */
    place(left, top, width, height, isCut) {
      element.style.transform = `translate(${left}px, ${top}px)`;
      element.style.width = `${width}px`;
      frame.style.height = `${height}px`;
      element.classList.toggle("whole", !isCut);
    },
    /** @param {TileView} view */
    show(view) {
      element.id = `picture-${view.picture}`;
      element.dataset.picture = view.picture;
      setAttribute(element, "aria-label", view.name);
      setAttribute(element, "aria-selected", view.isSelected);
      setText(main, view.main);
      setText(second, view.second);
      setText(file, view.file);
      frame.title = view.path;
      setTag(view.tag);
      element.classList.toggle("current", view.isCurrent);
      element.classList.toggle("dim", view.isDim);
      element.classList.toggle("said", view.isSaid);
    },
  };
}

/** @typedef {ReturnType<typeof createTile>} Tile */
