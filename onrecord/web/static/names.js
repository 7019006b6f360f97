// Whether two names are one actor's.

import { send, tell } from "./ask.js";

document.addEventListener("click", async (event) => {
  const { same, one, other } = event.target.dataset ?? {};
  if (!same) return;
  try {
    await send("/actors/same", { same: same === "yes", names: [one, other] });
    location.reload();
  } catch (error) {
    tell(error.message);
  }
});
