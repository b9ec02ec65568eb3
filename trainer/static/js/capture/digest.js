// Does this device hold what the server holds of it? The same sum as trainer/practice/receipts.py. SHA-256 (FIPS 180-4)
// is spelled out because the browser's own answers later, when a transaction of the store has closed, and only to https.

export const FIELDS = ["observation", "id", "device", "seq", "kind", "code", "actor", "ref", "text", "at_ms", "delta_ms", "wall_ms"];
const CONSTANTS = [];
const FIRST = [];
for (let number = 2; CONSTANTS.length < 64; number += 1) {
  if (Array.from({ length: number - 2 }, (_, place) => place + 2).some((other) => number % other === 0)) continue;
  if (FIRST.length < 8) FIRST.push(fraction(Math.sqrt(number)));
  CONSTANTS.push(fraction(Math.cbrt(number)));
}

function fraction(root) {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

const turn = (word, places) => (word >>> places) | (word << (32 - places));

function padded(bytes) {
  const whole = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  new DataView(whole.buffer).setUint32(whole.length - 4, bytes.length * 8);
  return new DataView(whole.buffer);
}

function schedule(view, start) {
  const words = Array.from({ length: 16 }, (_, place) => view.getInt32(start + place * 4));
  for (let place = 16; place < 64; place += 1) {
    const [early, late] = [words[place - 15], words[place - 2]];
    const one = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const two = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    words.push((words[place - 16] + one + words[place - 7] + two) | 0);
  }
  return words;
}

function mix(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  for (const [place, word] of words.entries()) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + CONSTANTS[place] + word) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, place) => (word + state[place]) | 0);
}

export function sha256(text) {
  const view = padded(new TextEncoder().encode(text));
  let state = FIRST;
  for (let start = 0; start < view.byteLength; start += 64) state = mix(state, schedule(view, start));
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

const known = new Map(); // of an operation by its id: it never changes

function digest(op) {
  if (!known.has(op.id)) known.set(op.id, sha256(JSON.stringify(FIELDS.map((name) => op[name] ?? null))));
  return known.get(op.id);
}

export function held(ops) {
  const sum = ops.reduce((total, op) => BigInt.asUintN(256, total + BigInt(`0x${digest(op)}`)), 0n);
  return { count: ops.length, digest: sum.toString(16).padStart(64, "0") };
}
