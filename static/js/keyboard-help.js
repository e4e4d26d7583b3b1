// <keyboard-help><dialog>: / searches, j and k walk a list or the messages, r replies, ? tells so.
customElements.define("keyboard-help", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
  }
  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }
  handleEvent(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const act = { "/": () => this.search(), j: () => this.walk(1), k: () => this.walk(-1), r: () => this.reply(), "?": () => this.help() }[event.key];
    if (act && act() !== false) event.preventDefault();
  }
  search() {
    const box = document.querySelector(".hero__search input[type=search], .site-search__box");
    box?.focus();
    box?.select();
    return Boolean(box);
  }
  walk(step) {
    const stops = [...document.querySelectorAll(".row__title a, .work__title a, .posts .post, .main > .with-aside .post")].filter((each) => each.offsetParent);
    const at = stops.findIndex((each) => each === document.activeElement || (each.matches(".post") && each.contains(document.activeElement)));
    const next = stops[at < 0 ? (step > 0 ? 0 : -1) : at + step];
    if (!next) return false;
    if (next.matches(".post")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  reply() {
    const area = document.querySelector(".composer textarea");
    area?.focus();
    return Boolean(area);
  }
  help() {
    this.querySelector("dialog").showModal();
  }
});
