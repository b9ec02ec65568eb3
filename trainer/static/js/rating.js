// Keeps the rating sheet while it is being filled: a draft goes to the server shortly after each change.
// Without this script the button "Save draft" does the same.
const form = document.getElementById("rating");
const status = document.getElementById("saved");
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
let timer = 0;
let busy = false;
let again = false;
let stopped = false;

const rated = () => form.querySelectorAll(".levels input:checked").length;

function tell(text) {
  status.textContent = `${rated()} / ${form.dataset.total} · ${text}`;
}

async function save() {
  if (busy) { again = true; return; }
  busy = true;
  tell("…");
  try {
    const body = new FormData(form);
    const answer = await fetch(form.dataset.draft, { method: "POST", body, redirect: "manual", keepalive: true });
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (answer.ok) {
      form.elements.revision.value = told.revision;
      tell(clock.format(new Date(told.saved_at)) + " ✓");
    } else {
      stopped = answer.status === 409;
      tell(told.error ?? status.dataset.failed ?? "!");
    }
  } catch {
    tell("!");
    later(5000);
  }
  busy = false;
  if (again && !stopped) { again = false; save(); }
}

function later(wait = 800) {
  clearTimeout(timer);
  if (!stopped) timer = setTimeout(save, wait);
}

form.addEventListener("input", () => later());
form.addEventListener("submit", () => clearTimeout(timer));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && timer) { clearTimeout(timer); save(); }
});
