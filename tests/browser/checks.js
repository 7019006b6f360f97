// What is wrong with the page for those who cannot see it, see it badly, see it small, or use no mouse.
// Sources: WCAG 2.2, success criteria 1.3.1, 1.4.3, 1.4.10, 2.1.1, 2.4.1, 2.4.2, 3.3.2, 4.1.2.
const wrong = [];
const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
const name = (one) => `${one.tagName.toLowerCase()}${one.id ? `#${one.id}` : ""}.${one.getAttribute("class") ?? ""} “${one.textContent.trim().slice(0, 40)}”`;
const all = (selector) => [...document.querySelectorAll(selector)];

// landmarks, language, title, headings
for (const [what, number] of [["main", 1], ["h1", 1], ["body > header", 1], ["body > footer", 1]]) {
  if (all(what).length !== number) wrong.push(`${all(what).length} of ${what}`);
}
if (!document.documentElement.lang || !document.title.trim()) wrong.push("no language or no title");
if (!document.querySelector("a.skip[href='#main']")) wrong.push("no link past the head");
let level = 1;
for (const one of all("h1, h2, h3, h4").filter(seen)) {
  const its = Number(one.tagName[1]);
  if (its > level + 1) wrong.push(`a heading skips a level: ${name(one)}`);
  level = its;
}
const ids = all("[id]").map((one) => one.id);
for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) wrong.push(`the id ${id} stands twice`);
for (const one of all("[aria-labelledby], [aria-describedby], label[for]")) {
  for (const id of (one.getAttribute("aria-labelledby") ?? one.getAttribute("aria-describedby") ?? one.htmlFor).split(" ")) {
    if (!document.getElementById(id)) wrong.push(`${name(one)} refers to ${id}, which is not there`);
  }
}
for (const nav of all("nav, section").filter((one) => !one.getAttribute("aria-label") && !one.getAttribute("aria-labelledby"))) {
  wrong.push(`no name: ${name(nav)}`);
}

// everything that acts has a name, and can be reached without a mouse
for (const one of all("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
  const labels = one.labels ? [...one.labels].map((label) => label.textContent).join(" ") : "";
  const said = one.getAttribute("aria-label") ?? (labels || one.textContent || one.getAttribute("title") || "");
  if (!said.trim()) wrong.push(`no name: ${name(one)}`);
  if (one.tabIndex < 0) wrong.push(`no key reaches ${name(one)}`);
}
for (const one of all("svg")) {
  if (one.getAttribute("aria-hidden") !== "true" && !one.getAttribute("aria-label") && !one.closest("svg[aria-hidden=true]")) {
    wrong.push(`a picture without words: ${name(one)}`);
  }
}
for (const table of all("table")) {
  if (!table.caption || [...table.querySelectorAll("th")].some((head) => !head.scope)) wrong.push(`a table without names: ${name(table)}`);
}

// contrast
const rgba = (text) => (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
const over = (top, [r, g, b]) => {
  const alpha = top[3] ?? 1;
  return [top[0] * alpha + r * (1 - alpha), top[1] * alpha + g * (1 - alpha), top[2] * alpha + b * (1 - alpha)];
};
const ground = (one) => {
  const layers = [];
  for (let at = one; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
  return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const told = new Set();
while (walker.nextNode()) {
  const one = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || !seen(one) || one.closest(".hidden, :disabled")) continue;
  const style = getComputedStyle(one);
  const back = ground(one);
  const ink = over(rgba(one.closest("svg") ? style.fill : style.color), back);
  const [bright, dim] = [light(ink), light(back)].sort((a, b) => b - a);
  const size = parseFloat(style.fontSize);
  const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
  const ratio = (bright + 0.05) / (dim + 0.05);
  const opacity = Number(style.opacity);
  if (ratio * opacity < least) told.add(`contrast ${ratio.toFixed(2)} at opacity ${opacity}: ${name(one)}`);
}
wrong.push(...[...told].slice(0, 5));

// layout: nothing wider than the window, nothing cut off, nothing on top of another thing that acts
if (document.documentElement.scrollWidth > innerWidth) {
  const wide = all("body *").filter((one) => seen(one) && one.getBoundingClientRect().right > innerWidth + 1);
  wrong.push(`${document.documentElement.scrollWidth} px wide in ${innerWidth}: ${wide.slice(0, 3).map(name)}`);
}
for (const one of all("button, h1, h2, label, .tag, dt, th, nav a").filter((it) => seen(it) && !it.matches(".hidden"))) {
  if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth && getComputedStyle(one).overflowX !== "visible") wrong.push(`cut off: ${name(one)}`);
}
const acting = all("button, input:not(.hidden), select, textarea, nav a, .links a").filter((one) => seen(one) && !one.closest(".hidden, .skip, dialog"));
const shownOf = (one) => {
  // what scrolls inside a box is seen no further than that box
  let { left, top, right, bottom } = one.getBoundingClientRect();
  for (let at = one.parentElement; at; at = at.parentElement) {
    if (getComputedStyle(at).overflowY === "visible") continue;
    const box = at.getBoundingClientRect();
    [left, top, right, bottom] = [Math.max(left, box.left), Math.max(top, box.top), Math.min(right, box.right), Math.min(bottom, box.bottom)];
  }
  return { left, top, right, bottom };
};
const boxes = acting.map((one) => [one, shownOf(one)]).filter(([, box]) => box.right > box.left && box.bottom > box.top);
for (const [at, [one, a]] of boxes.entries()) {
  for (const [other, b] of boxes.slice(at + 1, at + 60)) {
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (width > 2 && height > 2 && !one.contains(other) && !one.closest(".top") === !other.closest(".top")) wrong.push(`${name(one)} lies on ${name(other)}`);
  }
}

// markup that leaks
const words = document.body.innerText;
for (const leak of ["{{", "}}", "{%", "undefined", "[object", "&lt;", "&amp;"]) if (words.includes(leak)) wrong.push(`it shows ${leak}`);
return wrong;
