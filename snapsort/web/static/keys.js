/** What a key means: the gallery's, the viewer's and the labels' keys. Typing in a field is left alone. */

import { labelOfKey } from "./keymap.js";

/**
 * @typedef {object} Commands
 * @property {(label: number) => void} label -1: take back
 * @property {(step: {tiles?: number, rows?: number}, isExtending: boolean) => void} step
 * @property {(end: -1|1, isExtending: boolean) => void} jump to the first or the last
 * @property {() => void} select
 * @property {() => void} selectAll
 * @property {() => void} open open the viewer, or zoom in it
 * @property {() => void} leave
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {() => void} alike
 * @property {() => void} ask
 * @property {() => void} search
 * @property {() => void} help
 * @property {(direction: -1|1) => void} size
 * @property {(x: number, y: number) => boolean} pan whether it was used
 * @property {() => number} pageRows
 *
 * @param {import("./store.js").Store} store
 * @param {Commands} commands
 */
export function listenToKeys(store, commands) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || isElsewhere(event)) return;
    const run = findCommand(event, store, commands);
    if (!run) return;
    event.preventDefault();
    run();
  });
}

/** A dialog is open, or the key belongs to a field, or (Enter, space) to a button. */
function isElsewhere(event) {
  const { target, key } = event;
  if (document.querySelector("dialog[open]")) return true;
  if (target.matches("input[type=search], input[type=text], select, textarea")) return true;
  if (target.matches("input[type=range]")) return key !== "Escape" && !(event.ctrlKey || event.metaKey);
  return target.matches("button, summary, a") && (key === "Enter" || key === " " || key === "Tab");
}

function findCommand(event, store, commands) {
  if (event.ctrlKey || event.metaKey) return findWithControl(event, commands);
  if (event.altKey) return null;
  const move = findMove(event, commands);
  if (move) return move;
  const named = NAMED[event.key];
  if (named) return () => named(commands);
  const label = labelOfKey(store.keys, event.key);
  return label >= 0 ? () => commands.label(label) : null;
}

function findWithControl(event, commands) {
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? commands.redo : commands.undo;
  if (key === "y") return commands.redo;
  if (key === "a") return commands.selectAll;
  return null;
}

function findMove({ key, shiftKey }, commands) {
  const page = commands.pageRows();
  const steps = {
    ArrowLeft: { tiles: -1 },
    ArrowRight: { tiles: 1 },
    ArrowUp: { rows: -1 },
    ArrowDown: { rows: 1 },
    PageUp: { rows: -page },
    PageDown: { rows: page },
  };
  if (key === "Home" || key === "End") return () => commands.jump(key === "Home" ? -1 : 1, shiftKey);
  const step = steps[key];
  if (!step) return null;
  return () => {
    const isPanned = shiftKey && commands.pan(step.tiles ?? 0, Math.sign(step.rows ?? 0));
    if (!isPanned) commands.step(step, shiftKey);
  };
}

const NAMED = {
  " ": (commands) => commands.select(),
  Enter: (commands) => commands.open(),
  Escape: (commands) => commands.leave(),
  Backspace: (commands) => commands.label(-1),
  Delete: (commands) => commands.label(-1),
  "/": (commands) => commands.search(),
  "?": (commands) => commands.help(),
  ".": (commands) => commands.alike(),
  ",": (commands) => commands.ask(),
  "+": (commands) => commands.size(1),
  "=": (commands) => commands.size(1),
  "-": (commands) => commands.size(-1),
};
