// The plan of a dossier, which this browser keeps for each ledger.

const key = (ledger) => `onrecord-dossier ${ledger}`;

export function readPlan(ledger) {
  return JSON.parse(localStorage.getItem(key(ledger)) ?? "null") ?? { title: "", note: "", chapters: [] };
}

export function keepPlan(ledger, plan) {
  localStorage.setItem(key(ledger), JSON.stringify(plan));
}
