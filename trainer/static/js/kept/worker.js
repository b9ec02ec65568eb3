// Which page does a reader get who has no network? The one that was kept (keep.js), if it was; all else is as ever.
// This worker answers for /o/<organisation>/learn and below only, and writes nothing.

const scope = new URL(registration.scope).pathname;
const PATIENCE = 5000; // what a network that neither answers nor fails gets where a page was kept
const PARTS = ["style", "script", "image", "font"];
const UNREACHED = [502, 503, 504]; // a proxy says that the server is not there

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (request.method === "GET" && PARTS.includes(request.destination)) event.respondWith(part(request));
});

async function find(address) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(`kept:${scope}:`)) continue;
    const found = await (await caches.open(name)).match(address, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

// Addresses of parts hold their digest, so that what was kept is what is there.
const part = async (request) => (await find(request.url)) ?? fetch(request);

async function page(request, url) {
  const kept = await find(`${url.pathname}/kept.html`);
  const answer = await Promise.race([fetch(request).catch(() => undefined), ...(kept ? [later(PATIENCE)] : [])]);
  if (answer && !UNREACHED.includes(answer.status)) return answer;
  if (request.method !== "GET") return kept ? Response.redirect(url.pathname, 303) : (answer ?? Response.error());
  return kept ?? answer ?? (await find(`${scope}/kept.html`)) ?? Response.error();
}

const later = (wait) => new Promise((resolve) => setTimeout(resolve, wait));
