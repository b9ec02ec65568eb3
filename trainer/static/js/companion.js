// How long has this phase run, and what comes next? Remembers in this window alone, until it is closed, how long the
// round is and when each phase began. Nothing of the meeting is asked for, kept or sent.

const box = document.querySelector("[data-companion]");
const part = (name) => box.querySelector(`[data-${name}]`);
const [now, clock, next, back, stop, screen, length] = ["now", "clock", "next", "back", "stop", "screen"].map(part).concat(box.querySelector("#minutes"));
const say = (name) => part("words").querySelector(`[data-${name}]`).textContent;
const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const asTime = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

const KEY = `companion:${location.pathname}`;
let state = { minutes: length.value, began: [], ended: 0 }; // `began`: when each phase of the round began
try {
  state = JSON.parse(sessionStorage.getItem(KEY)) ?? state;
} catch {
  // nothing can be remembered here: a reload begins anew
}

const rows = [...box.querySelectorAll("[data-phase]")].map((row) => ({
  row,
  label: row.dataset.phase,
  planned: Object.fromEntries(row.dataset.planned.trim().split(" ").map((pair) => pair.split(":"))),
}));
const minutes = (phase) => Number(phase.planned[state.minutes] ?? 0);
const round = () => rows.filter(minutes); // a phase without minutes is left out of a round this short

function draw() {
  length.value = state.minutes;
  const phases = round();
  const current = state.ended ? undefined : phases[state.began.length - 1];
  for (const phase of rows) {
    phase.row.classList.toggle("muted", !minutes(phase));
    phase.row.querySelector("[data-minutes]").textContent = minutes(phase);
    if (phase === current) phase.row.setAttribute("aria-current", "step");
    else phase.row.removeAttribute("aria-current");
  }
  const told = current?.label ?? say(state.ended ? "done" : "idle");
  if (now.textContent !== told) now.textContent = told; // said aloud once, not with every second
  next.textContent = say(!state.began.length || state.ended ? "begin" : state.began.length < phases.length ? "on" : "end");
  back.disabled = state.began.length < 2 || Boolean(state.ended);
  stop.disabled = !state.began.length || Boolean(state.ended);
  length.disabled = !stop.disabled;
  tick();
}

function tick() {
  const phase = round()[state.began.length - 1];
  if (!phase) return void (clock.textContent = asTime(0));
  if (state.ended) return void (clock.textContent = asTime(state.ended - state.began[0]));
  const [ran, planned] = [Math.max(0, Date.now() - state.began.at(-1)), minutes(phase) * 60_000];
  const values = { time: asTime(ran), planned: asTime(planned), over: asTime(ran - planned) };
  clock.textContent = fill(ran > planned ? box.dataset.over : box.dataset.of, values);
}

function become(changed) {
  state = { ...state, ...changed };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // as above
  }
  draw();
}

// The screen stays on while a round runs, where the device lets a page ask for that.
let lock;
async function stayAwake() {
  const running = state.began.length && !state.ended;
  if (!running) {
    await lock?.release().catch(() => {});
    screen.textContent = "";
    return;
  }
  if (document.visibilityState !== "visible") return;
  lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
  screen.textContent = lock ? box.dataset.awake : box.dataset.dark;
}

function forward() {
  if (!state.began.length || state.ended) become({ began: [Date.now()], ended: 0 });
  else if (state.began.length < round().length) become({ began: [...state.began, Date.now()] });
  else become({ ended: Date.now() });
  stayAwake();
}

next.addEventListener("click", forward);
back.addEventListener("click", () => become({ began: state.began.slice(0, -1) }));
stop.addEventListener("click", () => {
  become({ ended: Date.now() });
  next.focus();
  stayAwake();
});
length.addEventListener("change", () => become({ minutes: length.value, began: [], ended: 0 }));
document.addEventListener("visibilitychange", stayAwake);
part("choose").hidden = true;
part("timer").hidden = false;
setInterval(tick, 500);
draw();
stayAwake();
