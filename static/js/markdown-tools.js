// <markdown-tools data-for="id">: puts Markdown marks around what is selected in the textarea.
customElements.define("markdown-tools", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const tool = event.target.closest("[data-before]");
      const area = document.getElementById(this.dataset.for);
      if (!tool || !area) return;
      const { before, after } = tool.dataset;
      const [start, end] = [area.selectionStart, area.selectionEnd];
      const chosen = area.value.slice(start, end);
      const marked = after ? before + chosen + after : chosen.split("\n").map((line) => before + line).join("\n");
      area.focus();
      area.setRangeText(marked, start, end, "end");
      if (!chosen && after) area.selectionStart = area.selectionEnd = start + before.length;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
});
