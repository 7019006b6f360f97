// The Dossier screen: the plan's title, notes, and claims in their order.

import { keepPlan, readPlan } from "./plan.js";
import { tell } from "./ask.js";

const form = document.getElementById("plan");
if (form) {
  const ledger = form.dataset.ledger;
  const plan = readPlan(ledger);
  const { title, note, plan: sent } = form.elements;
  const list = document.getElementById("chapters");

  const keep = () => keepPlan(ledger, plan);

  const show = () => {
    document.getElementById("empty").hidden = plan.chapters.length > 0;
    const items = plan.chapters.map((chapter, at) => {
      const item = document.getElementById("chapter").content.firstElementChild.cloneNode(true);
      item.querySelector("bdi").textContent = chapter.words;
      const area = item.querySelector("textarea");
      area.value = chapter.note;
      area.addEventListener("input", () => {
        chapter.note = area.value;
        keep();
      });
      for (const button of item.querySelectorAll("[data-move]")) {
        const by = Number(button.dataset.move);
        button.setAttribute("aria-label", `${button.textContent}: ${chapter.words}`);
        button.disabled = by !== 0 && !plan.chapters[at + by];
        button.addEventListener("click", () => {
          plan.chapters.splice(at, 1);
          if (by) plan.chapters.splice(at + by, 0, chapter);
          keep();
          show();
          if (by) list.children[at + by].querySelector(`[data-move="${by}"]:enabled, [data-move="${-by}"]`).focus();
        });
      }
      return item;
    });
    list.replaceChildren(...items);
  };

  title.value = plan.title;
  note.value = plan.note;
  for (const field of [title, note]) {
    field.addEventListener("input", () => {
      plan[field.name] = field.value;
      keep();
    });
  }
  form.addEventListener("submit", (event) => {
    if (!plan.chapters.length) {
      event.preventDefault();
      tell("Choose a claim first.");
      return;
    }
    const chapters = plan.chapters.map(({ claim, note: words }) => ({ claim, note: words }));
    sent.value = JSON.stringify({ title: title.value, note: note.value, chapters });
  });
  show();
}
