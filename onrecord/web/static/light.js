// On a page: hover or focus on the words of a statement lights its card, and on a card its words.

const text = document.querySelector(".text");
const cards = document.querySelector(".cards");

function holders(id) {
  return document.querySelectorAll(`[data-s~="${CSS.escape(id)}"]`);
}

function light(ids) {
  for (const one of document.querySelectorAll(".lit-up")) one.classList.remove("lit-up");
  document.body.classList.toggle("lighting", ids.length > 0);
  for (const id of ids) for (const one of holders(id)) one.classList.add("lit-up");
}

function idsAt(element) {
  const holder = element instanceof Element ? element.closest("[data-s]") : null;
  return holder ? holder.dataset.s.split(" ") : [];
}

// Of statements within one another the innermost is meant: the one with the fewest words lit.
function meant(ids) {
  return ids.toSorted((a, b) => holders(a).length - holders(b).length).slice(0, 1);
}

for (const side of [text, cards]) {
  side.addEventListener("mouseover", (event) => light(meant(idsAt(event.target))));
  side.addEventListener("mouseleave", () => light(idsAt(document.activeElement)));
  side.addEventListener("focusin", (event) => light(meant(idsAt(event.target))));
  side.addEventListener("focusout", () => light([]));
}

// The words that the address names: their card is lit, and stands beside them.
const at = document.getElementById("at");
if (at) {
  const words = document.querySelectorAll(".at").length;
  const [id] = idsAt(at).toSorted((a, b) => Math.abs(holders(a).length - words) - Math.abs(holders(b).length - words));
  const card = id && document.getElementById(`s-${id}`);
  if (card) {
    light([id]);
    // never the window: it shows the words
    cards.scrollTop += card.getBoundingClientRect().top - cards.getBoundingClientRect().top;
  }
}

// What is pressed on one side is brought into view on the other.
text.addEventListener("click", (event) => {
  if (event.target.closest("a") || !document.getSelection().isCollapsed) return;
  const [id] = meant(idsAt(event.target));
  if (id) document.getElementById(`s-${id}`)?.scrollIntoView({ block: "nearest" });
});
cards.addEventListener("focusin", (event) => {
  const [id] = idsAt(event.target);
  const words = id && document.getElementById(`w-${id}`);
  if (words && event.target.matches(".card")) words.scrollIntoView({ block: "center" });
});
