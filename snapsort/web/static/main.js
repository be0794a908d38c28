/** The page: puts the parts together and starts them. */

import { createActions } from "./actions.js";
import { getArray, getJson, pause, stopServer, waitFor } from "./api.js";
import { createApplying } from "./applying.js";
import { createAtlas } from "./atlas.js";
import { createBar } from "./bar.js";
import { createBetween } from "./between.js";
import { createProgress } from "./dialogs.js";
import { el } from "./dom.js";
import { offerPictures } from "./drag.js";
import { createFinding } from "./finding.js";
import { createGallery } from "./gallery.js";
import { showHelp } from "./help.js";
import { listenToKeys } from "./keys.js";
import { listProblems } from "./problems.js";
import { createSidebar } from "./sidebar.js";
import { createStore } from "./store.js";
import { createTeaching } from "./teaching.js";
import { createToasts } from "./toasts.js";
import { createTop } from "./top.js";
import { createViewer } from "./viewer.js";

const STILL_LOADING_MS = 250;
const ORDER_PATIENCE_MS = 500; // so long the first view waits to have likes together

const part = (id) => document.getElementById(id);
const store = createStore();
const tell = createToasts(part("toasts"), part("live"));
const actions = createActions(store, tell);
const gallery = createGallery(part("gallery"), store, openViewer);
const { grid, selection } = gallery;
const viewer = createViewer(part("stage"), store, { onStep: stepViewer, onClose: closeViewer });
const finding = createFinding(part("panel"), store, actions, { selection, tell, focusPictures: focusGallery });
const between = createBetween(part("panel"), store, actions);
const atlas = createAtlas(part("atlas"), store, { onOpen: openViewer, onSelect: selectOnMap, tell });
const applying = createApplying(store, { settled: actions.settled, onMoved: reload, tell });
const teach = createTeaching(store, { settled: actions.settled, onTaught: reload, tell });
const top = createTop(part("top"), store, actions, {
  onTab: showTab,
  onSearch: finding.search,
  onSearchEnd: focusGallery,
  onAsk: finding.ask,
  onTeach: teach,
  onApply: applying.showPlan,
  onTakeBack: () => applying.takeBack(store.session.run.id),
  onMenu: toggleSide,
});
createSidebar(part("side"), store, actions, {
  onRegroup: () => gallery.showSections(true),
  onHelp: () => showHelp(store),
  onStop: stop,
  onChosen: closeSide,
});
createBar(part("bar"), store, { onLabel: label, onAlike: alike, onClear: selection.clear, onDrop: drop });
part("stage").addEventListener("pointerdown", closeSide);
offerPictures(grid.list, store);
listenToKeys(store, {
  label,
  step,
  jump,
  select: () => store.cursor >= 0 && selection.toggle(store.cursor),
  selectAll: gallery.selectAll,
  open: () => (viewer.isOpen ? viewer.toggleZoom() : store.cursor >= 0 && openViewer(store.cursor)),
  leave,
  undo: actions.undo,
  redo: actions.redo,
  alike,
  ask: finding.ask,
  search: top.focusSearch,
  help: () => showHelp(store),
  size,
  pan,
  pageRows: () => grid.pageRows,
});
store.on("view", showStage);
store.on("places", () => store.tab === "map" && atlas.recolor());
start();

async function start() {
  try {
    await load();
    part("start").hidden = true;
    document.body.classList.add("ready");
    focusGallery();
  } catch (error) {
    part("start").replaceChildren(el("p", { role: "alert", text: error.message }));
  }
}

/** Wait until the server is ready, then take over what it knows; likes are put together now, or when it knows how. */
async function load() {
  const progress = createProgress("Looking at the pictures");
  let session = await getJson("/api/session");
  while (session.state === "loading") {
    part("start").replaceChildren(progress.element);
    if (session.task) await waitFor(session.task, progress.update);
    else await pause(STILL_LOADING_MS);
    session = await getJson("/api/session");
  }
  if (session.state === "failed") throw new Error(session.error.message);
  const order = getArray("/api/order", Uint32Array).catch(() => null); // found while the rest is on its way
  const [pictures, probabilities, likeness] = await Promise.all([
    getJson("/api/pictures"),
    getArray("/api/probabilities", Float32Array),
    Promise.race([order, pause(ORDER_PATIENCE_MS)]), // so that nothing has to be drawn twice
  ]);
  store.load(session, pictures, probabilities, likeness?.length === session.photos ? likeness : null);
  const folder = session.root.split(/[\\/]/).findLast(Boolean) ?? session.root;
  document.title = `${folder} – snapsort`;
  part("title").textContent = `Review of ${folder}`;
  if (!store.likeness) order.then((late) => takeLikeness(late, session.revision));
}

async function reload() {
  actions.forgetSteps();
  closeViewer();
  if (store.filter.kind === "list") Object.assign(store, { filter: { kind: "all" }, tab: "pictures" });
  await load();
  showStage();
}

/** @param {Uint32Array|null} likeness null: it could not be found @param {number} revision of the pictures it is of */
function takeLikeness(likeness, revision) {
  const isOfThese = revision === store.session.revision && (likeness?.length ?? store.n) === store.n;
  if (isOfThese) store.setLikeness(likeness);
}

/** Say the label of what is selected or current, and go on to the next picture. */
function label(index) {
  const targets = store.targets();
  if (!targets.length) return tell("Choose a picture first: click one, or use the arrow keys");
  actions.say(targets, index);
  const isOnMap = store.tab === "map" && !viewer.isOpen;
  if (index < 0 || isOnMap) return null;
  selection.advance(targets);
  if (viewer.isOpen) viewer.show(store.cursor);
  return null;
}

function drop(pictures, index) {
  actions.say(pictures, index);
}

function step(steps, isExtending) {
  if (store.tab === "map" && !viewer.isOpen) return;
  const wanted = viewer.isOpen && steps.rows ? { tiles: Math.sign(steps.rows) } : steps;
  const picture = grid.step(store.cursor, wanted);
  if (picture >= 0) goTo(picture, isExtending);
}

function goTo(picture, isExtending) {
  if (isExtending && !viewer.isOpen) selection.extendTo(picture);
  else selection.goTo(picture);
  if (viewer.isOpen) viewer.show(store.cursor);
}

function jump(end, isExtending) {
  const { pictures } = grid.shown;
  if (pictures.length) goTo(pictures.at(end < 0 ? 0 : -1), isExtending);
}

function stepViewer(tiles) {
  step({ tiles }, false);
}

function openViewer(picture) {
  if (store.cursor !== picture) selection.goTo(picture);
  viewer.show(picture);
  setViewing(true);
  viewer.element.focus({ preventScroll: true });
}

function closeViewer() {
  if (!viewer.isOpen) return;
  viewer.close();
  setViewing(false);
  if (store.tab !== "map") focusGallery();
}

/** What lies below the viewer cannot be reached while it is open. */
function setViewing(isViewing) {
  document.body.classList.toggle("viewing", isViewing);
  for (const id of ["gallery", "panel", "atlas"]) part(id).inert = isViewing;
}

/** One step back: out of the viewer, then of the selection, then of a list. */
function leave() {
  if (document.body.classList.contains("side-open")) closeSide();
  else if (viewer.isOpen) closeViewer();
  else if (store.selected.size) selection.clear();
  else if (finding.isOpen) finding.leave();
}

function alike() {
  if (store.cursor < 0) return tell("Choose a picture first");
  const picture = store.cursor;
  closeViewer();
  return finding.alike(picture);
}

function size(direction) {
  if (!viewer.isOpen) grid.setRowHeight(grid.rowHeight * (direction > 0 ? 1.25 : 0.8));
  else if (direction > 0) viewer.larger();
  else viewer.smaller();
}

function pan(x, y) {
  if (viewer.isOpen) viewer.pan(x, y);
  return viewer.isOpen;
}

function showTab(tab) {
  closeViewer();
  if (tab === "between") between.open();
  else actions.show({ tab, filter: store.filter.kind === "list" ? { kind: "all" } : store.filter });
}

/** What the middle of the page shows: the gallery, the problems, or the map. */
function showStage() {
  const isMap = store.tab === "map";
  const areProblems = store.filter.kind === "problems" && !isMap;
  document.querySelector(".problems-view")?.remove();
  part("gallery").hidden = isMap || areProblems;
  if (isMap && part("atlas").hidden) {
    part("atlas").hidden = false;
    atlas.open();
  } else if (!isMap && !part("atlas").hidden) {
    part("atlas").hidden = true;
    atlas.close();
  }
  if (!areProblems) return;
  part("stage").append(el("div", { class: "problems-view", tabIndex: 0, role: "region", "aria-label": "Problems" }, listProblems(store.session.problems)));
}

function selectOnMap(pictures) {
  store.cursor = pictures[0] ?? -1;
  selection.set(pictures);
}

function focusGallery() {
  grid.list.focus({ preventScroll: true });
}

/** On narrow windows the folders lie over the pictures, until one is chosen or something else is touched. */
function toggleSide() {
  const isOpen = document.body.classList.toggle("side-open");
  if (isOpen) part("side").querySelector("button").focus();
}

function closeSide() {
  document.body.classList.remove("side-open");
}

async function stop() {
  await actions.settled();
  closeViewer();
  grid.show([]); // nothing is asked of a server that is gone
  await stopServer();
  document.body.classList.remove("ready");
  part("start").hidden = false;
  part("start").replaceChildren(el("p", { text: "snapsort was stopped. What you said is saved. You can close this page." }));
}
