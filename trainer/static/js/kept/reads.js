// Which lessons were read on this device that the server does not know of yet?
// A read is written through to the disk before anything else happens. Nothing is forgotten until the server has it.

const MOST = 200;
const PATIENCE = 10_000;
const box = document.querySelector("[data-reads]");
const words = box.dataset; // sentences, and whose page this is: a kept one is nobody's
const mark = document.querySelector("[data-mark]");
const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

let recorded = 0;
let refused = false;

// The device.

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("kept", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("reads", { keyPath: "id" });
      request.result.createObjectStore("readers", { keyPath: "organisation" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}

async function within(mode, work) {
  const database = await open();
  try {
    const transaction = database.transaction(["reads", "readers"], mode, { durability: "strict" });
    const request = work(transaction.objectStore("reads"), transaction.objectStore("readers"));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    return request?.result;
  } finally {
    database.close();
  }
}

const all = async () => (await within("readonly", (reads) => reads.getAll())).filter((read) => read.organisation === words.organisation);
const lastReader = () => within("readonly", (_, readers) => readers.get(words.organisation));

// A page of somebody who is signed in tells the kept pages who reads here, how they like pages to look, and what is new.
async function remember() {
  const known = await lastReader();
  if (!words.member) return known;
  const currents = { ...(known?.member === words.member ? known.currents : {}) };
  if (words.programme) currents[words.programme] = words.current;
  const reader = { organisation: words.organisation, member: words.member, looks: { ...document.documentElement.dataset }, currents };
  if (JSON.stringify(reader) !== JSON.stringify(known)) await within("readwrite", (_, readers) => readers.put(reader));
  return reader;
}

// The server.

const flush = () =>
  navigator.locks ? navigator.locks.request("kept-reads", { ifAvailable: true }, (lock) => (lock ? drain() : 0)) : drain();

async function drain() {
  const reader = await lastReader();
  let count = 0;
  for (;;) {
    const waiting = (await all()).filter((read) => read.member === reader?.member && !read.why).slice(0, MOST);
    const heard = waiting.length ? await send(waiting, reader.member) : undefined;
    if (!heard) return count;
    count += heard.recorded.length;
  }
}

async function send(reads, member) {
  const answer = await post({ member, client_now: Date.now(), reads: reads.map(told) });
  refused = Boolean(answer) && (answer.type === "opaqueredirect" || [401, 403].includes(answer.status));
  if (!answer?.ok) return undefined;
  const heard = await answer.json();
  const unknown = new Map(heard.unknown.map(({ id, why }) => [id, why]));
  await within("readwrite", (store) => {
    for (const id of heard.recorded) store.delete(id);
    for (const read of reads) if (unknown.has(read.id)) store.put({ ...read, why: unknown.get(read.id) });
  });
  return heard.recorded.length + unknown.size ? heard : undefined;
}

const told = ({ id, programme, module, lesson, wording, at }) => ({ id, programme, module, lesson, wording, at });

const post = (body) =>
  fetch(words.url, {
    method: "POST",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
    headers: { "Content-Type": "application/json", "X-Reads": "1" },
    body: JSON.stringify(body),
  }).catch(() => undefined);

// The page.

async function draw() {
  const reads = await all();
  const me = words.member ?? (await lastReader())?.member;
  const own = reads.filter((read) => read.member === me);
  const waiting = own.filter((read) => !read.why);
  const others = words.member ? reads.length - own.length : 0;
  const lines = [];
  if (recorded) lines.push(line(fill(words.recorded, { count: recorded })));
  if (waiting.length) lines.push(line(fill(refused ? words.refused : words.waiting, { count: waiting.length })));
  if (waiting.length && refused) lines.at(-1).append(" ", link(words.signIn, words.signInLabel));
  if (others) lines.push(line(fill(words.others, { count: others })));
  for (const read of own.filter(({ why }) => why)) lines.push(unknown(read));
  box.replaceChildren(...lines);
  box.hidden = !lines.length;
  if (mark) drawMark(waiting.some(({ id }) => id === readOf(mark.dataset, me).id));
}

function line(text) {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  return paragraph;
}

function link(address, text) {
  const made = document.createElement("a");
  made.href = address;
  made.textContent = text;
  return made;
}

function unknown(read) {
  const told = line(`${fill(words.unknown, { title: read.title })} ${read.why} `);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn small";
  button.textContent = words.forget;
  button.onclick = () => within("readwrite", (reads) => reads.delete(read.id)).then(draw);
  told.append(button);
  return told;
}

function drawMark(read) {
  mark.hidden = read;
  document.querySelector("[data-marked]").hidden = !read;
}

const readOf = ({ programme, module, lesson, wording, title }, member) => ({
  id: [words.organisation, member, programme, module, lesson].join("/"),
  ...{ organisation: words.organisation, member, programme, module, lesson, wording, title, at: Date.now() },
});

function sayNotStored() {
  const line = document.querySelector("[data-not-stored]");
  if (line) line.hidden = false;
}

async function markRead() {
  try {
    const reader = await lastReader();
    await within("readwrite", (reads) => reads.put(readOf(mark.dataset, reader.member)));
  } catch {
    return sayNotStored();
  }
  await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, 1500))]);
  location.assign(mark.dataset.next);
}

async function look() {
  const fresh = await flush();
  if (fresh && "refresh" in words) {
    sessionStorage.setItem("reads-recorded", fresh);
    return location.reload(); // what was read elsewhere shows on this page too
  }
  recorded += fresh;
  return draw();
}

function drawMoved(reader) {
  const moved = document.querySelector("[data-moved]");
  const now = reader?.currents[words.programme];
  if (moved) moved.hidden = !now || now.split(":")[0] === words.current.split(":")[0];
}

async function begin() {
  recorded = Number(sessionStorage.getItem("reads-recorded"));
  sessionStorage.removeItem("reads-recorded");
  const reader = await remember();
  if (!words.member) Object.assign(document.documentElement.dataset, reader?.looks);
  drawMoved(reader);
  mark?.addEventListener("click", markRead);
  await draw();
  await look();
  for (const name of ["online", "focus"]) addEventListener(name, look);
  addEventListener("pageshow", (event) => event.persisted && look());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  words.looked = "yes";
}

// A window that keeps nothing: a kept page says that reading does not count there.
begin().catch(sayNotStored);
