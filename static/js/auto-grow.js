// <auto-grow><textarea>: as tall as its text, where the browser has no `field-sizing`.
(() => {
  if (CSS.supports("field-sizing", "content")) return;
  customElements.define("auto-grow", class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("input", () => this.grow());
      requestAnimationFrame(() => this.grow());
    }
    grow() {
      const area = this.querySelector("textarea");
      if (!area || !area.value) return;
      area.style.height = "auto";
      area.style.height = `${Math.min(area.scrollHeight + 4, innerHeight * 0.8)}px`;
    }
  });
})();
