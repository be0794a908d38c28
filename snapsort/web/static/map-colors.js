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

/**
 * Eight colors for clusters, none of them near one of a label. Found by search: in OKLab the nearest two are 0.14
 * apart, also to people without red or green cones (the ten above: 0.03); 1.8 to 1 on light, 2.5 to 1 on dark.
 */
export const CLUSTER_PALETTE = [
  "#5e56de", "#d0b80e", "#2e6720", "#a9b8d2", "#8b8c27", "#8d90ff", "#4f5284", "#8a819b",
]; // prettier-ignore

/**
 * Clusters as groups of a map: colors, then the same ones with other shapes. What is in no cluster comes last, gray.
 * @param {ArrayLike<number>} clusters the number of each picture's cluster, -1 for none
 * @param {string[]} names
 */
export function clusterGroups(clusters, names) {
  const legend = names.map((name, i) => ({
    name,
    color: CLUSTER_PALETTE[i % CLUSTER_PALETTE.length],
    shape: Math.floor(i / CLUSTER_PALETTE.length) % 3,
  }));
  return withRest(clusters, legend, { name: "in no cluster", shape: 0 });
}

/**
 * Groups of a map, with what is in none of them as the last one, gray.
 * @param {ArrayLike<number>} groups the number of each picture's group, -1 for none
 * @param {{name: string, color: string, shape?: number}[]} legend
 * @param {{name: string, shape: number}} rest
 */
export function withRest(groups, legend, rest) {
  const none = { ...rest, color: NO_GROUP_COLOR };
  return { groups: Int32Array.from(groups, (group) => (group < 0 ? legend.length : group)), legend: [...legend, none] };
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
