// Changing a claim: another name for it, the same as another one, related to one, or split.

import { keepPlan, readPlan } from "./plan.js";
import { send, tell } from "./ask.js";

document.getElementById("to-dossier")?.addEventListener("click", (event) => {
  const { ledger, claim, words } = event.currentTarget.dataset;
  const plan = readPlan(ledger);
  if (plan.chapters.some((chapter) => chapter.claim === claim)) {
    tell("It is in the dossier already.");
    return;
  }
  plan.chapters.push({ claim, words, note: "" });
  keepPlan(ledger, plan);
  const others = plan.chapters.length - 1;
  tell(`It is in the dossier${others ? `, with ${others} other${others === 1 ? "" : "s"}` : ""}: see Dossier above.`);
});

const form = document.getElementById("edit-claim");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { kind, other, why } = form.elements;
  const chosen = [...document.querySelectorAll("[name=splits]:checked")].map((box) => box.value);
  const statements = kind.value === "split" ? chosen : [];
  try {
    await send("/claims/edit", { kind: kind.value, claim: form.dataset.claim, other: other.value, why: why.value, statements });
    location.reload();
  } catch (error) {
    tell(error.message);
  }
});
