// Network first, always: what is kept on the device is shown only when the network does not answer.
// "read": public pages that were open, the last ones; "kept": pages that somebody chose to keep; both go at sign-out.
const SHELL = "shell", READ = "read", KEPT = "kept", OFFLINE = "/offline";
const LOOSE = { ignoreVary: true };
const READ_MOST = 40, SHELL_MOST = 60;

self.addEventListener("install", (event) => {
  event.waitUntil(shell().then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The offline page in the language of the reader, with all that it is drawn with.
async function shell() {
  const cache = await caches.open(SHELL);
  const answer = await fetch(OFFLINE, { cache: "no-store" });
  if (!answer.ok) return;
  const html = await answer.clone().text();
  await cache.put(OFFLINE, answer);
  const files = [...html.matchAll(/(?:href|src|data-script)="(\/static\/[^"#]+)/g)].map((found) => found[1].replaceAll("&amp;", "&"));
  await Promise.all([...new Set(files)].map(async (file) => (await cache.match(file)) || cache.add(file)));
}

async function trim(name, most) {
  const cache = await caches.open(name);
  const all = (await cache.keys()).filter((each) => new URL(each.url).pathname !== OFFLINE);
  await Promise.all(all.slice(0, Math.max(0, all.length - most)).map((each) => cache.delete(each)));
}

// The page of an item under one address, whatever message of it was asked for.
const plain = (address) => { const url = new URL(address); return url.origin + url.pathname; };

async function page(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok && !answer.redirected && answer.type === "basic") {
      const name = (await (await caches.open(KEPT)).match(plain(event.request.url))) ? KEPT : answer.headers.get("Palabre-Offline") === "may" ? READ : null;
      if (name) {
        const copy = answer.clone();
        event.waitUntil((async () => {
          const cache = await caches.open(name);
          if (name === READ) await cache.delete(plain(event.request.url)); // the newest stand last
          await cache.put(plain(event.request.url), copy);
          if (name === READ) await trim(READ, READ_MOST);
        })());
      }
    }
    return answer;
  } catch {
    const address = plain(event.request.url);
    const found = event.request.method === "GET" && ((await (await caches.open(KEPT)).match(address, LOOSE)) || (await (await caches.open(READ)).match(address, LOOSE)));
    return found || (await (await caches.open(SHELL)).match(OFFLINE)) || Response.error();
  }
}

// Files named by their content never change.
async function file(event) {
  const cache = await caches.open(SHELL);
  const found = await cache.match(event.request);
  if (found) return found;
  const answer = await fetch(event.request);
  if (answer.ok) {
    const copy = answer.clone();
    event.waitUntil(cache.put(event.request, copy).then(() => trim(SHELL, SHELL_MOST)));
  }
  return answer;
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") return event.respondWith(page(event));
  if (event.request.method === "GET" && url.pathname.startsWith("/static/") && (url.searchParams.has("v") || url.pathname.startsWith("/static/all-") || url.pathname.startsWith("/static/writing-"))) event.respondWith(file(event));
});

self.addEventListener("message", ({ data, source }) => {
  if (data === "shell") shell().catch(() => {});
});

// What a push service brings: who wrote, and where; one notification a publication, the newest.
self.addEventListener("push", (event) => {
  const { title = "Palabre", body = "", url = "/notifications/", tag = "palabre" } = event.data ? event.data.json() : {};
  event.waitUntil(self.registration.showNotification(title, { body, tag, renotify: true, data: { url }, lang: "fr" }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin).href;
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const here = open.find((each) => each.url === url);
    return here ? here.focus() : self.clients.openWindow(url);
  })());
});
