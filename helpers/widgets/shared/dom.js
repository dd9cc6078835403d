// Elements of a page: made, and pointed at.

/**
 * Make an element: its tag, its attributes, what is in it.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} attributes
 * @param {...(Node | string)} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * The same for a part of a drawing.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} attributes
 * @param {...(Node | string)} children
 */
export function drawing(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * A button that says what it does.
 * @param {string} label
 * @param {() => void} act
 * @param {Record<string, unknown>} attributes
 */
export function button(label, act, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

/**
 * A control with its name beside it.
 * @param {string} text
 * @param {...Node} controls
 */
export function labelled(text, ...controls) {
  return element("label", {}, element("span", {}, text), ...controls);
}

/**
 * A menu of values, each with its text.
 * @param {[unknown, string][]} options
 */
export function menu(options) {
  const select = element("select");
  for (const [value, text] of options) select.append(element("option", { value }, text));
  return select;
}

/**
 * A slider over `count` positions.
 * @param {string} name
 * @param {number} count
 */
export function slider(name, count) {
  const range = { min: 0, max: count - 1, step: 1, value: 0 };
  return element("input", { type: "range", "aria-label": name, ...range });
}

/**
 * A row of a table, its first cell a heading.
 * @param {"th" | "td"} tag
 * @param {string[]} texts
 */
export function tableRow(tag, texts) {
  return element("tr", {}, ...texts.map((text, index) => element(index ? tag : "th", {}, text)));
}

/**
 * A title as a widget's first child, or nothing if it has none.
 * @param {string} text
 */
export function heading(text) {
  return text ? [element("div", { class: "wil-title" }, text)] : [];
}

/**
 * Text for those who hear the page, not for those who see it.
 */
export function unseen() {
  return element("div", { class: "wil-unseen", "aria-live": "polite" });
}

/**
 * Where an element is pointed at: shares of its width and of its height, 0 to 1 from top left.
 * @param {MouseEvent} event
 * @param {Element} pointed
 * @returns {[number, number]}
 */
export function shareAt(event, pointed) {
  const { left, top, width, height } = pointed.getBoundingClientRect();
  return [(event.clientX - left) / width, (event.clientY - top) / height];
}

/**
 * A canvas' pen.
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} settings
 */
export function penOf(canvas, settings = {}) {
  const pen = canvas.getContext("2d", settings);
  if (!pen) throw new Error("This browser gives no canvas to draw on.");
  return pen;
}
