// Shows what an import would change without asking for the same file again. Without this script it is chosen twice.

const form = document.getElementById("import");

form.addEventListener("submit", async (event) => {
  if (event.submitter?.name === "replace") return;
  event.preventDefault();
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (answer?.redirected) return location.assign(answer.url);
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  const changes = page?.querySelector("#changes:has([name=shown])");
  if (!changes) return form.submit(); // the page itself says what is wrong with the file
  document.getElementById("changes").replaceWith(changes);
  changes.tabIndex = -1;
  changes.focus();
});
