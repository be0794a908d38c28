/** map.html: its data, its small pictures, and a map of them. */

import { clusterGroups } from "../../web/static/map-colors.js";
import { mountMap } from "../../web/static/map.js";

const MOST_LISTED = 300;
const data = JSON.parse(document.getElementById("data").textContent);
const sizes = unpack(data.sizes, Uint8Array);
const sheets = new Map();
const colorings = {
  "By label": { groups: data.groups, legend: data.labels.map((name, i) => ({ name, ...restColor(i) })) },
  "By cluster": clusterGroups(data.clusters, data.clusterNames),
};

function unpack(text, type) {
  return new type(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
}

/** What stays is gray. */
function restColor(i) {
  const grays = { [data.labels.length - 1]: "#aab3b2", ...Object.fromEntries(data.negatives.map((j) => [j, "#717581"])) };
  return grays[i] ? { color: grays[i] } : {};
}

/** A small picture, drawn when its sheet is open. Enlarged when there is room for more. */
function drawThumbnail(i, scale = 1) {
  const canvas = document.createElement("canvas");
  const [width, height] = [sizes[2 * i], sizes[2 * i + 1]];
  canvas.width = Math.max(1, width * scale);
  canvas.height = Math.max(1, height * scale);
  const perSheet = data.columns * data.columns;
  const place = i % perSheet;
  openSheet(Math.floor(i / perSheet)).then((sheet) => {
    const x = (place % data.columns) * data.cell;
    const y = Math.floor(place / data.columns) * data.cell;
    if (width) canvas.getContext("2d").drawImage(sheet, x, y, width, height, 0, 0, canvas.width, canvas.height);
  });
  return canvas;
}

function openSheet(number) {
  if (!sheets.has(number)) {
    const image = new Image();
    image.src = data.sheets[number];
    sheets.set(number, image.decode().then(() => image));
  }
  return sheets.get(number);
}

function open(i) {
  const dialog = document.getElementById("picture");
  const name = element("p", data.names[i]);
  const says = element("p", data.says[i], "note");
  const row = element("div", "", "row");
  if (data.links[i]) {
    const link = element("a", "Open the picture");
    link.href = data.links[i];
    link.target = "_blank";
    link.rel = "noopener";
    row.append(link);
  }
  const close = element("button", "Close");
  close.type = "button";
  close.addEventListener("click", () => dialog.close());
  row.append(close);
  dialog.replaceChildren(drawThumbnail(i, Math.max(1, Math.round(320 / data.cell))), name, says, row);
  dialog.showModal();
}

function showChosen(pictures) {
  const aside = document.getElementById("chosen");
  aside.hidden = pictures.length === 0;
  const list = element("ul");
  for (const i of pictures.slice(0, MOST_LISTED)) {
    const button = element("button");
    button.type = "button";
    button.append(drawThumbnail(i), element("span", data.names[i]));
    button.addEventListener("click", () => open(i));
    const item = element("li");
    item.append(button);
    list.append(item);
  }
  const more = pictures.length > MOST_LISTED ? `, the first ${MOST_LISTED}` : "";
  aside.replaceChildren(element("h2", `${pictures.length.toLocaleString("en")} selected${more}`), list);
}

function element(tag, words = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = words;
  if (className) made.className = className;
  return made;
}

function describe(i) {
  return `${data.names[i]}\n${data.says[i]}`;
}

const map = mountMap(document.getElementById("map"), {
  points2d: unpack(data.flat, Float32Array),
  points3d: unpack(data.space, Float32Array),
  ...colorings["By label"],
  toolbar: document.querySelector(".map-head"),
  thumbnail: drawThumbnail,
  describe,
  onOpen: open,
  onSelect: showChosen,
});

const buttons = Object.entries(colorings).map(([words, { groups, legend }], number) => {
  const button = element("button", words);
  button.type = "button";
  button.setAttribute("aria-pressed", String(number === 0));
  button.addEventListener("click", () => {
    for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
    map.setColors(undefined, { groups, legend });
  });
  return button;
});
document.getElementById("colors").append(...buttons);
