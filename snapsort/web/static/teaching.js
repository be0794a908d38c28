/** Teach: what the corrections so far would change, shown before anything is kept. */

import { post, postTask } from "./api.js";
import { createProgress, openDialog, primary } from "./dialogs.js";
import { button, dot, el } from "./dom.js";
import { count, number, percent } from "./words.js";

const SHOWN = 60; // pictures a change of labels shows
const FEWEST = 10; // pictures of which a share is worth saying

/**
 * @param {import("./store.js").Store} store
 * @param {{settled: () => Promise<void>, onTaught: () => Promise<void>, tell: Function}} parts
 */
export function createTeaching(store, { settled, onTaught, tell }) {
  return async function teach() {
    await settled();
    let isOpen = true;
    let isProposed = false;
    const dialog = openDialog("Learning from what you said", {
      class: "wide",
      onClose() {
        isOpen = false;
        if (isProposed) post("/api/teach/reject").catch(() => null);
      },
    });
    const progress = createProgress("Learning");
    dialog.show([progress.element], [button("Not now", dialog.close)]);
    try {
      const result = await postTask("/api/teach", {}, progress.update);
      isProposed = true;
      if (!isOpen) return void post("/api/teach/reject");
      show(dialog, result, () => (isProposed = false));
    } catch (error) {
      if (!isOpen) return;
      dialog.setTitle("Not enough to learn from yet");
      dialog.show([el("p", { role: "alert", text: error.message })], [button("Close", dialog.close)]);
    }
  };

  function show(dialog, result, onAccepted) {
    const better = result.labels.filter((label) => label.on).map((label) => label.name);
    const holds = el("p", { text: `What you said of ${count(result.corrections)} holds at once, here and when you sort.` });
    if (!better.length && !result.changes.length) {
      dialog.setTitle("Nothing to learn yet");
      dialog.show([holds, el("p", { text: MORE_NEEDED })], [primary("Close", dialog.close)]);
      return;
    }
    dialog.setTitle(titleOf(result.changes.length));
    const accept = primary("Use what was learned", async () => {
      onAccepted();
      try {
        await post("/api/teach/accept");
        dialog.close();
        await onTaught();
        tell("It judges by what you said from now on");
      } catch (error) {
        tell(error.message, { isError: true });
      }
    });
    dialog.show(
      [holds, el("p", { text: gainWords(better) }), ...changeGroups(result.changes), ...figures(result)],
      [button("Keep it as it was", dialog.close), accept],
    );
  }

  /** Pictures that would go elsewhere, those with the same change together. */
  function changeGroups(changes) {
    const groups = new Map();
    for (const change of changes) {
      const key = JSON.stringify([change.from, change.to]);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(change);
    }
    const sorted = [...groups.values()].sort((a, b) => b.length - a.length);
    return sorted.map((group) =>
      el(
        "section",
        { class: "change" },
        el("h3", {}, placeName(group[0].from), " → ", placeName(group[0].to), el("span", { class: "note", text: ` ${count(group.length)}` })),
        el("div", { class: "strip" }, ...group.slice(0, SHOWN).map(({ picture }) => thumbnail(picture)), more(group.length - SHOWN)),
      ),
    );
  }

  function placeName(name) {
    const label = store.labels.findIndex((one) => one.name === name);
    return el("span", { class: "place-name" }, dot(store.colors[label]), name ?? "not sure");
  }

  function thumbnail(picture) {
    return el("img", { src: store.thumbnail(picture, 160), alt: store.paths[picture], title: store.paths[picture], loading: "lazy" });
  }
}

const MORE_NEEDED =
  "For other pictures it proves nothing so far. Say of more where they belong, best ten or more of a kind, and also of some that are right.";
const ACCURACY_NOTE =
  "Of the pictures you judged, each left out while learning. Before is low where you judged mistakes only. The line: where the true share probably lies.";

function titleOf(n) {
  return n ? `${count(n, "other picture")} would be judged differently` : "No other picture here would be judged differently";
}

/** What learning adds, for pictures of which nothing was said. @param {string[]} better names of labels */
function gainWords(better) {
  if (better.length) return `For other pictures, it learned to judge better: ${better.join(", ")}.`;
  return "Others go along only where they look nearly the same as one of those.";
}

/** How often it was and is right; nothing where a share of so few would say nothing. */
function figures({ before, after, corrections, labels }) {
  if (corrections < FEWEST) return [];
  return [
    el("div", { class: "accuracies" }, accuracyRow("Right before", before), accuracyRow("Right after", after)),
    el("p", { class: "note", text: ACCURACY_NOTE }),
    labelTable(labels),
  ];
}

function more(n) {
  return n > 0 ? el("span", { class: "note", text: `and ${number(n)} more` }) : null;
}

/** A share with its interval, drawn and in words. */
function accuracyRow(words, figures) {
  if (figures?.accuracy == null) return el("p", { class: "accuracy", text: `${words}: not known yet` });
  const { accuracy, interval } = figures;
  const [low, high] = interval ?? [accuracy, accuracy];
  const range = el("span", { class: "range" });
  range.style.left = `${low * 100}%`;
  range.style.width = `${(high - low) * 100}%`;
  const point = el("span", { class: "point" });
  point.style.left = `${accuracy * 100}%`;
  return el(
    "p",
    { class: "accuracy" },
    el("span", { text: words }),
    el("b", { text: percent(accuracy) }),
    el("span", { class: "note", text: `${percent(low)} to ${percent(high)}` }),
    el("span", { class: "interval", "aria-hidden": "true" }, range, point),
  );
}

function labelTable(labels) {
  const rows = labels.map((label) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", text: label.name }),
      el("td", { text: OUTCOMES[label.reason] }),
      el("td", { text: shareWords(label.accuracy_before, label.n) }),
      el("td", { text: shareWords(label.accuracy_after, label.n) }),
    ),
  );
  const heads = ["Label", "What happened", "Found before", "Found after"].map((text) => el("th", { scope: "col", text }));
  return el(
    "details",
    {},
    el("summary", { text: "Label by label" }),
    el("table", {}, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows)),
  );
}

const OUTCOMES = { helps: "learned", not_proven: "no proven gain", no_examples: "nothing said" };

function shareWords(share, n) {
  return share === null || n < FEWEST ? "–" : percent(share);
}
