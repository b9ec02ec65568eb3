// What does an assessor do while a set works? One tap records one behaviour; everything else is a correction of it.

import { makeClock } from "./clock.js";
import { makePulse } from "./floor.js";
import { uuid7 } from "./ids.js";
import { keepPage } from "./offline.js";
import { makeOutbox } from "./outbox.js";
import { readiness } from "./ready.js";
import { $, fill, make, makeScreen } from "./screen.js";
import { makeSession } from "./session.js";
import * as store from "./store.js";

const observation = location.pathname.split("/").at(-1);
const NOTE_BELONGS_WITHIN = 20_000;
const STAMP_LASTS = 5000;
const PATIENCE = 5000;
const KEPT_FOR = 7 * 24 * 3600 * 1000;

// What the server says of this session now, or what was kept of it on this device.
async function load() {
  const key = `config:${observation}`;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(`${location.pathname}.json`, { credentials: "same-origin", redirect: "manual", signal });
    if (response.ok) {
      const config = { ...(await response.json()), looks: { ...document.documentElement.dataset } };
      await store.keep(key, config).catch(() => {});
      await store.keep(`name:${config.member}`, config.name).catch(() => {});
      return { config, skew: config.server_now - Date.now(), signedIn: true };
    }
    if (response.status === 404) return {}; // somebody else is signed in: what was kept is not theirs
  } catch {
    // no network: what was kept on the device must do
  }
  const config = await store.kept(key).catch(() => undefined);
  if (config) Object.assign(document.documentElement.dataset, config.looks);
  return { config, skew: null, signedIn: false };
}

async function deviceId() {
  const known = await store.kept("device").catch(() => undefined);
  const device = known ?? uuid7();
  if (!known) await store.keep("device", device).catch(() => {});
  return device;
}

async function begin() {
  const { config, ...found } = await load();
  if (!config) {
    $("absent").hidden = false;
    $("phase").textContent = "";
    $("sync").textContent = "";
    return;
  }
  await store.purge(Date.now() - KEPT_FOR).catch(() => {});
  const device = await deviceId();
  const clock = makeClock(await store.kept(`clock:${observation}`).catch(() => undefined));
  const ops = (await store.opsOf(observation).catch(() => [])).filter((op) => op.member === config.member);
  run({ config, found, device, clock, ops });
}

async function run({ config, found, device, clock, ops }) {
  const { words } = config;
  const screen = makeScreen(config);
  const others = new BroadcastChannel("capture");
  let sync = { state: "synced", count: 0, lost: 0 };
  let stamp = null;

  const outbox = config.trial ? { keep: async () => 0, flush: () => showSync({ state: "trial", count: 0, lost: 0 }) } : makeOutbox({ member: config.member, device, observation, url: config.urls.ops }, showSync);
  const session = makeSession({ config, observation, device, ops, clock, outbox }, { saving, changed });
  const pulse = makePulse({ clock, session, draw: (open) => screen.drawFloor(open, pulse.answer) });

  // Not “All sent” any more, and not counted yet: that comes when it is on the disk.
  function saving() {
    if (!config.trial) screen.drawSync({ ...sync, state: "saving" });
  }

  function changed({ op, lost = sync.lost }) {
    if (op) {
      sync = { ...sync, state: sync.state === "synced" ? "pending" : sync.state, count: sync.count + 1, lost };
      showBadge();
      others.postMessage({ op });
    }
    redraw();
  }

  function redraw() {
    const { timeline } = session;
    screen.draw(timeline);
    if (!timeline.ended) screen.drawActors(timeline.events.at(-1), session.correctActor);
  }

  function showBadge() {
    screen.drawSync(sync.lost && !config.trial ? { ...sync, state: "fail" } : sync);
    $("unsaved").hidden = !sync.lost;
  }

  async function showSync(report) {
    sync = report;
    showBadge();
    if (config.trial) return;
    screen.drawRefused(await store.rejected(config.member).catch(() => []));
    screen.drawWaiting(await waitingOfOthers());
    if (report.state === "stopped") forgetAll();
    if (report.state === "synced") others.postMessage({ sent: true });
  }

  async function waitingOfOthers() {
    const waiting = (await store.allUnsent().catch(() => [])).filter((op) => op.member !== config.member);
    return { count: waiting.length, name: waiting.length ? await store.kept(`name:${waiting[0].member}`) : "" };
  }

  function forgetAll() {
    store.forget(session.ops.map(({ id }) => id)).catch(() => {});
    session.forget();
  }

  function tap(code, at) {
    if (!session.tap(code, at)) return;
    screen.flash(code.key);
    navigator.vibrate?.(12);
    screen.say(code.label);
  }

  const onTap = {
    down: (code) => (stamp = { code: code.key, at: clock.now(), pressed: performance.now() }),
    cancel: () => (stamp = null),
    up(code) {
      const fresh = stamp?.code === code.key && performance.now() - stamp.pressed < STAMP_LASTS;
      tap(code, fresh ? stamp.at : clock.now());
      stamp = null;
    },
  };

  function choosePhase(key) {
    if (session.choosePhase(key)) screen.say(config.phases.find((phase) => phase.key === key).label);
  }

  function turned(event, sentence) {
    if (event) screen.say(fill(sentence, { label: screen.label(event) }));
  }
  const undo = () => turned(session.undo(), words.removed);
  const redo = () => turned(session.redo(), words.restored);

  async function turn(event, kind) {
    turned(event, kind === "void" ? words.removed : words.restored);
    await session.turn(event, kind);
    screen.drawHistory(session.timeline, turn);
  }

  function openNote() {
    const at = clock.now();
    const last = session.timeline.events.at(-1);
    const ref = last && at - last.at_ms <= NOTE_BELONGS_WITHIN ? last.id : undefined;
    $("note-text").value = "";
    ask("note-dialog", "keep", () => {
      const text = $("note-text").value.trim();
      if (!text) return;
      session.put("note", { text, ...(ref ? { ref } : {}) }, at); // the time at which writing began
      screen.say(words.noted);
    });
    $("note-text").focus();
  }

  function openEnd() {
    $("end-title").textContent = fill(words.ask_end, { count: session.timeline.events.length });
    $("end-waiting").textContent = fill(words.waiting, { count: sync.count });
    $("end-waiting").hidden = !sync.count || config.trial;
    ask("end-dialog", "end", () => (config.trial ? endTrial() : session.put("end")));
  }

  function ask(id, answer, then) {
    const dialog = $(id);
    dialog.returnValue = "";
    dialog.onclose = () => dialog.returnValue === answer && then();
    dialog.showModal();
  }

  function openHistory() {
    screen.drawHistory(session.timeline, turn);
    $("history-dialog").showModal();
  }

  function endTrial() {
    config.ended = true;
    session.forget();
  }

  function dim() {
    const on = $("dim").getAttribute("aria-pressed") !== "true";
    $("dim").setAttribute("aria-pressed", String(on));
    if (on) document.documentElement.dataset.theme = "dark";
    else delete document.documentElement.dataset.theme;
  }

  function askForFloor() {
    const on = $("pulse").getAttribute("aria-pressed") !== "true";
    $("pulse").setAttribute("aria-pressed", String(on));
    pulse.turn(on);
  }

  function download() {
    const file = new Blob([JSON.stringify({ observation, ops: session.ops }, null, 1)], { type: "application/json" });
    const link = make("a", { href: URL.createObjectURL(file), download: `${config.session}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  function onKey(event) {
    if (document.querySelector("dialog[open]") || event.target.matches("textarea, select, input:not([type=checkbox])")) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey && key === "z") return act(event, event.shiftKey ? redo : undo);
    if (event.ctrlKey || event.altKey || event.metaKey || !$("keys").checked) return;
    const code = config.codes.find((row) => row.hotkey === key);
    const phase = /^\d$/.test(key) ? config.phases[(Number(key) + 9) % 10] : undefined;
    if (key === "z") act(event, event.shiftKey ? redo : undo);
    else if (key === "n") act(event, openNote);
    else if (code && !event.repeat) act(event, () => tap(code, clock.now()));
    else if (phase) act(event, () => choosePhase(phase.key));
  }

  function act(event, deed) {
    event.preventDefault();
    if (!session.timeline.ended) deed();
  }

  others.onmessage = ({ data }) => {
    if (data.op?.observation === observation) {
      clock.atLeast(data.op.at_ms);
      session.learn(data.op);
    }
    if (data.hello === observation) others.postMessage({ here: observation });
    if (data.hello === observation || data.here === observation) $("also").hidden = false;
    if (data.sent && sync.count) outbox.flush();
  };

  function tick() {
    if (session.timeline.ended) return;
    const elapsed = clock.now();
    screen.tick(elapsed, session.timeline, clock.running);
    pulse.tick();
    if (config.trial && elapsed >= config.trial) endTrial();
  }

  const press = (id, deed) => $(id).addEventListener("click", deed);
  press("undo", undo);
  press("note", openNote);
  press("end", openEnd);
  press("last", openHistory);
  press("dim", dim);
  press("pulse", askForFloor);
  press("mark", () => void session.put("sync").then(() => screen.say(words.marked)));
  press("pause", () => session.put(session.timeline.paused_since === null ? "pause" : "resume"));
  for (const button of document.querySelectorAll("[data-download]")) button.addEventListener("click", download);
  addEventListener("keydown", onKey);
  rememberKeys();
  screen.build({ onPhase: choosePhase, onTap });
  if (!config.agreed) screen.askSet(config.why);
  redraw();
  setInterval(tick, 250);
  if (!config.trial) others.postMessage({ hello: observation });
  keepAwake();
  outbox.flush();
  document.documentElement.dataset.ready = "1";
  navigator.storage?.persist?.().catch(() => {});
  await keepPage(config.urls).catch(() => {});
  screen.drawReady(await readiness(config, found), clock.running);
  document.documentElement.dataset.kept = "1";
}

function rememberKeys() {
  const box = $("keys");
  try {
    box.checked = localStorage.getItem("capture-keys") === "on";
    box.addEventListener("change", () => localStorage.setItem("capture-keys", box.checked ? "on" : "off"));
  } catch {
    // a browser that keeps nothing: the switch works for this visit
  }
}

function keepAwake() {
  const hold = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      await navigator.wakeLock?.request("screen");
    } catch {
      // refused on low battery: nothing to be done about it
    }
  };
  hold();
  document.addEventListener("visibilitychange", hold);
}

begin();
