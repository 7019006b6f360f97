// Keys: every element with data-keys is reached by them ("g l" is g, then l); j and k step through data-step.

const dialog = document.getElementById("keys");
const steps = [...document.querySelectorAll("[data-step]")];
let before = "";

function act(element) {
  if (element.matches("input, select, textarea")) element.focus();
  else element.click();
}

function step(by) {
  if (!steps.length) return;
  const here = steps.indexOf(document.activeElement);
  const next = steps[Math.min(steps.length - 1, Math.max(0, here < 0 ? (by > 0 ? 0 : steps.length - 1) : here + by))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function list() {
  const known = [...document.querySelectorAll("[data-keys]")].map((one) => [one.dataset.keys, one.dataset.keyLabel]);
  if (steps.length) known.push(["j", "Next"], ["k", "Previous"]);
  const rows = known.flatMap(([keys, label]) => {
    const term = document.createElement("dt");
    for (const key of keys.split(" ")) {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(cap, " ");
    }
    const meaning = document.createElement("dd");
    meaning.textContent = label;
    return [term, meaning];
  });
  document.getElementById("keys-list").replaceChildren(...rows);
}

document.getElementById("show-keys").addEventListener("click", () => {
  list();
  dialog.showModal();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  if (event.target.matches("input, select, textarea, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const typed = before ? `${before} ${event.key}` : event.key;
  before = "";
  const named = [...document.querySelectorAll("[data-keys]")];
  const meant = named.find((one) => one.dataset.keys === typed && !one.disabled && one.getClientRects().length);
  if (meant) {
    event.preventDefault();
    act(meant);
  } else if (named.some((one) => one.dataset.keys.startsWith(`${typed} `))) before = typed;
  else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
});
