// On a claim: hover or focus on a mark of the picture lights its row of the table.

for (const mark of document.querySelectorAll(".picture a[href^='#']")) {
  const row = document.getElementById(mark.getAttribute("href").slice(1));
  if (!row) continue;
  for (const type of ["mouseenter", "focus"]) mark.addEventListener(type, () => row.classList.add("lit-up"));
  for (const type of ["mouseleave", "blur"]) mark.addEventListener(type, () => row.classList.remove("lit-up"));
}
