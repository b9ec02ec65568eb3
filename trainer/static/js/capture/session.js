// What did the assessor tap? Every tap, correction and note becomes an operation; the timeline is folded from them.

import { fold } from "./fold.js";
import { uuid7 } from "./ids.js";

const TWICE_WITHIN = 300;

export function makeSession({ config, observation, device, ops, clock, outbox }, { saving, changed }) {
  const lastTap = new Map();
  let timeline = look();

  function look() {
    const found = fold(ops);
    return { ...found, ended: found.ended || config.ended }; // perhaps on another device
  }

  // What was tapped shows when it is written through to the disk; what follows builds on it at once.
  async function put(kind, fields = {}, at = clock.now()) {
    clock.start();
    const op = { id: uuid7(), observation, member: config.member, url: config.urls.ops, device, seq: ops.length + 1, kind };
    Object.assign(op, fields, { at_ms: Math.round(at), wall_ms: Date.now() });
    ops.push(op);
    timeline = look();
    saving();
    changed({ op, lost: await outbox.keep(op, `clock:${observation}`, clock.save()) });
    return op;
  }

  function tap(code, at) {
    const moment = performance.now();
    if (timeline.ended || moment - (lastTap.get(code.key) ?? -Infinity) < TWICE_WITHIN) return false;
    lastTap.set(code.key, moment);
    put("event", { code: code.key, actor: code.actor }, at);
    return true;
  }

  function choosePhase(key) {
    if (timeline.ended || timeline.phases.at(-1)?.key === key) return false; // a second press never ends a phase
    put("phase", { code: key });
    return true;
  }

  const turn = (event, kind) => put(kind, { ref: event.id });

  function undo() {
    const last = timeline.events.at(-1);
    if (!last || timeline.ended) return undefined;
    turn(last, "void");
    return last;
  }

  function redo() {
    const voids = ops.filter((op) => op.kind === "void").map((op) => op.ref);
    const order = (event) => voids.lastIndexOf(event.id);
    const last = timeline.removed.filter((event) => order(event) >= 0).sort((a, b) => order(a) - order(b)).at(-1);
    if (!last || timeline.ended) return undefined;
    turn(last, "restore");
    return last;
  }

  function correctActor(event, actor) {
    if (event.actor !== actor) put("actor", { ref: event.id, actor });
  }

  // From another window of this device.
  function learn(op) {
    if (op.observation !== observation || ops.some(({ id }) => id === op.id)) return;
    ops.push(op);
    timeline = look();
    changed({});
  }

  function forget() {
    ops.length = 0;
    timeline = look();
    changed({});
  }

  return {
    ...{ ops, put, tap, choosePhase, turn, undo, redo, correctActor, learn, forget },
    get timeline() {
      return timeline;
    },
  };
}
