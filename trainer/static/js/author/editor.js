// The editor of one file: saves without leaving the page, shows while somebody writes how it will look, jumps to the
// line of a finding, and loses nothing that was typed. Without this script the same buttons send the same forms.

import { forget, keep, kept } from "./kept.js";
import { numbered } from "./numbers.js";

const form = document.getElementById("editor");
const told = document.getElementById("told");
const { body: text, base, csrf_token: token } = form.elements;
const words = form.dataset;
const lines = numbered(text);
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const PAUSE = 700;

let saved = words.stored === "yes" ? text.defaultValue : null; // null: what this page shows was never stored
let previewing = 0;
let asked = 0;
let busy = false;

const changed = () => text.value !== saved;
const isPage = (answer) => answer.headers.get("Content-Type")?.startsWith("text/html");
const parse = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

function send(url, accept) {
  return fetch(url, { method: "POST", body: new FormData(form), headers: { Accept: accept }, redirect: "manual" });
}

async function save() {
  if (busy) return;
  busy = true;
  told.textContent = words.saving;
  const sent = text.value;
  try {
    await take(await withFreshToken(() => send(form.action, "application/json")), sent);
  } catch {
    told.textContent = words.failed;
  }
  busy = false;
}

// A token belongs to a sign-in: after another one in another tab the page gets that one's and tries once more.
async function withFreshToken(ask) {
  const answer = await ask();
  if (answer.status !== 400) return answer;
  const page = await fetch(location.pathname, { redirect: "manual" });
  if (!page.ok) return page;
  token.value = (await parse(page)).querySelector("#editor [name=csrf_token]").value;
  return ask();
}

async function take(answer, sent) {
  if (answer.type === "opaqueredirect" || answer.status === 401) {
    told.textContent = words.signedOut;
    return;
  }
  if (answer.status === 409) {
    saved = text.value; // leaving is meant: the next page shows both versions
    form.submit();
    return;
  }
  const said = isPage(answer) ? {} : await answer.json();
  if (!answer.ok) {
    told.textContent = said.error ?? words.failed;
    return;
  }
  base.value = said.base;
  saved = sent;
  if (!changed()) forget(words.whose);
  told.textContent = words.saved.replace("{time}", clock.format(new Date()));
  await preview();
}

async function preview() {
  clearTimeout(previewing);
  const number = (asked += 1);
  const answer = await send(words.preview, "text/html").catch(() => null);
  if (!answer || !isPage(answer) || number !== asked) return;
  const look = (await parse(answer)).getElementById("look");
  if (look && number === asked) {
    document.getElementById("look").replaceChildren(...look.childNodes);
    apart();
  }
}

// Links of the page that is being written lead to a tab of their own, so that nobody leaves by accident.
function apart() {
  for (const link of document.querySelectorAll("#look .lesson a:not([href^='#'])")) link.target = "_blank";
}

function jump() {
  const line = /^#L(\d+)$/.exec(location.hash);
  if (line) lines.go(Number(line[1]));
}

function offer({ text: found, base: from }) {
  const box = document.createElement("div");
  box.className = "notice warn";
  const sentence = document.createElement("p");
  sentence.textContent = words.found;
  const row = document.createElement("p");
  row.className = "row";
  row.append(
    choice(words.restore, () => {
      [text.value, base.value] = [found, from];
      written();
    }),
    choice(words.forget, () => forget(words.whose)),
  );
  box.append(sentence, row);
  form.before(box);

  function choice(label, act) {
    const button = document.createElement("button");
    [button.type, button.className, button.textContent] = ["button", "btn small", label];
    button.addEventListener("click", () => {
      box.remove();
      text.focus();
      act();
    });
    return button;
  }
}

function written() {
  lines.draw();
  told.textContent = changed() ? words.changed : "";
  if (changed()) keep(words.whose, text.value, base.value);
  else forget(words.whose);
  clearTimeout(previewing);
  if (words.live === "yes") previewing = setTimeout(preview, PAUSE);
}

text.addEventListener("input", written);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.hasAttribute("formaction")) preview();
  else save();
});
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
    event.preventDefault();
    save();
  }
});
addEventListener("beforeunload", (event) => {
  if (changed()) event.preventDefault();
});
addEventListener("hashchange", jump);
document.addEventListener("click", (event) => {
  if (event.target.closest(`a[href="${location.pathname}${location.hash}"]`)) setTimeout(jump); // the same line again
});

const found = kept(words.whose);
if (found && found.text !== text.value) offer(found);
else forget(words.whose);
if (text.value !== text.defaultValue) written(); // typed before this script was there, or brought back by the browser
apart();
jump();
document.documentElement.dataset.ready = "";
