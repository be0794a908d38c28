/** Which edges of a scroller have more behind them: those fade, so that what is out of sight is not taken for missing. */

/** @param {HTMLElement} scroller @returns {() => void} to be called when what it holds has changed */
export function createEdges(scroller) {
  scroller.addEventListener("scroll", mark, { passive: true });
  new ResizeObserver(mark).observe(scroller);

  function mark() {
    const { scrollLeft, scrollTop, clientWidth, clientHeight, scrollWidth, scrollHeight } = scroller;
    const left = scrollWidth - clientWidth - scrollLeft;
    const below = scrollHeight - clientHeight - scrollTop;
    scroller.classList.toggle("more-before", Math.max(scrollLeft, scrollTop) > 1);
    scroller.classList.toggle("more-after", Math.max(left, below) > 1);
  }

  return mark;
}
