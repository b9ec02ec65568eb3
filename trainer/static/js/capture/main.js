// What does an assessor do while a set works? One tap records one behaviour; everything else is a correction of it.

import { makeClock } from "./clock.js";
import { fold } from "./fold.js";
import { uuid7 } from "./ids.js";
import { makeOutbox } from "./outbox.js";
import { $, fill, make, makeScreen } from "./screen.js";
import * as store from "./store.js";

const observation = location.pathname.split("/").at(-1);
const TWICE_WITHIN = 300;
const NOTE_BELONGS_WITHIN = 20_000;
const STAMP_LASTS = 5000;

async function load() {
  const key = `config:${observation}`;
  try {
    const response = await fetch(`${location.pathname}.json`, { credentials: "same-origin", redirect: "manual" });
    if (response.ok) {
      const config = await response.json();
      await store.keep(key, config).catch(() => {});
      return config;
    }
    if (response.status === 404) return undefined; // somebody else is signed in: what was kept is not theirs
  } catch {
    // no network: what was kept on the device must do
  }
  return store.kept(key).catch(() => undefined);
}

async function deviceId() {
  const known = await store.kept("device").catch(() => undefined);
  const device = known ?? uuid7();
  if (!known) await store.keep("device", device).catch(() => {});
  return device;
}

async function begin() {
  const config = await load();
  if (!config) {
    $("absent").hidden = false;
    $("phase").textContent = "";
    return;
  }
  const device = await deviceId();
  const clockKey = `clock:${observation}`;
  const clock = makeClock(await store.kept(clockKey).catch(() => undefined));
  const screen = makeScreen(config);
  const outbox = makeOutbox(config.member, showSync);
  const others = new BroadcastChannel("capture");
  const ops = await store.opsOf(observation).catch(() => []);
  const lastTap = new Map();
  let timeline = fold(ops);
  let stamp = null;
  let sync = { state: "synced", count: 0 };
  let broken = false;

  async function showSync(report) {
    sync = broken ? { ...report, state: "fail" } : report;
    screen.drawSync(sync);
    screen.drawRefused(await store.rejected(config.member).catch(() => []));
    if (report.state === "stopped") forgetAll();
    if (report.state === "synced") others.postMessage({ sent: true });
  }

  function forgetAll() {
    store.forget(ops.map(({ id }) => id)).catch(() => {});
    ops.length = 0;
    redraw();
  }

  function redraw() {
    timeline = fold(ops);
    timeline.ended ||= config.ended; // perhaps on another device
    screen.draw(timeline);
    if (!timeline.ended) screen.drawActors(timeline.events.at(-1), correctActor);
  }

  async function put(kind, fields = {}, at = clock.now()) {
    clock.start();
    const op = { id: uuid7(), observation, member: config.member, url: config.urls.ops, device, seq: ops.length + 1, kind };
    Object.assign(op, fields, { at_ms: Math.round(at), wall_ms: Date.now() });
    ops.push(op);
    redraw();
    sync = { state: sync.state === "synced" ? "pending" : sync.state, count: sync.count + 1 };
    screen.drawSync(sync); // never “All sent” while this one is not
    try {
      await store.add(op, clockKey, clock.save());
      broken = false;
    } catch {
      broken = true;
    }
    $("unsaved").hidden = !broken;
    others.postMessage({ op });
    outbox.flush();
    return op;
  }

  function tap(code, at) {
    const moment = performance.now();
    if (timeline.ended || moment - (lastTap.get(code.key) ?? -Infinity) < TWICE_WITHIN) return;
    lastTap.set(code.key, moment);
    screen.flash(code.key);
    navigator.vibrate?.(12);
    screen.say(code.label);
    put("event", { code: code.key, actor: code.actor }, at);
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
    if (timeline.ended || timeline.phases.at(-1)?.key === key) return; // a second press never ends a phase
    screen.say(config.phases.find((phase) => phase.key === key).label);
    put("phase", { code: key });
  }

  function correctActor(event, actor) {
    if (event.actor !== actor) put("actor", { ref: event.id, actor });
  }

  function turn(event, kind) {
    put(kind, { ref: event.id });
    screen.say(fill(kind === "void" ? config.words.removed : config.words.restored, { label: screen.label(event) }));
    screen.drawHistory(timeline, turn);
  }

  function undo() {
    const last = timeline.events.at(-1);
    if (last && !timeline.ended) turn(last, "void");
  }

  function redo() {
    const voids = ops.filter((op) => op.kind === "void").map((op) => op.ref);
    const last = timeline.removed.filter(({ id }) => voids.includes(id)).sort((a, b) => voids.indexOf(a.id) - voids.indexOf(b.id)).at(-1);
    if (last && !timeline.ended) turn(last, "restore");
  }

  function openNote() {
    const at = clock.now();
    const last = timeline.events.at(-1);
    const ref = last && at - last.at_ms <= NOTE_BELONGS_WITHIN ? last.id : undefined;
    const dialog = $("note-dialog");
    $("note-text").value = "";
    dialog.returnValue = "";
    dialog.onclose = () => {
      const text = $("note-text").value.trim();
      if (dialog.returnValue !== "keep" || !text) return;
      put("note", { text, ...(ref ? { ref } : {}) }, at); // the time at which writing began
      screen.say(config.words.noted);
    };
    dialog.showModal();
    $("note-text").focus();
  }

  function openEnd() {
    const dialog = $("end-dialog");
    $("end-title").textContent = fill(config.words.ask_end, { count: timeline.events.length });
    $("end-waiting").textContent = fill(config.words.waiting, { count: sync.count });
    $("end-waiting").hidden = !sync.count;
    dialog.returnValue = "";
    dialog.onclose = () => dialog.returnValue === "end" && put("end");
    dialog.showModal();
  }

  function openHistory() {
    screen.drawHistory(timeline, turn);
    $("history-dialog").showModal();
  }

  function dim() {
    const on = $("dim").getAttribute("aria-pressed") !== "true";
    $("dim").setAttribute("aria-pressed", String(on));
    if (on) document.documentElement.dataset.theme = "dark";
    else delete document.documentElement.dataset.theme;
  }

  function download() {
    const file = new Blob([JSON.stringify({ observation, ops }, null, 1)], { type: "application/json" });
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
    if (!timeline.ended) deed();
  }

  others.onmessage = ({ data }) => {
    if (data.op?.observation === observation && !ops.some(({ id }) => id === data.op.id)) {
      ops.push(data.op);
      redraw();
    }
    if (data.sent && sync.count) outbox.flush();
  };

  const press = (id, deed) => $(id).addEventListener("click", deed);
  press("undo", undo);
  press("note", openNote);
  press("end", openEnd);
  press("last", openHistory);
  press("dim", dim);
  press("pause", () => put(timeline.paused_since === null ? "pause" : "resume"));
  for (const button of document.querySelectorAll("[data-download]")) button.addEventListener("click", download);
  addEventListener("keydown", onKey);
  rememberKeys();
  $("sign-in").href = config.urls.sign_in;
  $("ask-set").href = config.urls.agreements;
  screen.build({ onPhase: choosePhase, onTap });
  if (!config.agreed) screen.askSet(config.why);
  redraw();
  setInterval(() => timeline.ended || screen.tick(clock.now(), timeline, clock.running), 250);
  keepAwake();
  navigator.storage?.persist?.();
  await outbox.flush();
  document.documentElement.dataset.ready = "1";
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
