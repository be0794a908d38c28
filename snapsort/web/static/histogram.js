/** A small histogram, drawn behind a slider: what is chosen in color, the rest gray. */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Int32Array} bins from 0 to 1
 * @param {(share: number) => string} paint the color by the middle of a bin; empty: gray
 */
export function drawHistogram(canvas, bins, paint) {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!width) return;
  const scale = window.devicePixelRatio;
  if (canvas.width !== Math.round(width * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const gray = getComputedStyle(canvas).getPropertyValue("--faint");
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const most = Math.sqrt(Math.max(...bins, 1)); // roots: one picture still shows beside thousands
  const step = width / bins.length;
  bins.forEach((count, i) => {
    if (!count) return;
    const tall = Math.max(2, (Math.sqrt(count) / most) * height);
    context.fillStyle = paint((i + 0.5) / bins.length) || gray;
    context.fillRect(i * step + 0.5, height - tall, Math.max(1, step - 1), tall);
  });
}
