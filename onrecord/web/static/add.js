// Adding: files and folders that are dropped or chosen are sent one by one, then read; how far that is stands here.

const zone = document.getElementById("drop");
const bar = zone.querySelector("progress");
const said = zone.querySelector("[role=status]");
const stop = document.getElementById("add-stop");
const go = document.getElementById("add-go");
let last = ""; // what the run was doing when it was last asked
const HIDDEN = /(^|\/)\./;

async function post(path, body) {
  const answer = await fetch(path, { method: "POST", body });
  const words = await answer.json();
  if (!answer.ok) throw new Error(words.detail);
  return words;
}

function tell(words) {
  said.textContent = words;
}

async function send(files) {
  const wanted = files.filter(([name]) => !HIDDEN.test(name));
  if (!wanted.length) return;
  bar.hidden = false;
  bar.max = wanted.length;
  try {
    for (const [at, [name, file]] of wanted.entries()) {
      tell(`Taking ${at + 1} of ${wanted.length}: ${name}`);
      bar.value = at;
      await post(`/add/files?name=${encodeURIComponent(name)}`, file);
    }
    last = "running";
    show(await post("/add/start"));
  } catch (error) {
    tell(error.message);
  }
}

function progress(run) {
  if (!run.step && !run.path) return `Getting ready to read ${run.total === 1 ? "one file" : `${run.total} files`} …`;
  return `${run.step || "Reading"}: ${run.done} of ${run.total}${run.path ? `, ${run.path}` : ""}`;
}

function show(run) {
  const running = run.state === "running" || run.state === "stopping";
  bar.hidden = !running;
  stop.hidden = run.state !== "running";
  go.hidden = !(run.waiting && (run.state === "stopped" || run.state === "failed"));
  if (running) {
    bar.max = Math.max(run.total, 1);
    bar.value = run.done + run.share;
    tell(run.state === "stopping" ? "Stopping after this page …" : progress(run));
    setTimeout(follow, 400);
  } else if (run.state === "stopped") tell(`Stopped at ${run.done} of ${run.total}. What was added is kept.`);
  else if (run.state === "failed") tell(run.why);
  else if (run.state === "done") {
    const did = run.report;
    const merged = did.ledgers ? `Merged: ${did.merged} pages, ${did.decisions} decisions. ` : "";
    tell(
      `${merged}${did.seen} sources: ${did.read} read whole, ${did.partly} in part, ${did.refused} refused, ` +
        `${did.unchanged} unchanged. New: ${did.pages} pages, ${did.statements} statements.`,
    );
  }
}

async function follow() {
  const run = await (await fetch("/add.json")).json();
  const figures = (await (await fetch("/ledger.json")).json()).coverage;
  for (const [name, number] of Object.entries(figures)) {
    for (const one of document.querySelectorAll(`[data-figure="${name}"]`)) one.textContent = number?.toLocaleString("en");
  }
  show(run);
  if (run.state === "done" && last === "running") {
    sessionStorage.setItem("onrecord-added", said.textContent);
    location.reload();
  }
  last = run.state === "stopping" ? "running" : run.state;
}

async function within(entry) {
  if (entry.isFile) return [[entry.fullPath.slice(1), await new Promise((done, failed) => entry.file(done, failed))]];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const part = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!part.length) return (await Promise.all(found.map(within))).flat();
    found.push(...part);
  }
}

zone.addEventListener("dragover", (event) => {
  event.preventDefault();
  zone.classList.add("over");
});
zone.addEventListener("dragleave", () => zone.classList.remove("over"));
zone.addEventListener("drop", async (event) => {
  event.preventDefault();
  zone.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  const files = [...event.dataTransfer.files].map((file) => [file.name, file]);
  send(entries.length ? (await Promise.all(entries.map(within))).flat() : files);
});
for (const input of zone.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => send([...input.files].map((file) => [file.webkitRelativePath || file.name, file])));
}
stop.addEventListener("click", async () => show(await post("/add/stop")));
go.addEventListener("click", async () => {
  last = "running";
  show(await post("/add/start"));
});

const told = sessionStorage.getItem("onrecord-added");
if (told) {
  tell(told);
  sessionStorage.removeItem("onrecord-added");
} else {
  const run = await (await fetch("/add.json")).json();
  if (run.state !== "idle" && run.state !== "done") {
    last = run.state;
    show(run);
  }
}
