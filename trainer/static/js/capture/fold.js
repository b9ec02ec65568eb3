// What happened when? The same fold as trainer/practice/timeline.py: sorted by (at_ms, id), one of each id, never
// dependent on the order in which operations came.

const byTimeThenId = (a, b) => a.at_ms - b.at_ms || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function inOrder(ops) {
  const chosen = new Map();
  for (const op of [...ops].sort(byTimeThenId)) if (!chosen.has(op.id)) chosen.set(op.id, op);
  return [...chosen.values()];
}

function corrections(ordered) {
  const voided = new Set();
  const shifts = new Map();
  const actors = new Map();
  for (const op of ordered.filter((op) => op.ref)) {
    if (op.kind === "void") voided.add(op.ref);
    else if (op.kind === "restore") voided.delete(op.ref);
    else if (op.kind === "retime") shifts.set(op.ref, (shifts.get(op.ref) ?? 0) + op.delta_ms);
    else if (op.kind === "actor") actors.set(op.ref, op.actor);
  }
  return { voided, actors, at: (op) => Math.max(0, op.at_ms + (shifts.get(op.id) ?? 0)) };
}

function spans(standing, at) {
  const starts = [];
  const presses = standing.filter((op) => op.kind === "phase").map((op) => ({ id: op.id, key: op.code, at_ms: at(op) }));
  for (const press of presses.sort(byTimeThenId)) if (starts.at(-1)?.key !== press.key) starts.push(press);
  return starts.map(({ key, at_ms }) => ({ key, start_ms: at_ms }));
}

function paused(standing, at) {
  const presses = standing.filter((op) => op.kind === "pause" || op.kind === "resume");
  const last = presses.map((op) => ({ id: op.id, kind: op.kind, at_ms: at(op) })).sort(byTimeThenId).at(-1);
  return last?.kind === "pause" ? last.at_ms : null;
}

export function fold(ops) {
  const ordered = inOrder(ops);
  const { voided, actors, at } = corrections(ordered);
  const standing = ordered.filter((op) => !voided.has(op.id));
  const phases = spans(standing, at);
  const notes = standing.filter((op) => op.kind === "note");
  const event = (op) => ({
    id: op.id,
    code: op.code,
    actor: actors.get(op.id) ?? op.actor ?? "SET",
    at_ms: at(op),
    phase: phases.filter((phase) => phase.start_ms <= at(op)).at(-1)?.key ?? null,
    notes: notes.filter((note) => note.ref === op.id).map((note) => note.text),
  });
  const all = ordered.filter((op) => op.kind === "event").map(event).sort(byTimeThenId);
  return {
    events: all.filter(({ id }) => !voided.has(id)),
    removed: all.filter(({ id }) => voided.has(id)),
    phases,
    pausedSince: paused(standing, at),
    ended: standing.some((op) => op.kind === "end"),
  };
}
