// How long has the session been running? Neither clock of a browser can be trusted alone: performance.now() stands
// still while a device sleeps, Date.now() jumps when somebody sets the clock. Each is used to check the other.

const AGREE_WITHIN = 1500;

export function makeClock(saved, wallNow = () => Date.now(), steadyNow = () => performance.now()) {
  let elapsed = saved ? saved.elapsed + Math.max(0, wallNow() - saved.wall) : 0;
  let running = Boolean(saved);
  let wall = wallNow();
  let steady = steadyNow();
  let slept = false;

  function now() {
    const wallStep = wallNow() - wall;
    const steadyStep = steadyNow() - steady;
    wall += wallStep;
    steady += steadyStep;
    if (!running) return 0;
    const wokeUp = slept && wallStep - steadyStep > AGREE_WITHIN;
    elapsed += wokeUp ? wallStep : steadyStep; // a difference without sleep means that the clock was set
    slept = document.visibilityState === "hidden";
    return Math.max(0, Math.round(elapsed));
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") slept = true; // what passed since the last reading was hidden
    now();
  });

  return {
    now,
    get running() {
      return running;
    },
    start() {
      if (running) return;
      now();
      running = true;
    },
    // What another window of this device recorded happened before now.
    atLeast(milliseconds) {
      now();
      running = true;
      elapsed = Math.max(elapsed, milliseconds);
    },
    save: () => ({ elapsed: now(), wall: wallNow() }),
  };
}

export function asTime(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
