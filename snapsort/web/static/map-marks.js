/** What lies over the points: the ring and the card of the one that is looked at, and pictures where there is room. */

import { make, pictureElement } from "./map-parts.js";
import { choosePictures } from "./map-pick.js";


/**
 * @param {object} parts as `makeParts` gives them
 * @param {{width: number, height: number}} size of the map, kept up to date
 * @param {() => Float32Array} screen where points are, as `screenPlaces` says
 * @param {{thumbnail: (i: number) => (string|Element), describe: (i: number) => string}} pictures
 */
export function createMarks(parts, size, screen, { thumbnail, describe }) {
  /** @type {Map<number, HTMLElement>} */
  const spread = new Map();
  let shown = -1;

  function put(mark, i, dx = 0, dy = 0) {
    const at = screen();
    mark.hidden = at[3 * i + 2] === 0;
    mark.style.transform = `translate(${Math.round(at[3 * i] + dx)}px, ${Math.round(at[3 * i + 1] + dy)}px)`;
  }

  /** Follow the points. */
  function move() {
    for (const [i, mark] of spread) put(mark, i);
    if (shown < 0) return;
    put(parts.ring, shown);
    const [x, y] = [screen()[3 * shown], screen()[3 * shown + 1]];
    const { offsetWidth: width, offsetHeight: height } = parts.card;
    const dx = x + 18 + width < size.width ? 18 : -18 - width;
    put(parts.card, shown, Math.max(4 - x, dx), Math.max(4 - y, Math.min(size.height - height - 4 - y, -height / 2)));
  }

  return {
    move,

    /** The picture whose card is shown; -1 for none. */
    get shown() {
      return shown;
    },

    /** Show a picture's card beside its point; -1 shows none. */
    show(i) {
      if (i === shown) return;
      shown = i;
      parts.ring.hidden = parts.card.hidden = i < 0;
      parts.canvas.classList.toggle("map-on-point", i >= 0);
      if (i < 0) return;
      parts.cardPicture.replaceChildren(pictureElement(thumbnail(i)));
      parts.cardName.textContent = describe(i);
      move();
    },

    /** Show pictures where there is room, or none. */
    spread(isOn) {
      const { px, chosen: points } = isOn ? choosePictures(screen(), size) : { px: 0, chosen: [] };
      const chosen = new Set(points);
      parts.pictures.style.setProperty("--picture", `${px}px`);
      for (const [i, mark] of spread) if (!chosen.has(i)) (mark.remove(), spread.delete(i));
      for (const i of chosen) {
        if (spread.has(i)) continue;
        const mark = make("div", "map-picture");
        mark.append(pictureElement(thumbnail(i)));
        spread.set(i, mark);
        parts.pictures.append(mark);
      }
      move();
    },
  };
}
