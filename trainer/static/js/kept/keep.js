// What is kept on this device to be read without a network?
// One cache holds one module of one release with everything that its pages need. It is whole, or it is not there.

const { lang } = document.documentElement;
const numbers = new Intl.NumberFormat(lang, { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 });
const days = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { day: "numeric", month: "long", year: "numeric" });
const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function hindrance(words) {
  if (!isSecureContext) return words.insecure;
  return "serviceWorker" in navigator && "caches" in window && "indexedDB" in window ? "" : words.unable;
}

// The device.

async function kept(scope) {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(`kept:${scope}:`)) continue;
    const cache = await caches.open(name);
    const about = (await cache.keys()).find(({ url }) => url.endsWith("/kept.json"));
    if (!about) continue;
    const answer = await cache.match(about, { ignoreVary: true });
    found.push({ ...(await answer.json()), name, when: new Date(answer.headers.get("Date")), size: await sizeOf(cache) });
  }
  return found.sort((one, other) => one.place - other.place);
}

async function sizeOf(cache) {
  const answers = await cache.matchAll();
  const blobs = await Promise.all(answers.map((answer) => answer.blob()));
  return blobs.reduce((sum, blob) => sum + blob.size, 0);
}

async function told(manifest) {
  const answer = await fetch(manifest, { redirect: "error", cache: "no-store" });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

async function keep(manifest, { worker, scope }) {
  await navigator.serviceWorker.register(worker, { scope });
  navigator.storage?.persist?.();
  const { name, prefix, urls } = await told(manifest);
  const fresh = !(await caches.has(name));
  const cache = await caches.open(name);
  try {
    // A redirect leads to the sign-in, and that is not to be kept; a page kept before is not fresh enough.
    await cache.addAll(urls.map((url) => new Request(url, { redirect: "error", cache: "reload" })));
    if ((await told(manifest)).name !== name) throw new Error("another release came between");
  } catch (problem) {
    if (fresh) await caches.delete(name);
    throw problem;
  }
  const older = (await caches.keys()).filter((other) => other.startsWith(prefix) && other !== name);
  await Promise.all(older.map((other) => caches.delete(other)));
}

async function remove(name, { scope }) {
  await caches.delete(name);
  if (!(await kept(scope)).length) await (await navigator.serviceWorker.getRegistration(scope))?.unregister();
}

// The pages.

const wordsOf = (box) => box.querySelector("[data-words]").dataset;

const release = (current) => current.split(":")[0];

function state(copy, words) {
  const when = fill(words.kept, { day: days.format(copy.when), size: numbers.format(Math.max(1, copy.size / 1000)), number: copy.number });
  if (copy.programme !== words.programme || copy.current === words.current) return { when, stale: "" };
  return { when, stale: release(copy.current) === release(words.current) ? words.changed : words.moved };
}

async function attempt(box, say, work) {
  const words = wordsOf(box);
  if (box.ariaBusy) return;
  box.ariaBusy = "true";
  say(words.busy);
  try {
    await work();
    await draw(box);
    (box.querySelector("button:not([hidden])") ?? box.querySelector("h2")).focus();
  } catch (problem) {
    say(problem.name === "QuotaExceededError" ? words.full : words.failed);
  }
  box.ariaBusy = null;
}

async function drawModule(box) {
  const words = wordsOf(box);
  const manifest = box.dataset.keep;
  const [status, keeping, removing] = ["status", "keeping", "removing"].map((name) => box.querySelector(`[data-${name}]`));
  const copy = (await kept(words.scope)).find((one) => one.manifest === manifest);
  const { when, stale } = copy ? state(copy, words) : { when: "", stale: "" };
  const say = (text) => (status.textContent = text);
  say([when, stale].filter(Boolean).join(" "));
  keeping.textContent = copy ? words.update : words.offer;
  keeping.hidden = Boolean(copy) && !stale;
  removing.hidden = !copy;
  keeping.onclick = () => attempt(box, say, () => keep(manifest, words));
  removing.onclick = () => attempt(box, say, () => remove(copy.name, words));
}

async function drawList(box) {
  const copies = await kept(wordsOf(box).scope);
  const rows = copies.map((copy) => row(box, copy));
  box.querySelector("[data-rows]").replaceChildren(...rows);
  const empty = box.querySelector("[data-empty]");
  if (empty) empty.hidden = copies.length > 0;
  else box.hidden = !copies.length;
}

function row(box, copy) {
  const words = wordsOf(box);
  const item = box.querySelector("template").content.cloneNode(true);
  const [link, status, keeping, removing] = ["link", "status", "keeping", "removing"].map((name) => item.querySelector(`[data-${name}]`));
  const { when, stale } = state(copy, words);
  const say = (text) => (status.textContent = text);
  link.textContent = copy.title;
  link.lang = copy.language;
  link.href = copy.page;
  say([when, stale].filter(Boolean).join(" "));
  keeping.hidden = !stale;
  for (const button of [keeping, removing]) button.querySelector(".vh").textContent = copy.title;
  keeping.onclick = () => attempt(box, say, () => keep(copy.manifest, words));
  removing.onclick = () => attempt(box, say, () => remove(copy.name, words));
  return item;
}

const draw = (box) => ("keep" in box.dataset ? drawModule(box) : drawList(box));

async function begin(box) {
  const words = wordsOf(box);
  const [status, keeping] = [box.querySelector("[data-status]"), box.querySelector("[data-keeping]")];
  try {
    const problem = hindrance(words);
    if (problem) throw new Error(problem);
    await draw(box);
    if (keeping) keeping.disabled = false;
  } catch (problem) {
    if (status) status.textContent = problem.message === words.insecure ? words.insecure : words.unable;
  }
  box.dataset.drawn = "yes";
}

for (const box of document.querySelectorAll("[data-keep], [data-kept-list]")) begin(box);

const absent = document.querySelector("[data-absent]"); // the list stands where another page was asked for
if (absent) absent.hidden = location.pathname === wordsOf(document).scope;
