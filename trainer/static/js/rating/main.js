// Keeps the sheet while it is being filled: each change is written to this device at once, and a draft goes to the
// server shortly after. Without this script the button "Save draft" does the same.

import * as device from "./device.js";
import "./phrases.js";

const form = document.getElementById("rating");
const status = document.getElementById("saved");
const words = status.dataset;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const PAUSE = 800;
const AGAIN = 5000;
const NOT_TYPED = ["csrf_token", "revision", "confirmed", "final"]; // of this page only, or to be said anew
const { key } = form.dataset;

let timer = 0;
let busy = false;
let changed = false;
let here = false; // what was typed last is on this device
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
    tell(here ? words.waiting : words.failed);
    later(AGAIN);
  }
  busy = false;
  if (changed) later(PAUSE);
}

async function take(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 400) return renew();
  if (!answer.headers.get("Content-Type")?.includes("json")) throw new Error(`status ${answer.status}`);
  const told = await answer.json();
  if (answer.ok) {
    form.elements.revision.value = told.revision;
    if (!changed) device.drop(key).catch(() => {});
    return tell(fill(words.saved, { time: clock.format(new Date(told.saved_at)) }));
  }
  stopped = answer.status === 409;
  return tell(told.error);
}

// The sign-in that this page was opened under has ended. After the next one the form needs the token of that.
async function renew() {
  const page = await fetch(location.pathname, { redirect: "manual" });
  const parsed = page.ok ? new DOMParser().parseFromString(await page.text(), "text/html") : null;
  const token = parsed?.querySelector("#rating [name=csrf_token]")?.value;
  if (token) form.elements.csrf_token.value = token;
  else tell(words.signedOut);
  later(token ? PAUSE : AGAIN);
}

const typed = () => [...new FormData(form)].filter(([name]) => !NOT_TYPED.includes(name));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function put(values) {
  for (const field of form.elements) {
    if (!field.name || NOT_TYPED.includes(field.name) || field.type === "submit") continue;
    const given = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(field.type)) field.checked = given.includes(field.value);
    else field.value = given[0] ?? "";
    if (given.some(Boolean)) field.closest("details")?.setAttribute("open", "");
  }
  changed = true;
  save();
}

function offer({ at, values }) {
  const found = document.getElementById("kept-here");
  document.getElementById("kept-at").textContent = new Date(at).toLocaleString(document.documentElement.lang);
  found.hidden = false;
  document.getElementById("take-kept").addEventListener("click", () => {
    found.hidden = true;
    put(values);
    form.querySelector("input:not([type=hidden])").focus();
  });
  document.getElementById("drop-kept").addEventListener("click", () => {
    found.hidden = true;
    device.drop(key).catch(() => {});
  });
}

const before = device.kept(key).catch(() => undefined); // asked for before anything is written

form.addEventListener("input", () => {
  changed = true;
  const { value: revision } = form.elements.revision;
  const keeping = device.keep({ key, revision, at: Date.now(), values: typed() });
  keeping.then(() => (here = true), () => (here = false));
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

// A page that shows what the server holds may be behind this device: the tab died, or the network did.
const kept = await before;
if (kept && "stored" in form.dataset) {
  if (same(kept.values, typed())) device.drop(key).catch(() => {});
  else if (kept.revision !== form.elements.revision.value || changed) offer(kept);
  else {
    put(kept.values);
    tell(words.back);
  }
}
document.documentElement.dataset.ready = "";
