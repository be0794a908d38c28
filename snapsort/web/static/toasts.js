/** Short messages at the edge of the page, read aloud too. A newer one takes the place of the older. */

import { button, el } from "./dom.js";

const SHOWN_MS = 6000;

/** @param {HTMLElement} root @param {HTMLElement} live what assistive technology listens to */
export function createToasts(root, live) {
  let timer = 0;

  /** @param {string} words @param {{undo?: () => void, isError?: boolean}} [options] */
  return function tell(words, { undo, isError = false } = {}) {
    clearTimeout(timer);
    const toast = el("div", { class: isError ? "toast error" : "toast" }, el("span", { text: words }));
    if (undo) toast.append(button("Undo", undo, { title: "Ctrl+Z" }));
    if (isError) toast.append(button("Close", () => root.replaceChildren()));
    root.replaceChildren(toast);
    live.textContent = words;
    if (!isError) timer = setTimeout(() => root.replaceChildren(), SHOWN_MS);
  };
}
