/** Colors that also color-blind people tell apart, and shapes when there are more groups than colors. */

/** Petroff 2021, "Accessible Color Sequences for Data Visualization", ten colors; its grays are left to the rest. */
export const PALETTE = [
  "#3f90da", "#ffa90e", "#bd1f01", "#832db6", "#92dadd", "#e76300", "#a96b59", "#b9ac70", "#0f8554", "#e377c2",
]; // prettier-ignore

/** For what belongs to no group. */
export const NO_GROUP_COLOR = "#94a4a2";

/** The color of a group, by its number; -1 is none. */
export function groupColor(group) {
  return group < 0 ? NO_GROUP_COLOR : PALETTE[group % PALETTE.length];
}

/** 0 a circle, 1 a square, 2 a diamond: what tells groups of the same color apart. */
export function groupShape(group) {
  return group < 0 ? 0 : Math.floor(group / PALETTE.length) % 3;
}

/** Four bytes for each color as CSS writes it; each distinct one is looked up once. */
export function toBytes(colors) {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const bytes = new Uint8Array(4 * colors.length);
  for (let i = 0; i < colors.length; i++) {
    if (!known.has(colors[i])) {
      context.fillStyle = NO_GROUP_COLOR;
      context.fillStyle = colors[i];
      context.fillRect(0, 0, 1, 1);
      known.set(colors[i], context.getImageData(0, 0, 1, 1).data.slice());
    }
    bytes.set(known.get(colors[i]), 4 * i);
  }
  return bytes;
}
