// Pages kept for offline reading: a button on each item, a list on the page /offline; nothing stays after signing out.
(() => {
  const { store, say, words, post, outbox, drafts } = writing;
  const forget = async () => { if ("caches" in self) await Promise.all(["read", "kept"].map((name) => caches.delete(name))); };

  // Before signing out: what waits is sent, what cannot be sent goes to the drafts of the account.
  writing.leave = async () => {
    await outbox.send();
    const rows = [...outbox.all().map(({ place, values }) => ({ place, ...Object.fromEntries(values) })), ...store.names("draft:").map((name) => ({ place: name.slice(6), ...store.get(name).texts }))];
    for (const { place, title = "", source = "" } of rows) {
      if (!title && !source) continue;
      const answer = await post(words.drafts, { place, title, source }, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
    }
    document.querySelectorAll("form[data-draft]").forEach(drafts.forget);
    for (const name of store.names("")) store.drop(name);
    await forget();
  };

  if (!("serviceWorker" in navigator) || !("caches" in self)) return;
  // Another person on the same device finds nothing of the one before.
  const owner = (() => { try { const before = localStorage.getItem("writing-owner"); localStorage.setItem("writing-owner", words.me); return before; } catch { return words.me; } })();
  const ready = (owner && owner !== words.me ? forget() : Promise.resolve()).then(async () => {
    const known = await navigator.serviceWorker.getRegistration("/");
    const made = await navigator.serviceWorker.register(words.worker);
    // The page that registers came before its worker: it is read again for the shelf of pages that were open.
    if (!known) { await navigator.serviceWorker.ready; await remember(); }
    return made;
  }).catch(() => null);

  const address = () => location.origin + location.pathname;
  async function remember() {
    if (!document.querySelector("[data-keep-offline]:not(#kept-pages)")) return;
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected && answer.headers.get("Palabre-Offline") === "may") await (await caches.open("read")).put(address(), answer);
  }

  const button = document.querySelector("button[data-keep-offline]");
  const show = (is) => { button.setAttribute("aria-pressed", is); button.querySelector("span").textContent = say(is ? "kept" : "keptNot"); };
  const listed = () => store.get("kept") || {};
  async function toggle() {
    const cache = await caches.open("kept"), pages = listed(), is = button.getAttribute("aria-pressed") === "true";
    if (is) { await cache.delete(address()); delete pages[location.pathname]; }
    else {
      await ready;
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      await cache.put(address(), answer);
      pages[location.pathname] = { title: button.dataset.title, at: Date.now() };
    }
    store.set("kept", pages);
    show(!is);
  }
  if (button && button.dataset.keepOffline === location.pathname) {
    button.hidden = false;
    button.addEventListener("click", () => toggle().catch(() => {}));
    caches.open("kept").then((cache) => cache.match(address())).then((found) => show(Boolean(found)));
  }

  const place = document.getElementById("kept-pages");
  if (place) (async () => {
    const rows = Object.entries(listed()).map(([path, { title }]) => [path, title]);
    const cache = await caches.open("read");
    for (const { url } of (await cache.keys()).reverse()) {
      const path = new URL(url).pathname;
      if (rows.some(([known]) => known === path)) continue;
      const page = new DOMParser().parseFromString(await (await cache.match(url)).text(), "text/html");
      rows.push([path, page.querySelector("h1")?.textContent.trim() || path]);
    }
    if (!rows.length) return;
    const list = document.createElement("ul");
    list.className = "plain";
    for (const [path, title] of rows) {
      const line = document.createElement("li"), link = document.createElement("a");
      link.href = path;
      link.textContent = title;
      line.append(link);
      list.append(line);
    }
    place.replaceChildren(list);
  })();
})();
