// <reading-place data-page>: keeps the number of the message at the top of the window in the address. For members
// (data-address data-read data-start) it tells the server how far messages were in sight, now and then and on leaving.
customElements.define("reading-place", class extends HTMLElement {
  connectedCallback() {
    this.sent = this.read = Number(this.dataset.read);
    this.ended = new AbortController();
    const options = { signal: this.ended.signal, passive: true };
    const timers = new WeakMap();
    this.eyes = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting, intersectionRatio, intersectionRect }) => {
      clearTimeout(timers.get(target));
      if (isIntersecting && (intersectionRatio >= 0.5 || intersectionRect.height > innerHeight * 0.4)) timers.set(target, setTimeout(() => this.saw(target), 700));
    }), { threshold: [0, 0.25, 0.5, 1] });
    if (this.dataset.address) this.look(document);
    if (this.dataset.address) document.addEventListener("htmx:load", ({ detail }) => this.look(detail.elt.parentElement || detail.elt), options);
    addEventListener("scroll", () => { clearTimeout(this.still); this.still = setTimeout(() => this.place(), 400); }, options);
    document.addEventListener("visibilitychange", () => document.hidden && this.send(), options);
    addEventListener("pagehide", () => this.send(), options);
  }
  disconnectedCallback() {
    this.send();
    this.ended.abort();
    this.eyes.disconnect();
  }
  look(root) {
    root.querySelectorAll(".post[data-mark]").forEach((post) => this.eyes.observe(post));
  }
  saw(post) {
    if (!post.isConnected || document.hidden) return;
    this.eyes.unobserve(post);
    this.read = Math.max(this.read, Number(post.id.slice(5)));
    this.later ??= setTimeout(() => this.send(), 3000);
  }
  send() {
    clearTimeout(this.later);
    this.later = undefined;
    if (!(this.read > this.sent)) return;
    this.sent = this.read;
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    const body = new URLSearchParams({ start: this.dataset.start, number: this.read });
    fetch(this.dataset.address, { method: "POST", headers, body, keepalive: true }).catch(() => { this.sent = 0; });
  }
  place() {
    const top = [...document.querySelectorAll(".post[data-mark]")].find((post) => post.getBoundingClientRect().bottom > 120);
    const number = Number(top?.id.slice(5) || 1);
    const address = this.dataset.page + (number > 1 ? `?post=${number}` : "");
    if (number && address !== location.pathname + location.search) history.replaceState(history.state, "", address);
  }
});
