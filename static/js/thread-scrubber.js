// <thread-scrubber data-page>: a slider through a discussion that says month and message; letting go leads there.
customElements.define("thread-scrubber", class extends HTMLElement {
  connectedCallback() {
    const range = this.querySelector("input"), said = this.querySelector("output");
    const stops = [...this.parentElement.querySelectorAll("a[data-number]")];
    const say = () => {
      const stop = stops.findLast((each) => Number(each.dataset.number) <= range.valueAsNumber);
      said.textContent = [stop?.textContent, this.dataset.message.replace("{n}", range.value)].filter(Boolean).join(" · ");
      range.setAttribute("aria-valuetext", said.textContent);
    };
    const here = Number(new URLSearchParams(location.search).get("post"));
    if (here) range.value = here;
    say();
    range.addEventListener("input", say);
    let by = "";
    range.addEventListener("keydown", ({ key }) => { by = "key"; if (key === "Enter") this.go(range.value); });
    range.addEventListener("pointerdown", () => { by = "pointer"; });
    range.addEventListener("change", () => by === "pointer" && this.go(range.value));
  }
  go(number) {
    location.href = `${this.dataset.page}?post=${number}#post-${number}`;
  }
});
