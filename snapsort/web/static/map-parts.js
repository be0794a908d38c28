/** The elements of a map, made once. Names and labels enter as text only. */

const SVG = "http://www.w3.org/2000/svg";
const NO_WEBGL =
  "The map needs WebGL, which this browser does not offer or has turned off. Everything else works without it.";

/** @param {HTMLElement} element where the map is to be @param {HTMLElement} toolbar where its tools are: beside it, over no point */
export function makeParts(element, toolbar, n) {
  const parts = {
    root: make("div", "map"),
    canvas: make("canvas", "map-canvas"),
    lasso: document.createElementNS(SVG, "svg"),
    line: document.createElementNS(SVG, "polygon"),
    pictures: make("div", "map-pictures"),
    ring: make("div", "map-ring"),
    card: make("div", "map-card"),
    cardPicture: make("div", "map-card-picture"),
    cardName: make("p", "map-card-name"),
    tools: make("div", "map-tools"),
    legend: make("ul", "map-legend"),
    status: make("p", "map-status"),
  };
  parts.lasso.setAttribute("class", "map-lasso");
  parts.lasso.append(parts.line);
  parts.card.append(parts.cardPicture, parts.cardName);
  for (const part of [parts.lasso, parts.pictures, parts.ring, parts.card]) part.setAttribute("aria-hidden", "true");
  parts.canvas.tabIndex = 0;
  set(parts.canvas, "role", "application");
  set(parts.canvas, "aria-roledescription", "map of pictures");
  const keys = "Arrow keys go from picture to picture, Enter opens, Space selects, plus and minus zoom, 0 shows all.";
  set(parts.canvas, "aria-label", `Map of ${n.toLocaleString("en")} pictures. ${keys}`);
  set(parts.tools, "role", "toolbar");
  set(parts.tools, "aria-label", "Map");
  set(parts.status, "role", "status");
  set(parts.legend, "aria-label", "Groups");
  parts.ring.hidden = parts.card.hidden = true;
  parts.root.append(
    ...[parts.canvas, parts.pictures, parts.lasso, parts.ring, parts.card],
    ...[parts.legend, parts.status],
  );
  toolbar.append(parts.tools);
  element.append(parts.root);
  return parts;
}

/** A button of the toolbar; `isPressed` is given when it stays pressed. */
export function addTool(parts, text, { title, isPressed, onClick }) {
  const button = make("button", "map-tool");
  button.type = "button";
  button.textContent = text;
  button.title = title;
  if (isPressed !== undefined) set(button, "aria-pressed", isPressed);
  button.addEventListener("click", onClick);
  parts.tools.append(button);
  return button;
}

/**
 * The groups with their colors, shapes and sizes; pressing one shows it alone.
 * @param {{name: string, group: number, color: string, shape: number, count: number}[]} groups
 */
export function fillLegend(parts, groups, onClick) {
  parts.legend.replaceChildren(
    ...groups.map((group) => {
      const mark = make("span", `map-mark map-mark-${group.shape}`);
      mark.style.setProperty("--color", group.color);
      const name = make("span", "map-group-name");
      name.textContent = group.name;
      const count = make("span", "map-group-count");
      count.textContent = group.count.toLocaleString("en");
      const button = make("button", "map-group");
      button.type = "button";
      button.dataset.group = String(group.group);
      set(button, "aria-pressed", false);
      button.append(mark, name, count);
      button.addEventListener("click", () => onClick(group.group));
      const item = make("li", "");
      item.append(button);
      return item;
    }),
  );
}

/** What stands there instead of a map, where there is no WebGL. */
export function noMap(parts) {
  const message = make("p", "map-none");
  message.textContent = NO_WEBGL;
  parts.root.replaceChildren(message);
  parts.tools.remove();
  const nothing = () => {};
  return { n: 0, setColors: nothing, setPoints: nothing, select: nothing, setDims: nothing, destroy: () => parts.root.remove() };
}

/** A picture as an element: what `thumbnail` gave is one, or the address of one. */
export function pictureElement(given) {
  if (given instanceof Element) return given;
  const image = new Image();
  image.alt = "";
  image.draggable = false;
  image.decoding = "async";
  image.src = given;
  return image;
}

export function set(element, name, value) {
  element.setAttribute(name, String(value));
}

export function make(tag, className) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  return element;
}
