// What is sent to the server, and what is said about it.

export function tell(words) {
  const place = document.getElementById("told");
  place.textContent = words;
  place.classList.toggle("said", Boolean(words));
}

export async function send(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const words = await answer.json();
  if (!answer.ok) throw new Error(words.detail);
  if (words.problems?.length) throw new Error(words.problems.join(" "));
  return words;
}
