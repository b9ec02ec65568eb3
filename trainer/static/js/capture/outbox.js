// Has what was captured reached the server? Sends it in batches, as often as needed; the server takes each once.

import * as store from "./store.js";

const MOST = 200;
const PATIENCE = 10_000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
const OWN = ["observation", "id", "device", "seq", "kind", "code", "actor", "ref", "text", "at_ms", "delta_ms", "wall_ms"];

export function makeOutbox(member, tell) {
  let busy = null;
  let again = false;
  let size = MOST;
  let wait = FIRST_WAIT;
  let timer = 0;

  const report = async (state, why = "") => tell({ state, count: await store.unsentCount(member), why });

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
      for (;;) {
        const waiting = await store.unsent(member, size);
        if (!waiting.length) return done();
        await report("pending");
        if (!(await sendSome(waiting.filter((op) => op.url === waiting[0].url)))) return undefined;
      }
    } catch {
      return later("");
    }
  }

  function done() {
    wait = FIRST_WAIT;
    size = MOST;
    return report("synced");
  }

  async function later(why) {
    clearTimeout(timer);
    timer = setTimeout(flush, wait + Math.random() * 500);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    await report("pending", why);
  }

  async function sendSome(ops) {
    const response = await post(ops);
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      await report("auth"); // everything stays in the queue
      return false;
    }
    if (response.status === 413 && size > 1) {
      size = Math.ceil(size / 2);
      return true;
    }
    if (!response.ok) throw new Error(`status ${response.status}`);
    return take(await response.json());
  }

  async function take({ accepted, duplicate, rejected }) {
    await store.settle([...accepted, ...duplicate]);
    for (const row of rejected.filter(({ id, then }) => id && then === "keep")) await store.settle([row.id], row.why);
    const gone = rejected.filter(({ then }) => then === "forget");
    if (gone.length) {
      await store.forget(gone.map(({ id }) => id));
      await report("stopped", gone[0].why);
    }
    const held = rejected.filter(({ then }) => then === "retry");
    if (held.length) {
      await later(held[0].why);
      return false;
    }
    return true;
  }

  function post(ops) {
    const clean = ops.map((op) => Object.fromEntries(OWN.filter((name) => op[name] != null).map((name) => [name, op[name]])));
    return fetch(ops[0].url, {
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
  return { flush };
}
