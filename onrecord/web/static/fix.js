// Correcting on a page: the buttons and keys of its cards, the page's own fields, and statements that are missing.

import { send, tell } from "./ask.js";
import { OF_PAGE, OF_STATEMENT, askFor } from "./fields.js";

const page = document.querySelector("[data-page]").dataset.page;
const missed = document.getElementById("missed");
const KEYS = { y: "right", u: "unsure", x: "none", c: "fix" };
const AT_ONCE = { right: { review: "reviewed" }, unsure: { review: "unsure" }, none: { statement: "no" } };

async function decide(path, body, statement) {
  tell("Saving …");
  try {
    await send(path, body);
    sessionStorage.setItem("onrecord-card", JSON.stringify({ card: statement ?? "", top: scrollY }));
    location.reload();
  } catch (error) {
    tell(error.message);
  }
}

async function act(card, what) {
  const statement = card.dataset.s;
  if (what !== "fix") {
    decide(`/p/${page}/fix`, { statement, given: AT_ONCE[what] }, statement);
    return;
  }
  const asked = await askFor(OF_STATEMENT, JSON.parse(card.dataset.now), "speaker", "Correct this statement");
  if (asked) decide(`/p/${page}/fix`, { statement, ...asked }, statement);
}

document.querySelector(".cards").addEventListener("click", (event) => {
  const what = event.target.closest("[data-do]")?.dataset.do;
  if (what) act(event.target.closest(".card"), what);
});

document.addEventListener("click", (event) => {
  const { undo, redo } = event.target.dataset ?? {};
  if (undo) decide("/undo", { decision: undo }, event.target.closest(".card")?.dataset.s);
  if (redo) decide("/redo", { decision: redo }, event.target.closest(".card")?.dataset.s);
});

document.getElementById("fix-page").addEventListener("click", async (event) => {
  const asked = await askFor(OF_PAGE, JSON.parse(event.target.dataset.now), "outlet", "Correct the page");
  if (asked) decide(`/p/${page}/fix`, asked);
});

const forget = document.getElementById("forget");
document.getElementById("forget-page").addEventListener("click", () => {
  forget.returnValue = "";
  forget.showModal();
});

forget.addEventListener("close", async () => {
  if (forget.returnValue !== "forget") return;
  tell("Forgetting …");
  try {
    await send(`/p/${page}/forget`, { sure: true, why: forget.querySelector("[name=why]").value });
    location.assign("/");
  } catch (error) {
    tell(error.message);
  }
});

// Where a point of the selection stands in the page's text, in code points.
function place(node, offset) {
  if (node.nodeType !== Node.TEXT_NODE) {
    const inside = node.childNodes[offset] ?? node.lastChild;
    const piece = inside?.querySelector?.("[data-at]") ?? inside?.parentElement?.closest("[data-at]");
    return piece ? Number(piece.dataset.at) + (node.childNodes[offset] ? 0 : [...piece.textContent].length) : null;
  }
  const piece = node.parentElement.closest("[data-at]");
  return piece ? Number(piece.dataset.at) + [...node.data.slice(0, offset)].length : null;
}

function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!document.querySelector(".text").contains(range.commonAncestorContainer)) return null;
  const [start, end] = [place(range.startContainer, range.startOffset), place(range.endContainer, range.endOffset)];
  return start === null || end === null || start >= end ? null : { start, end, words: selection.toString() };
}

async function mark() {
  const chosen = selected();
  if (!chosen) {
    tell("Select the words that were said first.");
    return;
  }
  document.getElementById("missed-words").textContent = chosen.words;
  const { speaker, cue, why } = missed.querySelector("form").elements;
  missed.returnValue = "";
  missed.showModal();
  missed.addEventListener(
    "close",
    () => {
      if (missed.returnValue !== "save") return;
      const { start, end } = chosen;
      decide(`/p/${page}/missed`, { start, end, speaker: speaker.value, cue: cue.value, why: why.value });
    },
    { once: true },
  );
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input, select, textarea")) return;
  const card = document.activeElement.closest(".card");
  if (event.key === "z") decide("/undo", {});
  else if (event.key === "m") {
    event.preventDefault();
    mark();
  } else if (card && KEYS[event.key]) {
    event.preventDefault();
    act(card, KEYS[event.key]);
  }
});

const left = JSON.parse(sessionStorage.getItem("onrecord-card") ?? "null");
if (left) {
  sessionStorage.removeItem("onrecord-card");
  document.documentElement.classList.add("at-once");
  scrollTo(0, left.top);
  if (left.card) document.getElementById(`s-${left.card}`)?.focus({ preventScroll: true });
  document.documentElement.classList.remove("at-once");
  tell("Saved. z undoes it.");
}
