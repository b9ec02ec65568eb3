// Where the reader is in a lesson: marks it in "On this page" and tells the server, so that "Continue" leads back to it
// from any device. Keys work for those who switched them on (data-keys). Without this script the lesson reads the same.

const reading = document.querySelector(".reading");
const done = document.querySelector(".bar-foot");
const help = document.querySelector(".key-help");
const headings = [...reading.querySelectorAll(".lesson :is(h2, h3, h4)[id]")];
const links = new Map([...reading.querySelectorAll(".toc a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
const PAUSE = 1000;

const passed = new Set();
let timer = 0;
let moved = false;
let told = null;

// Everything above the upper third of the window counts as passed, however fast somebody scrolled by.
const watch = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes) passed[isIntersecting ? "add" : "delete"](target);
    follow();
  },
  { rootMargin: "9999999px 0px -66% 0px" },
);
headings.forEach((heading) => watch.observe(heading));

const last = (among) => among.findLast((heading) => passed.has(heading))?.id ?? "";

function follow() {
  const here = last(headings.filter(({ id }) => links.has(id)));
  for (const [id, link] of links) link.ariaCurrent = id === here ? "true" : null;
}

function tell() {
  clearTimeout(timer);
  const heading = last(headings);
  if (!moved || heading === told) return;
  told = heading;
  const place = new FormData();
  place.set("heading", heading);
  place.set("csrf_token", done.elements.csrf_token.value);
  navigator.sendBeacon(reading.dataset.place, place);
}

addEventListener("scroll", () => {
  moved = true;
  clearTimeout(timer);
  timer = setTimeout(tell, PAUSE);
}, { passive: true });
addEventListener("pagehide", tell);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
done.addEventListener("submit", () => {
  told = last(headings); // whether it is read is on its way; where the reader was does not matter any more
});
addEventListener("pageshow", (event) => {
  if (event.persisted && !document.querySelector("dialog[open]")) location.reload();
});

const go = (way) => document.querySelector(`link[rel=${way}]`)?.href;
const KEYS = {
  n: () => go("next") && location.assign(go("next")),
  p: () => go("prev") && location.assign(go("prev")),
  a: () => reading.querySelector("[data-add]").click(),
  "?": () => help.showModal(),
};

addEventListener("keydown", (event) => {
  const elsewhere = event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing;
  if (elsewhere || !document.documentElement.hasAttribute("data-keys")) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  if (!Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
});
