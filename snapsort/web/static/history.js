/** Steps that can be undone and done again, newest last. Holds values only; whoever asks carries them out. */

/**
 * @typedef {{kind: "said", words: string, changes: {picture: number, before: number, after: number}[]}
 *   | {kind: "limits", limit: "threshold"|"margin", words: string, changes: {label: number, before: number, after: number}[]}} Step
 */

const MOST = 1000;

/** An empty history. */
export function createHistory() {
  /** @type {Step[]} */
  let done = [];
  /** @type {Step[]} */
  let undone = [];
  return {
    /** Note a step that has just been done. @param {Step} step */
    add(step) {
      done = [...done.slice(1 - MOST), step];
      undone = [];
    },
    /** The newest step turned around, or null. It counts as undone from now on. */
    undo() {
      const step = done.pop();
      if (!step) return null;
      undone.push(step);
      return invert(step);
    },
    /** The step that was undone last, or null. It counts as done from now on. */
    redo() {
      const step = undone.pop();
      if (!step) return null;
      done.push(step);
      return step;
    },
    /** Forget everything: what the steps speak of is no more. */
    clear() {
      done = [];
      undone = [];
    },
    get canUndo() {
      return done.length > 0;
    },
    get canRedo() {
      return undone.length > 0;
    },
  };
}

/** @param {Step} step @returns {Step} */
function invert(step) {
  const changes = step.changes.map((change) => ({ ...change, before: change.after, after: change.before }));
  return /** @type {Step} */ ({ ...step, changes: changes.reverse() });
}
