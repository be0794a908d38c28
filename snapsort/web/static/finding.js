/** Lists of pictures that the server finds: by words, by likeness, and those worth asking about. */

import { getJson } from "./api.js";
import { button, el, setText } from "./dom.js";
import { NEARLY_THE_SAME, cutRanked } from "./likeness.js";
import { fileName } from "./orders.js";
import { count, number, percent } from "./words.js";

const MOST_ALIKE = 200;
const ALONE = "Nothing else is nearly the same. Move the slider to select less alike ones.";

/**
 * @param {HTMLElement} panel above the gallery
 * @param {import("./store.js").Store} store
 * @param {import("./actions.js").Actions} actions
 * @param {{selection: import("./selection.js").Selection, tell: Function, focusPictures: () => void}} parts
 */
export function createFinding(panel, store, actions, { selection, tell, focusPictures }) {
  let asked = 0; // an answer to an older question is of no interest any more
  let back = null; // the view to return to
  store.on("view", () => {
    if (store.filter.kind !== "list" && store.tab !== "between") clear();
  });
  store.on("data", () => {
    asked++; // an answer on its way numbers pictures as they were
    clear();
  });

  function clear() {
    panel.replaceChildren();
    back = null;
  }

  function leave() {
    const view = back ?? { filter: { kind: "all" }, tab: "pictures" };
    clear();
    actions.show(view);
  }

  function goBack() {
    leave();
    focusPictures(); // the button that had the focus is gone
  }

  function remember() {
    if (store.filter.kind !== "list") back = { filter: store.filter, tab: store.tab };
  }

  /**
   * Ask the server and show what it finds, unless something else is looked at by then.
   * @returns {Promise<boolean>} whether it could answer
   */
  async function find(path, show) {
    const turn = ++asked;
    const { filter, tab } = store;
    const isWanted = () => turn === asked && filter === store.filter && tab === store.tab;
    const focused = document.activeElement;
    try {
      const found = await getJson(path);
      if (!isWanted()) return true;
      remember();
      show(found);
      if (document.activeElement === focused) focusPictures(); // else somebody types or presses elsewhere by now
      return true;
    } catch (error) {
      if (isWanted()) tell(error.message, { isError: true });
      return false;
    }
  }

  /** @param {Omit<import("./sections.js").List, "kind">} list @param {...Node} extras beside the way back */
  function showList(list, ...extras) {
    actions.show({ tab: "pictures", filter: { kind: "list", ...list } });
    panel.replaceChildren(el("div", { class: "panel-row" }, ...extras, button("Back to all", goBack, { title: "Esc" })));
  }

  /** What is called so, at once; then what looks so, below. */
  async function search(words) {
    const wanted = words.trim();
    if (!wanted) {
      if (store.filter.kind === "list") leave();
      return;
    }
    const named = findNames(wanted);
    const title = `“${wanted}”`;
    const status = el("p", { text: "Looking …", role: "status" });
    remember();
    showList({ title, pictures: named, isPending: true }, status);
    const isFound = await find(`/api/search?most=500&words=${encodeURIComponent(wanted)}`, ({ pictures }) => {
      const names = new Set(named);
      const { best, rest } = cutRanked(pictures.filter((picture) => !names.has(picture)), store.n);
      const note = named.length ? `${number(named.length)} by name, then ${bestWords(best)}` : bestWords(best);
      showList({ title, note, pictures: [...named, ...best], rest }, status);
    });
    const byName = `${count(named.length)} by name`;
    if (isFound) setText(status, named.length ? `${byName} first, then what looks like it` : "No name has it. What looks most like it first, however little");
    else if (status.isConnected) {
      showList({ title, pictures: named }, status);
      setText(status, byName);
    }
  }

  /** That it is a ranking, which has a best picture of anything. */
  function bestWords(best) {
    return `the best ${number(best.length)} of ${number(store.n)}`;
  }

  function findNames(words) {
    const part = words.toLowerCase();
    const named = [];
    store.paths.forEach((path, i) => fileName(path).toLowerCase().includes(part) && named.push(i));
    return named.slice(0, 500);
  }

  function alike(picture) {
    return find(`/api/alike?picture=${picture}&most=${MOST_ALIKE}`, (found) => showAlike(picture, found));
  }

  function showAlike(picture, { pictures, similarity }) {
    const words = el("p");
    const input = el("input", { type: "range", min: 0, max: 100, step: 0.5, "aria-label": "How alike" });
    function select() {
      const near = pictures.filter((_, i) => similarity[i] >= Number(input.value) / 100);
      selection.set([picture, ...near]);
      setText(words, near.length ? `${count(near.length + 1)} selected. Press a label's key to judge them all.` : ALONE);
      input.setAttribute("aria-valuetext", `at least ${percent(Number(input.value) / 100)} alike, ${near.length + 1} selected`);
    }
    input.value = 100 * NEARLY_THE_SAME;
    input.addEventListener("input", select);
    const title = `Like ${fileName(store.paths[picture])}`;
    const { best, rest } = cutRanked(pictures, store.n);
    showList({ title, note: bestWords(best), pictures: [picture, ...best], rest }, el("label", {}, "Less alike ", input, " More"), words);
    store.cursor = picture;
    select();
  }

  function ask() {
    return find("/api/suggest?most=20", ({ pictures }) => {
      if (!pictures.length) return tell("There is nothing worth asking");
      showList({ title: "What are these?", pictures }, el("p", { text: "These teach the most. Say what each is; then press Teach." }));
      selection.goTo(pictures[0]);
    });
  }

  return { search, alike, ask, leave, get isOpen() {
    return store.filter.kind === "list" && store.tab === "pictures";
  } };
}
