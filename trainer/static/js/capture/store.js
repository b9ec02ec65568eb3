// What does this device keep? Every operation is written here, and written through to the disk, before anything else
// happens with it. Nothing is deleted until the server has it, unless the server says that it must be forgotten.

const NAME = "capture";
const VERSION = 1;
const WORTH_ANOTHER_TRY = ["InvalidStateError", "UnknownError", "AbortError"];
let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => build(request.result);
    request.onsuccess = () => resolve(watch(request.result));
    request.onerror = () => forgetHandle(() => reject(request.error));
    request.onblocked = () => forgetHandle(() => reject(new Error("blocked")));
  });
  return opening;
}

function build(database) {
  const ops = database.createObjectStore("ops", { keyPath: "id" });
  ops.createIndex("observation", "observation");
  ops.createIndex("unsent", ["member", "unsent"]); // a row without `unsent` is not in it
  ops.createIndex("rejected", ["member", "rejected"]);
  database.createObjectStore("kept", { keyPath: "key" });
}

function watch(database) {
  database.onclose = () => forgetHandle(); // iOS closes it in the background: the next use opens another
  database.onversionchange = () => {
    database.close();
    forgetHandle();
  };
  return database;
}

function forgetHandle(then = () => {}) {
  opening = null;
  then();
}

const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const finished = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
    transaction.onerror = () => reject(transaction.error);
  });

async function within(mode, work, again = true) {
  try {
    const transaction = (await open()).transaction(["ops", "kept"], mode, { durability: "strict" });
    const [result] = await Promise.all([work(transaction), finished(transaction)]);
    return result;
  } catch (problem) {
    if (!again || !WORTH_ANOTHER_TRY.includes(problem?.name)) throw problem;
    forgetHandle();
    return within(mode, work, false);
  }
}

const reading = (work) => within("readonly", work);
const writing = (work) => within("readwrite", work);
const mine = (member) => IDBKeyRange.bound([member], [member, []]);

export const keep = (key, value) => writing((tx) => answer(tx.objectStore("kept").put({ key, value })));
export const kept = (key) => reading((tx) => answer(tx.objectStore("kept").get(key))).then((row) => row?.value);

export const add = (op, clockKey, clock) =>
  writing((tx) => {
    tx.objectStore("kept").put({ key: clockKey, value: clock });
    return answer(tx.objectStore("ops").add(op));
  });

export const put = (op) => writing((tx) => answer(tx.objectStore("ops").put(op)));

export const opsOf = (observation) => reading((tx) => answer(tx.objectStore("ops").index("observation").getAll(observation)));
export const unsent = (member, most) => reading((tx) => answer(tx.objectStore("ops").index("unsent").getAll(mine(member), most)));
export const unsentCount = (member) => reading((tx) => answer(tx.objectStore("ops").index("unsent").count(mine(member))));
export const rejected = (member) => reading((tx) => answer(tx.objectStore("ops").index("rejected").getAll(mine(member))));

export const allUnsent = () => reading((tx) => answer(tx.objectStore("ops").index("unsent").getAll()));

export const resend = (ids) =>
  writing(async (tx) => {
    const ops = tx.objectStore("ops");
    for (const id of ids) {
      const row = await answer(ops.get(id));
      if (row) ops.put({ ...row, unsent: 1 });
    }
  });

export const settle = (ids, why = null) =>
  writing(async (tx) => {
    const ops = tx.objectStore("ops");
    for (const id of ids) {
      const row = await answer(ops.get(id));
      if (!row) continue;
      delete row.unsent;
      if (why) row.rejected = why;
      ops.put(row);
    }
  });

export const forget = (ids) =>
  writing(async (tx) => {
    for (const id of ids) tx.objectStore("ops").delete(id);
  });

// What the server has had for so long that nobody will ask this device for it any more.
export const purge = (before) =>
  writing(async (tx) => {
    const [ops, kept] = [tx.objectStore("ops"), tx.objectStore("kept")];
    const rows = await answer(ops.getAll());
    const young = new Set(rows.filter((op) => op.unsent || op.rejected || op.wall_ms >= before).map((op) => op.observation));
    for (const op of rows.filter(({ observation }) => !young.has(observation))) {
      ops.delete(op.id);
      for (const name of ["config", "clock"]) kept.delete(`${name}:${op.observation}`);
      kept.put({ key: `purged:${op.observation}`, value: before });
    }
  });
