/** The current picture and the selected ones, moved by keys and the mouse as in any gallery. */

/**
 * @param {import("./store.js").Store} store
 * @param {() => {pictures: Uint32Array, position: Int32Array}} shown pictures by position, and the other way round
 */
export function createSelection(store, shown) {
  let anchor = -1; // the picture that a range starts from

  function setCursor(picture) {
    store.cursor = picture;
    anchor = picture;
    store.emit("cursor");
  }

  return {
    /** Make one picture the current one and select none. @param {number} picture */
    goTo(picture) {
      store.selected.clear();
      setCursor(picture);
    },
    /** Make one picture the current one and keep what is selected. @param {number} picture */
    moveTo: setCursor,
    /** Select a picture, or no longer. @param {number} picture */
    toggle(picture) {
      if (!store.selected.delete(picture)) store.selected.add(picture);
      setCursor(picture);
    },
    /** Select everything from where the range began up to a picture. @param {number} picture */
    extendTo(picture) {
      const { pictures, position } = shown();
      const from = anchor >= 0 && position[anchor] >= 0 ? position[anchor] : position[picture];
      const to = position[picture];
      store.selected.clear();
      for (let i = Math.min(from, to); i <= Math.max(from, to); i++) store.selected.add(pictures[i]);
      store.cursor = picture;
      store.emit("cursor");
    },
    /** Select these, or none of them if all are selected already. @param {ArrayLike<number>} pictures */
    toggleAll(pictures) {
      const all = Array.from(pictures);
      const isSelected = all.every((picture) => store.selected.has(picture));
      for (const picture of all) {
        if (isSelected) store.selected.delete(picture);
        else store.selected.add(picture);
      }
      store.emit("cursor");
    },
    /** Select exactly these. @param {Iterable<number>} pictures */
    set(pictures) {
      store.selected = new Set(pictures);
      store.emit("cursor");
    },
    /** Select none. */
    clear() {
      store.selected.clear();
      store.emit("cursor");
    },
    /** Go on to the picture after those that were just judged. @param {number[]} judged */
    advance(judged) {
      const { pictures, position } = shown();
      const last = Math.max(...judged.map((picture) => position[picture]));
      store.selected.clear();
      const isLast = last < 0 || last + 1 >= pictures.length;
      setCursor(isLast ? store.cursor : pictures[last + 1]);
    },
  };
}

/** @typedef {ReturnType<typeof createSelection>} Selection */
