/** The map's tab: principal components at once, neighbors when they are ready, colors by label or by cluster. */

import { getArray } from "./api.js";
import { button, el, setAttribute, setText } from "./dom.js";
import { UNDECIDED } from "./places.js";
import { count } from "./words.js";

/**
 * @param {HTMLElement} root
 * @param {import("./store.js").Store} store
 * @param {{onOpen: (picture: number) => void, onSelect: (pictures: number[]) => void, tell: Function}} parts
 */
export function createAtlas(root, store, { onOpen, onSelect, tell }) {
  const stage = el("div", { class: "atlas-stage" });
  const words = el("p", { role: "status" });
  const methods = { neighbors: "By likeness", pca: "Overview" };
  const choice = { method: "neighbors", colors: "labels" };
  const methodButtons = Object.entries(methods).map(([method, text]) => toggle(text, () => choose({ method })));
  const colorButtons = Object.entries({ labels: "By label", clusters: "By cluster" }).map(([colors, text]) =>
    toggle(text, () => choose({ colors })),
  );
  root.append(
    el(
      "div",
      { class: "panel-row" },
      el("div", { class: "tabs", role: "group", "aria-label": "Arrangement" }, ...methodButtons),
      el("div", { class: "tabs", role: "group", "aria-label": "Colors" }, ...colorButtons),
      words,
    ),
    stage,
  );
  let map = null;
  let turn = 0;

  async function open() {
    const mine = ++turn;
    mark();
    try {
      const { mountMap } = await import("./map.js");
      const points = await getPoints("pca");
      if (mine !== turn) return;
      draw(mountMap, points, await getColors());
      if (choice.method === "pca") return;
      const better = await getPoints("neighbors", (task) => setText(words, progressWords(task)));
      if (mine !== turn) return;
      setText(words, "");
      draw(mountMap, better, await getColors());
    } catch (error) {
      if (mine !== turn) return;
      setText(words, "");
      tell(`The map cannot be shown: ${error.message}`, { isError: true });
    }
  }

  function draw(mountMap, points, colors) {
    map?.destroy?.();
    stage.replaceChildren();
    map = mountMap(stage, {
      ...points,
      colors,
      thumbnail: (picture) => store.thumbnail(picture, 320),
      onOpen,
      onSelect: (pictures) => onSelect(Array.from(pictures)),
    });
  }

  async function getPoints(method, onProgress) {
    const at = (dims) => getArray(`/api/map?dims=${dims}&method=${method}`, Float32Array, onProgress);
    return { points2d: await at(2), points3d: await at(3) };
  }

  async function getColors() {
    if (choice.colors === "labels") {
      const { place } = store.places;
      return Array.from(place, (label) => (label === UNDECIDED ? UNDECIDED_COLOR : store.colors[label]));
    }
    const clusters = await getArray("/api/clusters", Int32Array);
    return Array.from(clusters, (cluster) => (cluster < 0 ? UNDECIDED_COLOR : clusterColor(cluster)));
  }

  function choose(chosen) {
    Object.assign(choice, chosen);
    open();
  }

  function mark() {
    Object.keys(methods).forEach((method, i) => setAttribute(methodButtons[i], "aria-pressed", method === choice.method));
    ["labels", "clusters"].forEach((colors, i) => setAttribute(colorButtons[i], "aria-pressed", colors === choice.colors));
  }

  return {
    open,
    close() {
      turn++;
      map?.destroy?.();
      map = null;
      stage.replaceChildren();
    },
    /** Color the points by their new places. */
    async recolor() {
      map?.setColors?.(await getColors());
    },
  };
}

const UNDECIDED_COLOR = "#8a8f98";

/** Hues a golden angle apart: neighbors in number differ most. */
function clusterColor(cluster) {
  return `hsl(${(cluster * 137.508) % 360} 65% 52%)`;
}

function toggle(text, onClick) {
  return button(text, onClick, { class: "tab" });
}

function progressWords({ doing, done, total }) {
  return total ? `${doing}: ${done} of ${count(total)}` : `${doing} …`;
}
