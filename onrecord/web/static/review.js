// Review: one card at a time; the next one stands there at once, what was decided is sent one after the other.

import { send, tell } from "./ask.js";
import { OF_STATEMENT, askFor } from "./fields.js";

const queue = document.getElementById("queue");
const cards = [...queue.querySelectorAll(".review")];
const why = queue.dataset.why;
const KEYS = { Enter: "right", x: "none", u: "unsure", s: "speaker", p: "stance", c: "fix", z: "back" };
const AT_ONCE = { right: { review: "reviewed" }, unsure: { review: "unsure" }, none: { statement: "no" } };
const STANCE = {
  stance: ["the stance", "confirms, asserts, suspects, doubts, denies, deflects, declines, or none."],
};

let at = 0;
let sending = Promise.resolve();
const done = []; // what was decided on each card, to be taken back

function show() {
  for (const [n, card] of cards.entries()) card.classList.toggle("later", n !== at);
  const card = cards[at];
  document.getElementById("place").textContent = card ? `${at + 1} of ${cards.length}` : "";
  if (card) card.focus();
  else
    sending.then(() => {
      location.reload();
    });
}

function post(card, body) {
  const entry = { at, ids: [] };
  done.push(entry);
  sending = sending.then(async () => {
    try {
      for (const one of body) {
        const said = await send(`/p/${card.dataset.page}/fix`, { statement: card.dataset.statement, ...one });
        entry.ids.push(...said.decisions.map((decision) => decision.id));
      }
      tell("");
    } catch (error) {
      tell(error.message);
    }
  });
}

function next() {
  at += 1;
  show();
}

function reason(given) {
  return [why, given].filter(Boolean).join(": ");
}

async function corrected(card, fields, first, title) {
  const asked = await askFor(fields, JSON.parse(card.dataset.now), first, title);
  if (!asked) {
    card.focus();
    return;
  }
  const { given, copies } = asked;
  const claim = fields === STANCE ? { claim: card.dataset.claim } : {};
  // the review first: what is corrected may give the statement another id
  post(card, [{ given: AT_ONCE.right, why: reason("") }, { given, copies, why: reason(asked.why), ...claim }]);
  next();
}

function back() {
  const entry = done.pop();
  if (!entry) {
    tell("There is nothing to undo here.");
    return;
  }
  at = entry.at;
  show();
  sending = sending.then(async () => {
    try {
      for (const decision of entry.ids.reverse()) await send("/undo", { decision });
      tell("Undone.");
    } catch (error) {
      tell(error.message);
    }
  });
}

function act(what) {
  const card = cards[at];
  if (what === "back") back();
  else if (!card) return;
  else if (what === "fix") corrected(card, OF_STATEMENT, "content", "Correct this statement");
  else if (what === "speaker") corrected(card, OF_STATEMENT, "speaker", "Correct this statement");
  else if (what === "stance") {
    if (card.dataset.claim) corrected(card, STANCE, "stance", `The stance on: ${card.dataset.claim}`);
    else tell("This statement bears on no claim, so it has no stance.");
  } else {
    post(card, [{ given: AT_ONCE[what], why: reason("") }]);
    next();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input, select, textarea, a, summary") || !KEYS[event.key]) return;
  if (event.key === "Enter" && event.target.matches("button")) return;
  event.preventDefault();
  act(KEYS[event.key]);
});
for (const button of document.querySelectorAll(".acts [data-do]")) {
  button.addEventListener("click", () => act(button.dataset.do));
}
if (cards.length) show();
