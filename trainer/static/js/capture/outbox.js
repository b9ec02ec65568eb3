// Has what was captured reached the server? Keeps every operation on the device, sends it in batches as often as needed
// (the server takes each once) and compares the server's receipts with what is held here.

import { FIELDS, held } from "./digest.js";
import * as store from "./store.js";

const MOST = 200;
const PATIENCE = 10_000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
const SHUT_OUT = [401, 403, 410]; // signed out, somebody else is signed in, or a guest's link has ended

export function makeOutbox({ member, device, observation, url }, tell) {
  const loose = new Map(); // what the device could not keep: it lives in this page until it can, or until it was sent
  const asked = new Set(); // observations of which everything was sent once more
  let busy = null;
  let again = false;
  let size = MOST;
  let wait = FIRST_WAIT;
  let timer = 0;

  // A guest's new link takes what was tapped under the one before; what belongs to another session goes its own way, last.
  const goesTo = (op) => (op.observation === observation ? url : op.url);
  const ownFirst = (one, other) => (other.observation === observation) - (one.observation === observation);

  const unsentLoose = () => [...loose.values()].filter(({ unsent }) => unsent);
  const count = async () => (await store.unsentCount(member).catch(() => 0)) + unsentLoose().length;

  async function report(state, why = "") {
    const waiting = await count();
    return tell({ state: state === "pending" && !waiting ? "synced" : state, count: waiting, lost: unsentLoose().length, why });
  }

  // Resolves when the operation is written through to the disk, or when it is sure that it cannot be.
  async function keep(op, clockKey, clock) {
    try {
      await store.add({ ...op, unsent: 1 }, clockKey, clock);
    } catch {
      loose.set(op.id, { ...op, unsent: 1 });
    }
    flush();
    return unsentLoose().length;
  }

  function flush() {
    again = Boolean(busy);
    busy ??= alone(drain).finally(() => {
      busy = null;
      if (again) flush();
    });
    return busy;
  }

  // Two windows of one device share one outbox: only one of them sends at a time, the other looks again later.
  const alone = (work) =>
    navigator.locks ? navigator.locks.request("capture-outbox", { ifAvailable: true }, (lock) => (lock ? work() : later(""))) : work();

  async function drain() {
    clearTimeout(timer);
    try {
      await keepLoose();
      for (;;) {
        const waiting = [...(await store.unsent(member, size).catch(() => [])), ...unsentLoose()].sort(ownFirst).slice(0, size);
        if (!waiting.length) return done();
        await report("pending");
        if (!(await sendSome(waiting.filter((op) => goesTo(op) === goesTo(waiting[0]))))) return undefined;
      }
    } catch {
      return later("");
    }
  }

  async function keepLoose() {
    for (const op of loose.values()) {
      try {
        await store.put(op);
        loose.delete(op.id);
      } catch {
        return;
      }
    }
  }

  function done() {
    wait = FIRST_WAIT;
    size = MOST;
    return report("synced");
  }

  async function later(why, state = "pending") {
    clearTimeout(timer);
    timer = setTimeout(flush, wait + Math.random() * 500);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    await report(state, why);
    return false;
  }

  async function sendSome(ops) {
    const response = await post(ops);
    if (response.type === "opaqueredirect" || SHUT_OUT.includes(response.status)) {
      const why = response.status === 403 ? ((await response.json().catch(() => ({}))).title ?? "") : "";
      return later(why, "auth"); // everything stays in the queue
    }
    if (response.status === 413 && size > 1) {
      size = Math.ceil(size / 2);
      return true;
    }
    if (!response.ok) throw new Error(`status ${response.status}`);
    return take(await response.json());
  }

  async function take({ accepted, duplicate, rejected, held: receipts }) {
    await settle([...accepted, ...duplicate]);
    for (const row of rejected.filter(({ id, then }) => id && then === "keep")) await settle([row.id], row.why);
    const gone = rejected.filter(({ then }) => then === "forget");
    if (gone.length) {
      for (const { id } of gone) loose.delete(id);
      await store.forget(gone.map(({ id }) => id)).catch(() => {});
      await report("stopped", gone[0].why);
    }
    const kept = rejected.filter(({ then }) => then === "retry");
    if (kept.length) return later(kept[0].why);
    for (const receipt of receipts.filter((row) => row.device === device)) await compare(receipt);
    return true;
  }

  async function settle(ids, why = null) {
    for (const op of ids.map((id) => loose.get(id)).filter(Boolean)) {
      delete op.unsent;
      if (why) op.rejected = why;
    }
    await store.settle(ids, why).catch((problem) => {
      if (!loose.size) throw problem;
    });
  }

  // A server that was put back to yesterday, or a reply that named too many: send everything once more, then say so.
  async function compare(receipt) {
    if (await store.kept(`purged:${receipt.observation}`)) return;
    const ops = [...(await store.opsOf(receipt.observation)), ...loose.values()].filter((op) => op.device === device && op.observation === receipt.observation && op.member === member);
    if (ops.some(({ unsent }) => unsent)) return;
    const settled = ops.filter(({ rejected }) => !rejected);
    const own = held(settled);
    if (own.digest === receipt.digest && own.count === receipt.count) return void asked.delete(receipt.observation);
    if (!asked.has(receipt.observation)) {
      asked.add(receipt.observation);
      await store.resend(settled.map(({ id }) => id));
    } else if (receipt.count <= own.count) {
      await report("differs");
    }
  }

  function post(ops) {
    const clean = ops.map((op) => Object.fromEntries(FIELDS.filter((name) => op[name] != null).map((name) => [name, op[name]])));
    return fetch(goesTo(ops[0]), {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "Content-Type": "application/json", "X-Capture": "1" },
      body: JSON.stringify({ client_now: Date.now(), member, ops: clean }),
    });
  }

  function hurry() {
    wait = FIRST_WAIT;
    return flush();
  }

  for (const name of ["online", "focus", "pageshow"]) addEventListener(name, hurry);
  document.addEventListener("visibilitychange", hurry);
  addEventListener("beforeunload", (event) => unsentLoose().length && event.preventDefault());
  return { keep, flush };
}
