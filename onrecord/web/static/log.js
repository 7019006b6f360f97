// Undoing and redoing in the log of decisions.

import { send, tell } from "./ask.js";

document.addEventListener("click", async (event) => {
  const { undo, redo } = event.target.dataset ?? {};
  if (!undo && !redo) return;
  try {
    await send(undo ? "/undo" : "/redo", { decision: undo ?? redo });
    location.reload();
  } catch (error) {
    tell(error.message);
  }
});
