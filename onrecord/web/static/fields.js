// The dialog that corrects one field: of a statement, or of the page.

export const OF_STATEMENT = {
  speaker: ["who says it", "Names parted by “;”; nothing: nobody can be named."],
  said: ["the day it was said", "2031-03-07, or 2031-03-01..2031-03-31; nothing: unknown."],
  content: ["what was said", "The words as the page has them, pieces parted by “;”."],
  cue: ["the reporting words", "The words as the page has them; nothing: there are none."],
  form: ["the form", "direct, mixed or indirect."],
  addressee: ["to whom", "Words of the page, parted by “;”."],
  via: ["through whom", "Media, innermost first, parted by “;”."],
  acts: ["the acts", "assert, deny, accuse, …, parted by “;”."],
  actor: ["which actor it is", "The name of the actor that is meant here."],
};
export const OF_PAGE = {
  published: ["the day published", "2031-03-07; nothing: the page does not give it."],
  outlet: ["the outlet", "Nothing: the page has none."],
  headline: ["the headline", "Nothing: the page has none."],
  byline: ["by whom", "All names, parted by “;”."],
  agency: ["the agencies", "All names, parted by “;”."],
  dateline: ["the dateline", "Nothing: the page has none."],
  updated: ["the day updated", "2031-03-07; nothing: the page does not give it."],
};

const dialog = document.getElementById("fix");
const form = dialog.querySelector("form");
const { field, value, why, copies } = form.elements;

function prefill(fields, now) {
  value.value = now[field.value] ?? "";
  document.getElementById("fix-hint").textContent = fields[field.value][1];
}

// Ask for one correction; gives what is to be sent, or nothing where the user thought better of it.
export function askFor(fields, now, first, title) {
  document.getElementById("fix-title").textContent = title;
  document.getElementById("fix-copies").hidden = fields !== OF_STATEMENT;
  field.replaceChildren(...Object.entries(fields).map(([name, [label]]) => new Option(label, name)));
  field.value = first;
  why.value = "";
  copies.checked = false;
  prefill(fields, now);
  field.onchange = () => prefill(fields, now);
  dialog.returnValue = "";
  dialog.showModal();
  value.focus();
  value.select();
  return new Promise((done) => {
    dialog.addEventListener(
      "close",
      () => {
        const saved = dialog.returnValue === "save";
        done(saved ? { given: { [field.value]: value.value }, why: why.value, copies: copies.checked } : null);
      },
      { once: true },
    );
  });
}

value.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.querySelector(".first").click();
  }
});
