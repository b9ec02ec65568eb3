// Which capture page opens where there is no network, or no sign-in any more? The one that was kept (offline.js): it is
// the same for every session and holds nothing of any. This worker answers below /o/<organisation>/capture/ only.

const scope = new URL(registration.scope).pathname;
const PATIENCE = 3000; // what a network that neither answers nor fails gets where the page was kept
const PARTS = ["style", "script", "image"];
const UNREACHED = [502, 503, 504]; // a proxy says that the server is not there
const ENDED = 410; // a guest's link: what they tapped is still on the device

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || request.method !== "GET") return;
  if (request.mode === "navigate" && url.pathname.startsWith(`${scope}s/`)) event.respondWith(page(request));
  else if (PARTS.includes(request.destination)) event.respondWith(part(request));
});

async function find(address) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(`capture:${scope}:`)) continue;
    const found = await (await caches.open(name)).match(address, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

// Addresses of parts hold their version, so that what was kept is what is there.
const part = async (request) => (await find(request.url)) ?? fetch(request);

async function page(request) {
  const kept = await find(`${scope}shell.html`);
  const answer = await Promise.race([fetch(request).catch(() => undefined), ...(kept ? [later(PATIENCE)] : [])]);
  const unusable = !answer || [...UNREACHED, ENDED].includes(answer.status) || answer.type === "opaqueredirect"; // to the sign-in
  return unusable ? (kept ?? answer ?? Response.error()) : answer;
}

const later = (wait) => new Promise((resolve) => setTimeout(resolve, wait));
