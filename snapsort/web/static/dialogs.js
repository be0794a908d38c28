/** Dialogs: a title, a body, buttons. Escape closes one, and the focus goes back to where it was. */

import { button, el, iconButton } from "./dom.js";
import { number } from "./words.js";

/**
 * Open a dialog; it is gone from the page once closed.
 * @param {string} title
 * @param {{class?: string, onClose?: () => void}} [options]
 */
export function openDialog(title, { class: name = "", onClose } = {}) {
  const before = document.activeElement;
  const heading = el("h2", { text: title, id: "dialog-title" });
  const body = el("div", { class: "dialog-body" });
  const buttons = el("div", { class: "dialog-buttons" });
  const dialog = el("dialog", { class: `dialog ${name}`, "aria-labelledby": "dialog-title" });
  const closing = iconButton("close", "Close", () => dialog.close(), { class: "dialog-close" });
  dialog.append(el("header", {}, heading, closing), body, buttons);
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus?.({ preventScroll: true });
    onClose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  let canClose = true;
  dialog.addEventListener("cancel", (event) => canClose || event.preventDefault());

  return {
    body,
    close: () => dialog.close(),
    get isOpen() {
      return dialog.isConnected;
    },
    setTitle: (words) => (heading.textContent = words),
    /** Replace what it says and offers. @param {Node[]} content @param {HTMLButtonElement[]} [offered] */
    show(content, offered = []) {
      body.replaceChildren(...content);
      buttons.replaceChildren(...offered);
      (offered.find((one) => one.classList.contains("primary")) ?? offered[0] ?? closing).focus();
    },
    /** Whether it may be closed: not while files move. @param {boolean} can */
    allowClosing(can) {
      canClose = can;
      closing.hidden = !can;
    },
  };
}

/** A bar with words for something that takes a while. */
export function createProgress(words) {
  const line = el("p", { text: words, role: "status" });
  const bar = el("progress", { "aria-label": words });
  return {
    element: el("div", { class: "progress" }, line, bar),
    /** @param {import("./api.js").Task} task */
    update(task) {
      const isCounted = task.total > 0;
    const doing = `${task.doing[0].toUpperCase()}${task.doing.slice(1)}`;
      line.textContent = isCounted ? `${doing}: ${number(task.done)} of ${number(task.total)}` : `${doing} …`;
      if (isCounted) [bar.max, bar.value] = [task.total, task.done];
      else bar.removeAttribute("value");
    },
  };
}

/** The button that a dialog is for. */
export function primary(text, onClick) {
  return button(text, onClick, { class: "primary" });
}
