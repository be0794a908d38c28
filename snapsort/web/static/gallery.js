/**
 * The gallery of the store's view. Pictures stay where they are while they are judged: a new place shows as a
 * tag at once, and the gallery is arranged anew when the user asks for it or looks at something else.
 */

import { describeSection, findTag, viewTile } from "./describe.js";
import { button, dot, el, setAttribute, setText } from "./dom.js";
import { createGrid } from "./grid.js";
import { makeSections } from "./sections.js";
import { createSelection } from "./selection.js";
import { count, number } from "./words.js";

const COUNT_AFTER_MS = 120; // after the last move of a slider
const DOUBLE_PIXELS = 1.25; // beyond this many device pixels a pixel, the larger thumbnail pays

/**
 * @param {HTMLElement} root
 * @param {import("./store.js").Store} store
 * @param {(picture: number) => void} onOpen
 */
export function createGallery(root, store, onOpen) {
  const grid = createGrid(root, {
    view: (picture, section) => viewTile(store, picture, section),
    heading: drawHeading,
    source: (picture, height) => store.thumbnail(picture, thumbnailSize(height)),
    aspects: () => store.aspects,
  });
  const selection = createSelection(store, () => grid.shown);
  const regroupButton = button("", () => regroup(), { class: "pill", hidden: true });
  const empty = el("p", { class: "empty", hidden: true });
  root.append(empty);
  root.after(regroupButton);

  store.on("data", () => {
    grid.list.setAttribute("aria-busy", String(store.likeness === null));
    showSections(false);
  });
  store.on("view", () => showSections(false));
  store.on("places", () => {
    grid.update();
    clearTimeout(counting);
    counting = setTimeout(countStrays, COUNT_AFTER_MS);
  });
  store.on("dim", () => grid.update());
  store.on("likeness", arrangeUnlessSeen);
  store.on("cursor", () => {
    grid.update();
    grid.setCurrent(store.cursor);
    markHeadings();
  });
  grid.list.addEventListener("click", onClick);
  root.addEventListener("click", (event) => {
    if (store.selected.size && event.target.matches(".gallery, .canvas, .tiles, .section")) selection.clear();
  });
  grid.list.addEventListener("dblclick", (event) => open(event));

  let sections = [];
  let counting = 0;

  function showSections(isSame) {
    if (store.tab === "map" || store.filter.kind === "problems") return;
    const { ranked, places, known, limits } = store;
    sections = makeSections(store.filter, store.order(), { ranked, places, here: known.here, limits });
    grid.show(sections, { isSame });
    if (grid.shown.position[store.cursor] === -1) store.cursor = -1;
    grid.setCurrent(store.cursor, { isScrolling: false });
    clearTimeout(counting);
    regroupButton.hidden = true;
    empty.hidden = sections.length > 0 || store.filter.isPending === true;
    empty.textContent = store.n ? EMPTY[store.filter.kind] : `There is no picture in ${store.session.root}.`;
    markHeadings();
  }

  /** Put likes together, but not under the eyes of somebody who has begun to work. */
  function arrangeUnlessSeen() {
    grid.list.setAttribute("aria-busy", "false");
    if (store.sort !== "likeness" || store.filter.kind === "list") return;
    if (store.cursor < 0 && root.scrollTop === 0) return showSections(false);
    regroupButton.hidden = false;
    regroupButton.textContent = "Likes found · Put together";
  }

  /** Arrange the same pictures by their new places. */
  function regroup() {
    showSections(true);
    grid.list.focus({ preventScroll: true });
  }

  /** How many pictures no longer belong under their heading. */
  function countStrays() {
    if (store.filter.kind === "list") return;
    const notes = root.querySelectorAll(".heading .note");
    let strays = 0;
    sections.forEach((section, i) => {
      const gone = section.pictures.reduce((sum, picture) => sum + Number(findTag(store, picture, section) !== null), 0);
      const { note } = describeSection(store, section, section.pictures.length - gone);
      setText(notes[i], gone ? `${note}, ${number(gone)} no longer` : note);
      strays += gone;
    });
    regroupButton.hidden = strays === 0;
    regroupButton.textContent = `${count(strays)} with a new place · Arrange`;
  }

  function drawHeading(section) {
    const { title, note } = describeSection(store, section);
    const color = store.colors[section.label];
    return el(
      "div",
      { class: "heading" },
      section.kind === "list" || section.kind === "rest" ? null : dot(section.kind === "likely" ? "" : color),
      el("h2", { text: title }),
      el("span", { class: "note", text: note }),
      button("Select all", () => selection.toggleAll(section.pictures), { class: "quiet select-all", hidden: section.kind === "rest" }),
    );
  }

  /** Select what is shown; of a ranking, only what counts as found. */
  function selectAll() {
    selection.set(sections.flatMap(({ kind, pictures }) => (kind === "rest" ? [] : [...pictures])));
  }

  function markHeadings() {
    const buttons = root.querySelectorAll(".select-all");
    sections.forEach((section, i) => {
      const isAll = store.selected.size >= section.pictures.length && section.pictures.every((p) => store.selected.has(p));
      const words = isAll ? "Select none" : "Select all";
      setText(buttons[i], words);
      setAttribute(buttons[i], "aria-label", `${words}: ${describeSection(store, section).title}`);
    });
  }

  function pictureAt(event) {
    const tile = event.target.closest(".tile");
    return tile ? Number(tile.dataset.picture) : -1;
  }

  function onClick(event) {
    const picture = pictureAt(event);
    if (picture < 0) return;
    const isTouch = event.pointerType === "touch";
    if (event.shiftKey) selection.extendTo(picture);
    else if (event.ctrlKey || event.metaKey || event.target.closest(".check")) selection.toggle(picture);
    else if (isTouch && store.selected.size) selection.toggle(picture);
    else selection.goTo(picture);
    if (isTouch && !store.selected.size) open(event);
  }

  function open(event) {
    const picture = pictureAt(event);
    if (picture >= 0 && !event.target.closest(".check")) onOpen(picture);
  }

  return { grid, selection, selectAll, regroup, showSections };
}

/** @typedef {ReturnType<typeof createGallery>} Gallery */

const EMPTY = {
  undecided: "Every picture has its place. Nothing is left to decide.",
  changed: "Nothing was changed by you yet. Press a label's key on a picture to say where it belongs.",
  folder: "No picture goes here, and none is likely to. Lower its slider, or drag pictures onto the folder.",
  list: "Nothing was found.",
};

/** @returns {160|320|640} */
function thumbnailSize(height) {
  const wanted = height * Math.min(window.devicePixelRatio, 2) * DOUBLE_PIXELS;
  if (wanted <= 160) return 160;
  return wanted <= 400 ? 320 : 640;
}
