/** The bar above: views, search, order, and what the review leads to: ask, teach, move. */

import { button, el, iconButton, setAttribute, setText } from "./dom.js";
import { number, verbs } from "./words.js";

const TABS = [
  { tab: "pictures", text: "Pictures" },
  { tab: "between", text: "Between two" },
  { tab: "map", text: "Map" },
];
const SORTS = [
  { sort: "likeness", text: "By likeness" },
  { sort: "unsure", text: "Unsure first" },
  { sort: "name", text: "By name" },
  { sort: "time", text: "Newest first" },
];

/**
 * @param {HTMLElement} root
 * @param {import("./store.js").Store} store
 * @param {import("./actions.js").Actions} actions
 * @param {{onTab: (tab: string) => void, onSearch: (words: string) => void, onSearchEnd: () => void,
 *          onAsk: () => void, onTeach: () => void, onApply: () => void, onTakeBack: () => void, onMenu: () => void}} listeners
 */
export function createTop(root, store, actions, listeners) {
  const tabs = TABS.map(({ tab, text }) => button(text, () => listeners.onTab(tab), { class: "tab" }));
  const search = el("input", {
    type: "search",
    enterKeyHint: "search",
    autocomplete: "off",
    spellcheck: false,
    "aria-label": "Search names or words",
    title: "What it shows, or part of its name (/)",
    on: { keydown: onSearchKey, input: () => search.value || listeners.onSearch("") },
  });
  const sort = el(
    "select",
    { "aria-label": "Order", on: { change: () => actions.show({ sort: sort.value }) } },
    ...SORTS.map((one) => el("option", { value: one.sort, text: one.text })),
  );
  const undo = iconButton("undo", "Undo (Ctrl+Z)", actions.undo);
  const redo = iconButton("redo", "Do again (Ctrl+Shift+Z)", actions.redo);
  const ask = button("Ask me", listeners.onAsk, { title: "Pictures whose answer teaches the most (,)" });
  const teach = button("Teach", listeners.onTeach, { title: "Learn from what you said; you see what changes first" });
  const applyWords = el("span");
  const applyThings = el("span", { class: "wide-only" });
  const apply = button("", listeners.onApply, { class: "primary" });
  apply.append(applyWords, applyThings);
  const takeBack = button("", listeners.onTakeBack, { hidden: true });
  root.append(
    iconButton("menu", "Folders", listeners.onMenu, { class: "menu-button" }),
    el("div", { class: "tabs", role: "group", "aria-label": "View" }, ...tabs),
    search,
    sort,
    el("span", { class: "gap" }),
    undo,
    redo,
    takeBack,
    ask,
    teach,
    apply,
  );

  for (const topic of ["data", "places", "view"]) store.on(topic, update);
  store.on("view", () => {
    const isElsewhere = store.filter.kind !== "list" && document.activeElement !== search;
    if (isElsewhere) search.value = "";
  });
  const narrow = matchMedia("(max-width: 760px)");
  narrow.addEventListener("change", invite);
  invite();

  function invite() {
    search.placeholder = narrow.matches ? "Search" : "Names or words, then Enter";
  }

  function onSearchKey(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    if (event.key === "Escape") search.value = "";
    listeners.onSearchEnd();
    listeners.onSearch(search.value);
  }

  function update() {
    const { session, counts } = store;
    const { moved, changed } = counts;
    tabs.forEach((one, i) => setAttribute(one, "aria-pressed", TABS[i].tab === store.tab));
    undo.disabled = !actions.canUndo;
    redo.disabled = !actions.canRedo;
    teach.disabled = changed === 0;
    apply.disabled = moved === 0;
    sort.disabled = store.filter.kind === "list" || store.tab !== "pictures";
    if (sort.value !== store.sort) sort.value = store.sort;
    setText(applyWords, moved ? `${verbs(session.mode).act} ${number(moved)}` : `Nothing to ${verbs(session.mode).act.toLowerCase()}`);
    setText(applyThings, moved ? ` ${moved === 1 ? "picture" : "pictures"} …` : "");
    const { run } = session;
    takeBack.hidden = !run;
    if (run) setText(takeBack, `Undo move of ${number(run.moved)}`);
    takeBack.title = "Puts what was moved last back where it was";
  }

  return {
    focusSearch() {
      search.focus();
      search.select();
    },
  };
}
