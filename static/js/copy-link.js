// <copy-link data-url data-done><button>: puts the address in the clipboard and says so.
(() => {
  if (!navigator.clipboard) return;
  customElements.define("copy-link", class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("click", async (event) => {
        if (!event.target.closest("button")) return;
        await navigator.clipboard.writeText(new URL(this.dataset.url, location.href).href);
        const words = this.querySelector("span");
        words.setAttribute("role", "status");
        words.textContent = this.dataset.done;
      });
    }
  });
})();
