// <theme-switch>: light, dark, or as the device says; kept in this browser only. early.js applies it before the paint.
customElements.define("theme-switch", class extends HTMLElement {
  connectedCallback() {
    this.show(document.documentElement.dataset.theme || "");
    this.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) this.choose(button.value);
    });
  }
  choose(theme) {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    try {
      if (theme) localStorage.setItem("theme", theme);
      else localStorage.removeItem("theme");
    } catch { /* storage is closed: the choice lasts as long as the page */ }
    this.show(theme);
  }
  show(theme) {
    for (const button of this.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === theme));
  }
});
