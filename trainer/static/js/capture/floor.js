// Who holds the floor? Asked every thirty seconds while it is switched on: a sample is cheaper and more honest than a
// stopwatch on every turn. A question that nobody answers in time is no sample.

const EVERY = 30_000;
const PATIENCE = 10_000;

export function makePulse({ clock, session, draw }) {
  let on = false;
  let asked = null;
  let last = 0; // the number of the half minute that was asked for

  function tick() {
    const now = clock.now();
    const { paused_since, ended } = session.timeline;
    if (asked !== null && now - asked >= PATIENCE) close();
    if (!on || ended || paused_since !== null || !clock.running) return ended ? close() : undefined;
    const number = Math.floor(now / EVERY);
    if (number > last) {
      last = number;
      asked = now;
      navigator.vibrate?.([8, 60, 8]);
      draw(true);
    }
    return undefined;
  }

  function close() {
    if (asked === null) return;
    asked = null;
    draw(false);
  }

  function answer(actor) {
    if (asked !== null) session.put("floor", { actor }, asked);
    close();
  }

  function turn(to) {
    on = to;
    last = Math.floor(clock.now() / EVERY);
    if (!on) close();
  }

  return { tick, answer, turn };
}
