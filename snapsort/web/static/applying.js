/** Apply: the plan as final names, then its progress, then the way back. */

import { post, postTask } from "./api.js";
import { createProgress, openDialog, primary } from "./dialogs.js";
import { TAIL, button, el, setName } from "./dom.js";
import { createLongList } from "./longlist.js";
import { fileName } from "./orders.js";
import { count, number, verbs } from "./words.js";

const ROW_PX = 52;

/**
 * @param {import("./store.js").Store} store
 * @param {{settled: () => Promise<void>, onMoved: () => Promise<void>, tell: (words: string) => void}} parts
 */
export function createApplying(store, { settled, onMoved, tell }) {
  /** Show what would be moved, and offer to move it. */
  async function showPlan() {
    const dialog = openDialog("What will move", { class: "wide" });
    dialog.show([createProgress("Looking up final names").element], [button("Not now", dialog.close)]);
    let plan;
    try {
      await settled();
      plan = await post("/api/plan");
    } catch (error) {
      showFailure(dialog, error);
      return;
    }
    if (dialog.isOpen) describe(dialog, plan);
  }

  function describe(dialog, plan) {
    const n = plan.moves.length;
    const { act } = verbs(plan.mode);
    dialog.setTitle(n ? `${act} ${count(n)}?` : "Nothing to move");
    if (!n) {
      dialog.show([el("p", { text: "Every picture stays where it is. Lower a slider, or say where pictures belong." })], [button("Close", dialog.close)]);
      return;
    }
    const cancel = button("Not now", dialog.close);
    dialog.show(describePlan(plan), [cancel, primary(`${act} ${count(n)}`, () => carryOut(dialog, plan))]);
  }

  function describePlan(plan) {
    const folders = Object.entries(plan.folders).map(([folder, n]) =>
      el("li", {}, el("b", { text: number(n) }), ` to ${folder}`),
    );
    return [
      el("p", { text: `Nothing is deleted or replaced, ${count(plan.stays)} ${plan.stays === 1 ? "stays" : "stay"}, and you can take it back afterwards.` }),
      el("ul", { class: "plan-folders" }, ...folders),
      createLongList(plan.moves.length, ROW_PX, (i) => planRow(plan.moves[i]), "Final names"),
      ...describeHeld(plan.held ?? []),
      ...describeProblems(plan.problems),
    ];
  }

  function planRow({ picture, to }) {
    const image = el("img", { alt: "", src: store.thumbnail(picture, 160), width: 40, height: 40, loading: "lazy" });
    const folder = to.slice(0, to.length - fileName(to).length);
    const from = el("span", { class: "from" });
    const name = el("b");
    setName(from, store.paths[picture], TAIL);
    setName(name, fileName(to), TAIL);
    return el(
      "div",
      { class: "plan-row" },
      image,
      from,
      el("span", { class: "to", title: to }, el("span", { class: "note", text: folder }), name),
    );
  }

  async function carryOut(dialog, plan) {
    const progress = createProgress("Carrying it out");
    dialog.setTitle(`${count(plan.moves.length)} on the way`);
    dialog.allowClosing(false);
    dialog.show([progress.element]);
    try {
      const result = await postTask("/api/apply", { plan: plan.plan }, progress.update);
      dialog.allowClosing(true);
      await onMoved();
      showResult(dialog, result);
    } catch (error) {
      showFailure(dialog, error);
    }
  }

  function showResult(dialog, { run, moved, problems, unread }) {
    dialog.setTitle(`${count(moved)} ${verbs(store.session.mode).done}`);
    const words = el("p", { text: "You can take this back now, later here, or with “snapsort undo”." });
    const back = button("Undo", () => takeBack(run, dialog));
    dialog.show([...describeUnread(unread), words, ...describeProblems(problems)], [back, primary("Done", dialog.close)]);
  }

  function showFailure(dialog, error) {
    dialog.allowClosing(true);
    dialog.setTitle("That did not work");
    dialog.show([el("p", { role: "alert", text: error.message })], [button("Close", dialog.close)]);
  }

  /** Put back what a run has moved. @param {string} run @param {ReturnType<typeof openDialog>} [open] */
  async function takeBack(run, open) {
    const dialog = open ?? openDialog("Taking it back");
    const progress = createProgress("Putting pictures back");
    dialog.setTitle("Taking it back");
    dialog.allowClosing(false);
    dialog.show([progress.element]);
    try {
      const { restored, problems, unread } = await postTask("/api/undo", { run }, progress.update);
      dialog.allowClosing(true);
      await onMoved();
      const words = `${count(restored)} back where ${restored === 1 ? "it was" : "they were"}`;
      const trouble = [...describeUnread(unread), ...describeProblems(problems)];
      dialog.setTitle(words);
      if (trouble.length) return void dialog.show(trouble, [primary("Done", dialog.close)]);
      dialog.close();
      tell(words);
    } catch (error) {
      showFailure(dialog, error);
    }
  }

  return { showPlan, takeBack };
}

function describeHeld(held) {
  const words = `${count(held.length)} stay, because there is such a file already.`;
  return held.length ? [el("p", { class: "note", text: words })] : [];
}

/** That the page shows how the folder was before, or nothing. @param {string|null} unread why it could not be read */
function describeUnread(unread) {
  const words = `All of this was done, but the folder could not be read again: ${unread}. Start the review anew to see it as it is.`;
  return unread ? [el("p", { role: "alert", text: words })] : [];
}

/** Problems as a list, or nothing. @param {{path: string, reason: string}[]} problems */
export function describeProblems(problems) {
  if (!problems?.length) return [];
  const rows = problems.map(({ path, reason }) => el("li", {}, el("b", { text: path }), ` ${reason}`));
  return [el("h3", { text: count(problems.length, "problem") }), el("ul", { class: "problems" }, ...rows)];
}
