// Keeps the rating sheet while it is being filled: a draft goes to the server shortly after each change.
// Without this script the button "Save draft" does the same.

const form = document.getElementById("rating");
const status = document.getElementById("saved");
const words = status.dataset;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const PAUSE = 800;
const AGAIN = 5000;

let timer = 0;
let busy = false;
let changed = false;
let stopped = false; // somebody changed the same draft elsewhere: this page must not overwrite it

const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function tell(text) {
  const rated = form.querySelectorAll(".levels input:checked").length;
  status.textContent = `${fill(words.rated, { rated, total: form.dataset.total })} · ${text}`;
}

function later(wait) {
  clearTimeout(timer);
  if (!stopped) timer = setTimeout(save, wait);
}

async function save() {
  clearTimeout(timer);
  if (busy || stopped) return;
  busy = true;
  changed = false;
  tell(words.saving);
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), redirect: "manual" });
    await take(answer);
  } catch {
    tell(words.failed);
    later(AGAIN);
  }
  busy = false;
  if (changed) later(PAUSE);
}

async function take(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 401) {
    tell(words.signedOut);
    return later(AGAIN);
  }
  if (!answer.headers.get("Content-Type")?.includes("json")) throw new Error(`status ${answer.status}`);
  const told = await answer.json();
  if (answer.ok) {
    form.elements.revision.value = told.revision;
    return tell(fill(words.saved, { time: clock.format(new Date(told.saved_at)) }));
  }
  stopped = answer.status === 409;
  return tell(told.error);
}

form.addEventListener("input", () => {
  changed = true;
  later(PAUSE);
});
form.addEventListener("submit", () => {
  stopped = true; // the form itself is on its way
  clearTimeout(timer);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && changed) save();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // an old copy of the form would name an old revision
});
