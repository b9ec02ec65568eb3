// Does this page open without a network? Keeps it whole, with everything it is made of, or not at all.

const PATIENCE = 10_000;
const possible = () => isSecureContext && "serviceWorker" in navigator && "caches" in globalThis;

export async function keepPage({ worker, scope, manifest }) {
  if (!possible()) return;
  await navigator.serviceWorker.register(worker, { scope });
  const answer = await fetch(manifest, { redirect: "error", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const { name, prefix, urls } = await answer.json();
  const cache = await caches.open(name);
  const whole = (await cache.keys()).length === urls.length;
  if (!whole) await cache.addAll(urls.map((url) => new Request(url, { redirect: "error", cache: "reload" }))); // all, or none
  const older = (await caches.keys()).filter((other) => other.startsWith(prefix) && other !== name);
  // The last one stays until the next visit: another window may be opening with it.
  await Promise.all((whole ? older : older.slice(0, -1)).map((other) => caches.delete(other)));
  await navigator.serviceWorker.ready;
}

export async function isKept({ scope }) {
  if (!possible() || !(await navigator.serviceWorker.getRegistration(scope))) return false;
  for (const name of await caches.keys()) {
    if (name.startsWith(`capture:${scope}:`) && (await (await caches.open(name)).match(`${scope}shell.html`, { ignoreVary: true }))) return true;
  }
  return false;
}
