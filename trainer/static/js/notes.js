// Notes beside the text of a lesson: select words and write, see them marked, go to them. Without this script the page of
// notes does the same. The server says where the words of a note stand; places count characters of the folded text, as
// in trainer/curriculum/plain.py.

const part = document.querySelector(".beside");
const lesson = document.querySelector(".lesson");
const list = part.querySelector(".notes");
const sample = part.querySelector("template").content.firstElementChild;
const adders = document.querySelectorAll("[data-add]");
const [beside, near] = adders;
const dialog = document.querySelector(".write");
const form = dialog.querySelector("form");
const { quote: quoteField, start: startField, text: textField } = form.elements;
const shown = form.querySelector("blockquote");
const remover = form.querySelector("[data-remove]");
const error = form.querySelector(".err");
const words = part.dataset;
const BLANK = /[ \t\n\r\f\u00a0]/;

// What the glossary says beside a word is not the author's text.
const authors = (node) => (node.parentElement.closest(".gloss") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
const text = fold(lesson);
const plain = beside.textContent;
const marks = CSS.highlights && new Highlight();
let picked = null;
let notes = [];
let busy = false;
let timer = 0;
CSS.highlights?.set("note", marks);

// Every character of the lesson with the node and the place in it; runs of blanks are one space, none at the start.
function fold(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, authors);
  const all = [];
  let blank = true;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let at = 0;
    for (const char of node.data) {
      const space = BLANK.test(char);
      if (!space || !blank) all.push({ char: space ? " " : char, node, at, end: at + char.length });
      blank = space;
      at += char.length;
    }
  }
  return all;
}

const read = (start, end) => text.slice(start, end).map(({ char }) => char).join("");

function range({ start, end }) {
  const made = new Range();
  made.setStart(text[start].node, text[start].at);
  made.setEnd(text[end - 1].node, text[end - 1].end);
  return made;
}

// The first character for which something holds that holds for all that follow.
function first(holds) {
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(text[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const chosen = selection.getRangeAt(0);
  if (!chosen.intersectsNode(lesson)) return null;
  let start = first(({ node, at }) => chosen.comparePoint(node, at) >= 0);
  let end = first((char) => chosen.comparePoint(char.node, char.end) > 0);
  while (start < end && text[start].char === " ") start += 1;
  while (start < end && text[end - 1].char === " ") end -= 1;
  return start < end ? { start, end, box: chosen.getBoundingClientRect() } : null;
}

// A sheet of its own, because no element of a page carries a style.
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);

function offer() {
  clearTimeout(timer);
  const found = selected();
  if (dialog.open) return;
  beside.textContent = found ? beside.dataset.selected : plain;
  if (found) {
    picked = found;
    near.hidden = false;
    sheet.replaceSync(matchMedia("(pointer: coarse)").matches ? "" : beneath(found.box)); // there the system's own menu is
  } else {
    if (lesson.contains(getSelection().anchorNode)) picked = null; // pressing a button elsewhere does not lose it
    timer = setTimeout(() => (near.hidden = true), 300); // a finger on it takes the selection away before it clicks
  }
}

function beneath(box) {
  const left = Math.max(8, Math.min(box.right - 60, innerWidth - 130)) + scrollX;
  return `.add-note { position: absolute; inset: ${box.bottom + scrollY + 8}px auto auto ${left}px; transform: none }`;
}

function write({ url = part.querySelector("h2 a").href, quote = "", start = "", text: said = "" }) {
  form.action = url;
  quoteField.value = quote;
  startField.value = start;
  shown.textContent = quote || shown.dataset.none;
  textField.value = textField.defaultValue = said;
  remover.formAction = `${url}/remove`;
  remover.hidden = !said;
  error.textContent = "";
  near.hidden = true;
  dialog.showModal();
  textField.focus();
}

function begin() {
  const chosen = selected() ?? picked;
  write(chosen ? { quote: read(chosen.start, chosen.end), start: chosen.start } : {});
}

async function save(event) {
  event.preventDefault();
  if (busy) return;
  busy = true;
  error.textContent = await send(event.submitter?.getAttribute("formaction") ?? form.action).catch(() => words.failed);
  busy = false;
  if (error.textContent) return;
  dialog.close();
  part.querySelector("[role=status]").textContent = words.saved;
  await load();
  if (document.activeElement === document.body) beside.focus({ preventScroll: true });
}

// What keeps it from being saved, in words; nothing when it is.
async function send(url, again = true) {
  const headers = { Accept: "application/json" };
  const answer = await fetch(url, { method: "POST", body: new FormData(form), headers, redirect: "manual" });
  if (answer.ok) return "";
  if (answer.status === 422) return (await answer.json()).error;
  if (answer.type !== "opaqueredirect" && answer.status !== 400) return words.failed;
  const told = await ask(); // somebody signed out, and perhaps in again: that makes another token
  if (!told || !again) return words.signedOut;
  form.elements.csrf_token.value = told.csrf;
  return send(url, false);
}

async function ask() {
  const answer = await fetch(words.url, { redirect: "manual" });
  return answer.ok ? answer.json() : null;
}

async function load() {
  const told = await ask().catch(() => null);
  if (!told) return;
  notes = told.notes;
  marks?.clear();
  list.replaceChildren(...notes.map(line));
  list.hidden = !notes.length;
  const count = part.querySelector("[data-count]");
  count.textContent = ` (${notes.length})`;
  count.hidden = !notes.length;
}

function line(note) {
  const item = sample.cloneNode(true);
  const [quote, change] = item.querySelectorAll("a");
  item.querySelector(".words").textContent = note.text;
  quote.textContent = note.quote;
  if (note.words && read(note.start, note.end) === note.words) {
    note.range = range(note);
    marks?.add(note.range);
    quote.addEventListener("click", (event) => show(event, note));
  } else {
    quote.parentElement.textContent = note.quote;
  }
  if (!note.quote) item.querySelector("blockquote").remove();
  item.querySelector("[hidden]").hidden = !note.lost;
  change.href = note.url;
  change.addEventListener("click", (event) => {
    event.preventDefault();
    write(note);
  });
  return item;
}

// Go to the words of a note; the focus goes along, for whoever does not see it.
function show(event, note) {
  event.preventDefault();
  const block = note.range.startContainer.parentElement.closest(".lesson :is(p, li, td, th, h2, h3, h4, pre, dt, dd, div)") ?? lesson;
  if (!block.hasAttribute("tabindex")) block.tabIndex = -1;
  block.focus({ preventScroll: true });
  scrollTo({ top: scrollY + note.range.getBoundingClientRect().top - innerHeight / 3 });
}

// A press on marked words opens their note.
function press({ target, clientX: x, clientY: y }) {
  if (target.closest("a") || !getSelection().isCollapsed) return;
  const under = ({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom;
  const note = notes.find((one) => [...(one.range?.getClientRects() ?? [])].some(under));
  if (note) write(note);
}

document.addEventListener("selectionchange", offer);
lesson.addEventListener("click", press);
dialog.addEventListener("cancel", (event) => textField.value !== textField.defaultValue && event.preventDefault());
dialog.addEventListener("close", () => {
  picked = null;
  offer();
});
form.addEventListener("submit", save);
form.querySelector("[data-close]").addEventListener("click", () => dialog.close());
for (const adder of adders) {
  adder.addEventListener("pointerdown", (event) => event.preventDefault()); // leaves the selection as it is
  adder.addEventListener("click", (event) => {
    event.preventDefault();
    begin();
  });
}
load();
