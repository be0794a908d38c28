/** The map's tab: principal components at once, neighbors when they are ready, colors by label or by cluster. */

import { getArray, getMadeJson } from "./api.js";
import { speakPicture } from "./describe.js";
import { button, el, setAttribute, setText } from "./dom.js";
import { clusterGroups, withRest } from "./map-colors.js";
import { percent } from "./words.js";

/**
 * @param {HTMLElement} root
 * @param {import("./store.js").Store} store
 * @param {{onOpen: (picture: number) => void, onSelect: (pictures: number[]) => void, tell: Function}} parts
 */
export function createAtlas(root, store, { onOpen, onSelect, tell }) {
  const stage = el("div", { class: "atlas-stage" });
  const words = el("p", { role: "status" });
  const methods = { neighbors: "Likes together", pca: "Overview" };
  const choice = { method: "neighbors", colors: "labels" };
  const methodButtons = Object.entries(methods).map(([method, text]) => toggle(text, () => choose({ method })));
  const colorButtons = Object.entries({ labels: "By label", clusters: "By cluster" }).map(([colors, text]) =>
    toggle(text, () => choose({ colors })),
  );
  const toolbar = el(
    "div",
    { class: "panel-row" },
    el("div", { class: "tabs", role: "group", "aria-label": "Arrangement" }, ...methodButtons),
    el("div", { class: "tabs", role: "group", "aria-label": "Colors" }, ...colorButtons),
    words,
  );
  root.append(toolbar, stage);
  let map = null;
  let turn = 0;

  async function open() {
    const mine = ++turn;
    mark();
    try {
      const { mountMap } = await import("./map.js");
      if (map?.n !== store.n || choice.method === "pca") {
        const points = await getPoints("pca");
        if (mine !== turn) return;
        draw(mountMap, points, await getLook());
      }
      if (choice.method === "pca") return;
      const better = await getPoints("neighbors", (task) => setText(words, progressWords(task)));
      if (mine !== turn) return;
      setText(words, "");
      draw(mountMap, better, await getLook());
    } catch (error) {
      if (mine !== turn) return;
      setText(words, "");
      tell(`The map cannot be shown: ${error.message}`, { isError: true });
    }
  }

  /** The same pictures wander to their new places; others get a new map. */
  function draw(mountMap, points, look) {
    if (map?.n === points.points2d.length / 2) {
      map.setPoints(points);
      map.setColors(undefined, look);
      return;
    }
    map?.destroy();
    map = mountMap(stage, {
      ...points,
      ...look,
      toolbar,
      thumbnail: (picture) => store.thumbnail(picture, 320),
      describe: (picture) => speakPicture(store, picture),
      onOpen,
      onSelect,
    });
  }

  async function getPoints(method, onProgress) {
    const at = (dims) => getArray(`/api/map?dims=${dims}&method=${method}`, Float32Array, onProgress);
    return { points2d: await at(2), points3d: await at(3) };
  }

  /** The group of each picture, and what the groups are called. */
  async function getLook() {
    if (choice.colors === "labels") return labelGroups(store);
    const { clusters, names } = await getMadeJson("/api/clusters", (task) => setText(words, progressWords(task)));
    setText(words, "");
    return clusterGroups(clusters, names);
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
      map?.destroy();
      map = null;
    },
    /** Color the points by their new places. */
    recolor() {
      if (choice.colors === "labels") map?.setColors(null, labelGroups(store));
    },
  };
}

/** The place of each picture as its group, "not sure" being one. @param {import("./store.js").Store} store */
function labelGroups({ labels, colors, places }) {
  const legend = labels.map(({ name }, i) => ({ name, color: colors[i] }));
  return withRest(places.place, legend, { name: "not sure", shape: 2 }); // no circle: what stays is gray as well
}

function toggle(text, onClick) {
  return button(text, onClick, { class: "tab" });
}

function progressWords({ doing, done, total }) {
  return total ? `${doing}: ${percent(done / total)}` : `${doing} …`;
}
