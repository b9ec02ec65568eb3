// Where does “/” lead? Into the field, if the reader has switched keys on and is not writing anywhere.

const field = document.getElementById("q");

addEventListener("keydown", (event) => {
  const writing = document.activeElement?.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || writing) return;
  if (!("keys" in document.documentElement.dataset)) return;
  event.preventDefault();
  field.focus();
  field.select();
});
