// What happened when? The same fold as trainer/practice/timeline.py: sorted by (at_ms, id), one of each id, never
// dependent on the order in which operations came. It gives the same names in the same order, byte by byte.

const CORRECTS = ["void", "restore", "retime", "actor"];
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const byTimeThenId = (a, b) => a.at_ms - b.at_ms || compare(a.id, b.id);
const spelled = (op) => JSON.stringify([op.kind, op.code ?? null, op.actor ?? null, op.ref ?? null, op.text ?? null, op.delta_ms ?? null, op.late ?? false]);

function inOrder(ops) {
  const chosen = new Map();
  for (const op of [...ops].sort((a, b) => byTimeThenId(a, b) || compare(spelled(a), spelled(b)))) {
    if (!chosen.has(op.id)) chosen.set(op.id, op);
  }
  return [...chosen.values()];
}

function corrections(ordered) {
  const voided = new Set();
  const shifts = new Map();
  const actors = new Map();
  for (const op of ordered.filter((op) => op.ref)) {
    if (op.kind === "void") voided.add(op.ref);
    else if (op.kind === "restore") voided.delete(op.ref);
    else if (op.kind === "retime") shifts.set(op.ref, (shifts.get(op.ref) ?? 0) + (op.delta_ms ?? 0));
    else if (op.kind === "actor" && op.actor) actors.set(op.ref, op.actor);
  }
  return { voided, actors, at: (op) => Math.max(0, op.at_ms + (shifts.get(op.id) ?? 0)) };
}

// The first “end”, or while there is none the last thing that happened.
function ending(standing, at) {
  const ends = standing.filter((op) => op.kind === "end").map(at);
  const seen = standing.filter((op) => !CORRECTS.includes(op.kind)).map(at);
  return ends.length ? [Math.min(...ends), true] : [Math.max(0, ...seen), false];
}

function spans(presses, end) {
  const starts = [];
  for (const press of presses) if (starts.at(-1)?.code !== press.code) starts.push(press); // a second press changes nothing
  return starts.map(({ code, at_ms }, place) => ({ key: code, start_ms: at_ms, end_ms: Math.max(at_ms, starts[place + 1]?.at_ms ?? end) }));
}

function breaks(presses, end) {
  const found = [];
  let since = null;
  for (const { kind, at_ms } of presses) {
    if (kind === "pause") since ??= at_ms;
    else if (since !== null) {
      found.push([since, at_ms]);
      since = null;
    }
  }
  if (since !== null) found.push([since, end]);
  return [found.map(([start, stop]) => [start, Math.min(stop, end)]).filter(([start, stop]) => start < stop), since];
}

export function fold(ops) {
  const ordered = inOrder(ops);
  const { voided, actors, at } = corrections(ordered);
  const standing = ordered.filter((op) => !voided.has(op.id));
  const moved = (kinds) => standing.filter((op) => kinds.includes(op.kind)).map((op) => ({ ...op, at_ms: at(op) })).sort(byTimeThenId);
  const [end_ms, ended] = ending(standing, at);
  const phases = spans(moved(["phase"]).filter(({ code }) => code), end_ms);
  const [rests, paused_since] = breaks(moved(["pause", "resume"]), end_ms);
  const notes = standing.filter((op) => op.kind === "note" && op.text);
  const taps = ordered.filter((op) => op.kind === "event" && op.code);
  const phaseAt = (moment) => phases.filter(({ start_ms }) => start_ms <= moment).at(-1)?.key ?? null;
  const event = (op) => ({
    id: op.id,
    code: op.code,
    actor: actors.get(op.id) || op.actor || "SET",
    at_ms: at(op),
    phase: phaseAt(at(op)),
    notes: notes.filter(({ ref }) => ref === op.id).map(({ text }) => text),
    late: op.late ?? false,
    paused: rests.some(([start, stop]) => start <= at(op) && at(op) < stop),
  });
  const events = taps.map(event).sort(byTimeThenId);
  const known = new Set(taps.map(({ id }) => id));
  return {
    events: events.filter(({ id }) => !voided.has(id)),
    phases,
    notes: notes.filter(({ ref }) => !known.has(ref)).map((op) => ({ id: op.id, at_ms: at(op), text: op.text, ref: op.ref ?? null })),
    removed: events.filter(({ id }) => voided.has(id)),
    samples: moved(["floor"]).filter(({ actor }) => actor).map(({ id, at_ms, actor }) => ({ id, at_ms, actor, phase: phaseAt(at_ms) })),
    sync_ms: moved(["sync"])[0]?.at_ms ?? null,
    end_ms,
    breaks: rests,
    paused_ms: rests.reduce((sum, [start, stop]) => sum + stop - start, 0),
    paused_since,
    ended,
  };
}
