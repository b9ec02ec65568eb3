// What does the assessor see? Draws the page from the folded timeline; it decides nothing.

import { asTime } from "./clock.js";

export const $ = (id) => document.getElementById(id);

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

export function makeScreen(config) {
  const { words } = config;
  const labels = new Map(config.codes.map((code) => [code.key, code.label]));
  const phases = new Map(config.phases.map((phase) => [phase.key, phase]));
  const taps = new Map();
  const pills = new Map();
  let saying = 0;

  const label = (event) => labels.get(event.code) ?? event.code;
  const actorName = (actor) => (actor === "M" ? words.member : words[actor]) ?? actor;

  function build({ onPhase, onTap }) {
    $("name").textContent = config.title;
    for (const [id, address] of [["sign-in", "sign_in"], ["ask-set", "agreements"], ["to-timeline", "timeline"]]) $(id).href = config.urls[address];
    if (words.way_back) $("sign-in").textContent = words.way_back; // what an older page kept says nothing of it
    $("arranged").textContent = config.arranged ?? "";
    $("trial-over").hidden = !config.trial;
    $("session-over").hidden = Boolean(config.trial);
    for (const phase of config.phases) {
      const pill = make("button", { type: "button", textContent: phase.label });
      pill.setAttribute("aria-pressed", "false");
      pill.addEventListener("click", () => onPhase(phase.key));
      pills.set(phase.key, pill);
      $("phases").append(pill);
    }
    for (const group of ["watch", "does"]) {
      const codes = config.codes.filter((code) => code.group === group);
      $(group).hidden = !codes.length;
      $(group).after(...codes.map((code) => tapButton(code, onTap)));
    }
  }

  function tapButton(code, onTap) {
    const count = make("output");
    const key = make("kbd", { textContent: code.hotkey, ariaHidden: "true" });
    const button = make("button", { type: "button", className: code.group === "watch" ? "tap watch" : "tap", title: code.definition });
    button.append(code.label, key, count);
    // The moment is when the finger goes down; it counts only if it comes up on the same button.
    button.addEventListener("pointerdown", () => onTap.down(code));
    button.addEventListener("pointercancel", () => onTap.cancel());
    button.addEventListener("click", () => onTap.up(code));
    taps.set(code.key, { button, count });
    return button;
  }

  function flash(code) {
    const { button } = taps.get(code);
    button.classList.remove("hit");
    void button.offsetWidth; // lets the animation start again
    button.classList.add("hit");
  }

  function draw(timeline) {
    const counts = new Map();
    for (const event of timeline.events) counts.set(event.code, (counts.get(event.code) ?? 0) + 1);
    for (const [key, { count }] of taps) count.textContent = counts.get(key) ?? "";
    drawPhase(timeline);
    drawLast(timeline.events.at(-1));
    $("undo").setAttribute("aria-disabled", String(!timeline.events.length));
    $("pause").setAttribute("aria-pressed", String(timeline.paused_since !== null));
    drawEnd(timeline.ended);
  }

  function drawPhase(timeline) {
    const current = timeline.phases.at(-1)?.key;
    for (const [key, pill] of pills) {
      const on = key === current;
      if (on && pill.getAttribute("aria-pressed") !== "true") pill.scrollIntoView({ inline: "center", block: "nearest" });
      pill.setAttribute("aria-pressed", String(on));
    }
  }

  function drawLast(event) {
    const note = event?.notes.at(-1);
    $("last").textContent = event ? `${asTime(event.at_ms)} ${label(event)}${note ? ` · “${note}”` : ""}` : words.nothing;
  }

  function drawActors(event, onActor) {
    const code = event && config.codes.find((row) => row.key === event.code);
    const actors = (code?.actors ?? []).flatMap((actor) => (actor === "M" ? ["M", ...config.seats] : [actor]));
    $("actors").hidden = actors.length < 2;
    $("actors").replaceChildren(
      ...actors.map((actor) => {
        const pill = make("button", { type: "button", textContent: actorName(actor) });
        pill.setAttribute("aria-pressed", String(actor === event.actor));
        pill.addEventListener("click", () => onActor(event, actor));
        return pill;
      }),
    );
  }

  function drawEnd(ended) {
    $("ended").hidden = !ended;
    for (const id of ["phases", "grid", "foot"]) $(id).hidden = ended;
  }

  // The question takes the place of the actors, so that nothing moves under the thumb.
  function drawFloor(open, onHolder) {
    $("floor").hidden = !open;
    $("actors").classList.toggle("away", open);
    if (!open) return;
    const holders = [["F", words.F], ["P", words.P], ["M", words.member], ["NONE", words.nobody]];
    const pills = holders.map(([actor, name]) => {
      const pill = make("button", { type: "button", textContent: name });
      pill.addEventListener("click", () => onHolder(actor));
      return pill;
    });
    $("floor").replaceChildren(make("span", { className: "small", textContent: words.ask_floor }), ...pills);
    say(words.ask_floor);
  }

  function drawReady(lines, running) {
    const well = lines.filter(([, fine]) => fine !== false).length;
    $("ready").hidden = running || Boolean(config.trial);
    $("arranged").hidden = running || !config.arranged;
    $("ready-sum").textContent = fill(well === lines.length ? words.ready_all : words.ready_some, { count: well, all: lines.length });
    $("ready-lines").replaceChildren(
      ...lines.map(([name, fine]) => {
        const mark = fine === null ? "?" : fine ? "✓" : "▲";
        return make("li", {}, make("span", { textContent: `${mark} `, ariaHidden: "true" }), words.ready[name][fine === false ? 1 : fine === null ? 2 : 0]);
      }),
    );
  }

  function drawWaiting({ count, name }) {
    $("others").hidden = !count;
    $("others").textContent = fill(words.others, { count, name: name ?? words.somebody });
  }

  function tick(elapsed, timeline, running) {
    if (running) $("ready").hidden = $("arranged").hidden = true;
    $("clock").textContent = asTime(timeline.paused_since ?? elapsed);
    const span = timeline.phases.at(-1);
    $("phase").classList.toggle("over", false);
    if (timeline.paused_since !== null) return void ($("phase").textContent = words.break);
    if (!running || !span) return void ($("phase").textContent = words.start);
    const { label: name, minutes } = phases.get(span.key) ?? { label: span.key, minutes: 0 };
    const time = asTime(elapsed - span.start_ms);
    const planned = asTime(minutes * 60_000);
    $("phase").textContent = fill(minutes ? words.phase : words.unplanned, { phase: name, time, planned });
    $("phase").classList.toggle("over", minutes > 0 && elapsed - span.start_ms > minutes * 60_000);
    return undefined;
  }

  function drawHistory(timeline, onTurn) {
    const gone = new Set(timeline.removed.map(({ id }) => id));
    const rows = [...timeline.events, ...timeline.removed].sort((a, b) => b.at_ms - a.at_ms);
    $("history").replaceChildren(
      ...rows.map((event) => {
        const turn = make("button", { type: "button", className: "btn small" }, gone.has(event.id) ? words.put_back : words.take_out);
        turn.append(make("span", { className: "vh", textContent: ` ${asTime(event.at_ms)} ${label(event)}` }));
        turn.addEventListener("click", () => onTurn(event, gone.has(event.id) ? "restore" : "void"));
        const what = make("span", { textContent: `${label(event)} · ${actorName(event.actor)} ` });
        return make("li", { className: gone.has(event.id) ? "void" : "" }, make("span", { textContent: asTime(event.at_ms) }), make("span", {}, what, turn));
      }),
    );
  }

  function say(text) {
    clearTimeout(saying);
    saying = setTimeout(() => ($("live").textContent = text), 150);
  }

  function drawSync({ state, count, why }) {
    const shown = { stopped: "synced", differs: "fail" }[state] ?? state;
    $("sync").dataset.s = shown;
    const text = fill(words[shown], { count });
    if ($("sync").textContent !== text) $("sync").textContent = text;
    if (state === "saving") return;
    $("signed-out").hidden = state !== "auth";
    $("signed-out-why").textContent = (state === "auth" && why) || words.signed_out;
    if (state === "auth") return;
    $("differs").hidden = state !== "differs";
    if (why) askSet(why, state === "stopped");
    else if (state === "synced") $("not-agreed").hidden = true;
  }

  function askSet(why, stopped = false) {
    $("not-agreed-why").textContent = why;
    $("not-agreed").hidden = !why;
    $("ask-set").hidden = stopped;
  }

  function drawRefused(rows) {
    $("refused").hidden = !rows.length;
    if (rows.length) $("refused-why").textContent = fill(words.refused, { count: rows.length, why: rows[0].rejected });
  }

  return { build, flash, draw, drawActors, drawFloor, drawReady, drawWaiting, tick, drawHistory, say, drawSync, drawRefused, askSet, label };
}
