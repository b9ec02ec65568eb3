// Is this device ready? Six things that go wrong in the room if nobody looks at them before.

import { isKept } from "./offline.js";
import * as store from "./store.js";

const APART = 2000;

export async function readiness({ urls }, { skew, signedIn }) {
  return [
    ["page", await isKept(urls).catch(() => false)],
    ["storage", await writes()],
    ["lasting", Boolean(await navigator.storage?.persisted?.().catch(() => false))],
    ["awake", "wakeLock" in navigator],
    ["clock", skew === null ? null : Math.abs(skew) <= APART],
    ["signed_in", signedIn],
  ];
}

async function writes() {
  try {
    const value = Date.now();
    await store.keep("test", value);
    return (await store.kept("test")) === value;
  } catch {
    return false;
  }
}
