// <live-thread data-address data-stamp>: asks whether the page is still what it shows, and takes in what changed.
// Nothing moves under the reader: the scroll stays, a part in use (focus, open menu, selection, editing) waits its turn.
customElements.define("live-thread", class extends HTMLElement {
  connectedCallback() {
    [this.pause, this.fails, this.fresh, this.title, this.waiting] = [2000, 0, [], document.title, new Map()];
    this.first = Number(this.dataset.last);
    this.ended = new AbortController();
    const { signal } = this.ended;
    this.touched = Date.now();
    const touch = () => { this.touched = Date.now(); if (this.slow) this.soon(300); };
    for (const name of ["pointerdown", "keydown", "scroll"]) addEventListener(name, touch, { passive: true, signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.soon(0), { signal });
    for (const name of ["focusout", "toggle", "selectionchange"]) document.addEventListener(name, () => setTimeout(() => this.settle(), 50), { capture: true, signal });
    addEventListener("scroll", () => this.fresh.length && this.count(), { passive: true, signal });
    this.addEventListener("click", (event) => this.show(event));
    this.soon();
  }
  disconnectedCallback() {
    this.ended.abort();
    clearTimeout(this.later);
  }
  // Every two seconds while it is looked at; rarely when hidden or left alone; ever more rarely when nobody answers.
  soon(pause = this.rhythm()) {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.ask(), pause * (0.9 + Math.random() * 0.2));
  }
  rhythm() {
    const idle = Date.now() - this.touched > 600000;
    this.slow = document.hidden || idle;
    return Math.max(this.rest || 0, Math.min((document.hidden ? 30000 : idle ? 10000 : this.pause) * 2 ** this.fails, 120000));
  }
  async ask() {
    try {
      const { address, stamp } = this.dataset;
      const answer = await fetch(`${address}/stamp?is=${stamp}`, { cache: "no-store" });
      if (answer.status === 200) await this.take();
      else if ([401, 403, 404].includes(answer.status)) return this.disconnectedCallback();
      this.fails = answer.ok ? 0 : this.fails + 1;
      this.rest = 1000 * (Number(answer.headers.get("Retry-After")) || 0); // the server has much to do
    } catch { this.fails += 1; }
    if (this.isConnected) this.soon();
  }
  async take() {
    const live = document.getElementById("live");
    const have = [...document.querySelectorAll(".post[data-mark]")].slice(-200).map((post) => `${post.id.slice(5)}.${post.dataset.mark}`).join(",");
    const asked = new URLSearchParams({ have, ...(live && { after: live.dataset.after }) });
    const answer = await fetch(`${this.dataset.address}/new?${asked}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(answer.status);
    const html = await answer.text();
    const parts = document.createElement("template");
    parts.innerHTML = html;
    const news = parts.content.querySelector("#news");
    for (const part of [...parts.content.children]) {
      part.removeAttribute("hx-swap-oob");
      if (part.id && part !== news) this.place(part);
    }
    this.settle();
    if (news) [this.dataset.stamp, this.dataset.last] = [news.dataset.stamp, Math.max(this.dataset.last, news.dataset.last)];
    this.count(live ? 0 : news?.dataset.last - this.first);
  }
  place(part) {
    const present = document.getElementById(part.id);
    if (present) return this.waiting.set(part.id, part);
    const live = document.getElementById("live");
    if (!live || !part.matches(".post")) return;
    part.classList.add("post--new");
    this.still(() => live.before(part));
    this.fresh.push(part);
    htmx.process(part);
  }
  settle() {
    for (const [id, part] of this.waiting) {
      const present = document.getElementById(id);
      if (present && this.used(present)) continue;
      this.waiting.delete(id);
      if (!present || present.isEqualNode(part)) continue;
      const fresh = this.fresh.indexOf(present);
      if (fresh >= 0) this.fresh[fresh] = part;
      this.still(() => present.replaceWith(part));
      htmx.process(part);
    }
  }
  used(part) {
    const chosen = getSelection();
    return part.contains(document.activeElement) || part.querySelector("textarea, details[open]") || (!chosen.isCollapsed && chosen.containsNode(part, true));
  }
  // What the reader looks at stays where it is: the field that has the focus, else the first message in sight.
  still(change) {
    const within = (each) => { const { top, bottom } = each.getBoundingClientRect(); return bottom > 0 && top < innerHeight; };
    const focus = document.activeElement;
    const fixed = focus && focus !== document.body && within(focus) ? focus : [...document.querySelectorAll(".post, .composer")].find(within);
    const before = fixed?.getBoundingClientRect().top;
    change();
    if (fixed?.isConnected) scrollBy({ top: fixed.getBoundingClientRect().top - before, behavior: "instant" });
  }
  // New messages below the edge of the window are counted on a quiet button; those that came into sight no longer.
  count(elsewhere = 0) {
    this.fresh = this.fresh.filter((post) => post.isConnected && post.getBoundingClientRect().top > innerHeight - 40);
    const many = this.fresh.length || Math.max(0, elsewhere);
    this.hidden = !many;
    const words = many === 1 ? this.dataset.one : this.dataset.many.replace("{n}", many);
    if (many && this.textContent !== words) {
      const link = document.createElement("a");
      link.className = "button button--main";
      link.href = `${this.dataset.page}?post=${this.fresh[0]?.id.slice(5) || this.first + 1}#new`;
      link.textContent = words;
      this.replaceChildren(link);
    }
    if (!many) this.replaceChildren();
    document.title = many && document.hidden ? `(${many}) ${this.title}` : this.title;
  }
  show(event) {
    const post = this.fresh[0];
    if (!post) return;
    event.preventDefault();
    post.tabIndex = -1;
    post.focus({ preventScroll: true });
    post.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
    this.fresh = [];
    this.count();
  }
});
