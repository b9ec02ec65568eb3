// How lessons look: what is chosen on a lesson shows at once and is kept on the account, without leaving the page.

const form = document.getElementById("aa-form");
const root = document.documentElement;
let kept = Promise.resolve();

/** Let the root element say what the form says, in the words of trainer/accounts/looks.py. */
function show(chosen) {
  root.dataset.reading = ["font", "size", "width"].map((name) => chosen.get(name)).filter(Boolean).join(" ");
  root.toggleAttribute("data-keys", chosen.has("keys"));
  if (chosen.get("theme") === "auto") delete root.dataset.theme;
  else root.dataset.theme = chosen.get("theme");
}

/** Keep it. Where it was kept, the answer leads back to the settings; whoever is signed out ends elsewhere. */
async function keep(chosen) {
  chosen.delete("next");
  const answer = await fetch(form.action, { method: "POST", body: chosen }).catch(() => null);
  form.querySelector("[role=status]").textContent = answer?.ok && answer.url === form.action ? "" : form.dataset.failed;
}

form.addEventListener("change", (event) => {
  const chosen = new FormData(form);
  show(chosen);
  // Another language is another text: the form itself goes, and comes back with it.
  kept = kept.then(() => (event.target.name === "language" ? form.submit() : keep(chosen)));
});

form.addEventListener("submit", (event) => {
  event.preventDefault(); // all is kept already
  form.parentElement.hidePopover();
});

// What a word means goes away by the Escape key, and comes back when the word is left and visited again.
for (const term of document.querySelectorAll(".term")) {
  const shut = (yes) => term.classList.toggle("shut", yes);
  term.addEventListener("pointerleave", () => shut(false));
  term.addEventListener("focusout", () => shut(false));
  addEventListener("keydown", (event) => event.key === "Escape" && term.matches(":is(:hover, :focus-within)") && shut(true));
}
