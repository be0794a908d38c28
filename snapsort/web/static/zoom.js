/** Where a picture lies in a window when it is zoomed and panned. Pure. */

const MOST_SCALE = 8;

/**
 * @typedef {{width: number, height: number}} Size
 * @typedef {{scale: number, x: number, y: number}} Zoom scale: window pixels a picture pixel; x, y: of its left top corner
 */

/** The whole picture in the middle, never larger than it is. @param {Size} picture @param {Size} window @returns {Zoom} */
export function fitZoom(picture, window) {
  return center(picture, window, Math.min(fitScale(picture, window), 1));
}

/**
 * Larger or smaller, with the point under the pointer kept where it is.
 * @param {Zoom} zoom
 * @param {number} scale wanted
 * @param {{x: number, y: number}} point in the window
 * @param {{picture: Size, window: Size}} sizes
 * @returns {Zoom}
 */
export function zoomTo(zoom, scale, point, { picture, window }) {
  const least = Math.min(fitScale(picture, window), 1);
  const real = Math.min(Math.max(scale, least), MOST_SCALE);
  const factor = real / zoom.scale;
  const moved = { scale: real, x: point.x - (point.x - zoom.x) * factor, y: point.y - (point.y - zoom.y) * factor };
  return keepInside(moved, { picture, window });
}

/** Moved by so many pixels, but not out of the window. */
export function panBy(zoom, dx, dy, sizes) {
  return keepInside({ ...zoom, x: zoom.x + dx, y: zoom.y + dy }, sizes);
}

/** Whether the whole picture is in the window. */
export function isWhole(zoom, { picture, window }) {
  return zoom.scale <= Math.min(fitScale(picture, window), 1) * 1.001;
}

function fitScale(picture, window) {
  return Math.min(window.width / picture.width, window.height / picture.height);
}

function center(picture, window, scale) {
  return { scale, x: (window.width - picture.width * scale) / 2, y: (window.height - picture.height * scale) / 2 };
}

function keepInside({ scale, x, y }, { picture, window }) {
  return {
    scale,
    x: keepSide(x, picture.width * scale, window.width),
    y: keepSide(y, picture.height * scale, window.height),
  };
}

function keepSide(start, length, room) {
  if (length <= room) return (room - length) / 2;
  return Math.min(0, Math.max(room - length, start));
}
