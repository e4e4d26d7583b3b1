// <guide-lines data-url data-csrf>: lines may be dragged; sideways puts them inside the line above. Buttons do the same.
(() => {
  customElements.define("guide-lines", class extends HTMLElement {
    connectedCallback() {
      this.lines().forEach((line) => { line.draggable = true; });
      this.addEventListener("dragstart", (event) => this.take(event));
      this.addEventListener("dragover", (event) => this.over(event));
      this.addEventListener("drop", (event) => this.drop(event));
      this.addEventListener("dragend", () => this.clean());
    }
    lines() { return [...this.querySelectorAll("[data-line]")]; }
    clean() { this.lines().forEach((line) => line.classList.remove("arrange__line--held", "arrange__line--before")); }
    take(event) {
      this.held = event.target.closest("[data-line]");
      if (!this.held) return;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", this.held.dataset.line);
      this.held.classList.add("arrange__line--held");
    }
    over(event) {
      const line = event.target.closest("[data-line]");
      if (!this.held) return;
      event.preventDefault();
      this.lines().forEach((each) => each.classList.toggle("arrange__line--before", each === line && each !== this.held));
    }
    drop(event) {
      const target = event.target.closest("[data-line]");
      if (!this.held) return;
      event.preventDefault();
      const all = this.lines();
      const from = all.indexOf(this.held);
      let end = from + 1;
      if (this.held.dataset.depth === "0") while (end < all.length && all[end].dataset.depth === "1") end += 1;
      const block = all.slice(from, end);
      if (target && block.includes(target) && target !== this.held) return this.clean();
      const inside = event.clientX - this.getBoundingClientRect().left > 64 && block.length === 1;
      const rest = all.filter((line) => !block.includes(line));
      const at = target === this.held ? from : target ? rest.indexOf(target) : rest.length;
      rest.splice(at, 0, ...block);
      const values = { csrf_token: this.dataset.csrf, line: rest.map((line) => `${line.dataset.line}/${line === this.held ? Number(inside) : line.dataset.depth}`) };
      this.clean();
      this.held = null;
      htmx.ajax("POST", this.dataset.url, { target: "#lines", swap: "outerHTML", values });
    }
  });
})();
