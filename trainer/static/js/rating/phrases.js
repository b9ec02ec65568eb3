// Puts a phrase of the comment bank into the comment at the caret, behind the time of a linked event. Without this
// script the phrases are words to read and to copy.

const GAP = "…";
const entered = new WeakSet(); // comments in which the caret has stood

// The time of the first linked event that the comment does not name yet, else the time of the quote.
function timeFor(criterion, comment) {
  const linked = [...criterion.querySelectorAll(".ev input:checked")];
  const times = linked.map((box) => box.parentElement.querySelector(".at").textContent.trim());
  const quoted = criterion.querySelector("[name$=quote_at]").value.trim();
  return [...times, ...(times.length ? [] : [quoted])].find((time) => time && !comment.value.includes(time)) ?? "";
}

function insert(comment, words) {
  const caret = entered.has(comment) ? comment.selectionStart : comment.value.length;
  const end = entered.has(comment) ? comment.selectionEnd : caret;
  const space = caret && !/\s/.test(comment.value[caret - 1]) ? " " : "";
  if (comment.maxLength > 0 && comment.value.length - (end - caret) + space.length + words.length > comment.maxLength)
    return false;
  comment.setRangeText(space + words, caret, end, "end");
  comment.focus();
  const gap = comment.value.indexOf(GAP, caret); // what is typed next goes there
  if (gap >= 0) comment.setSelectionRange(gap, gap + GAP.length);
  comment.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

for (const bank of document.querySelectorAll("details.bank")) {
  const criterion = bank.closest("fieldset");
  const comment = document.getElementById(bank.dataset.into);
  const told = bank.querySelector("[role=status]");
  comment.addEventListener("focus", () => entered.add(comment));
  for (const place of bank.querySelectorAll("li")) {
    const button = document.createElement("button");
    const words = place.textContent.trim();
    button.type = "button";
    button.className = "chip";
    button.textContent = words;
    button.addEventListener("click", () => {
      const time = timeFor(criterion, comment);
      const done = insert(comment, time ? `${time} ${words}` : words);
      told.textContent = done ? "" : bank.dataset.full;
    });
    place.replaceChildren(button);
  }
}
