// <people-field data-complete="…">: while a name is typed after the last comma, those that fit are offered below.
// Arrows and Enter choose, Escape closes. Without it, names and handles are typed whole.
customElements.define("people-field", class extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    if (!this.input) return;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: `${this.input.id}-names`, className: "names", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.labels[0]?.textContent ?? "");
    this.input.after(this.list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.list.id]]) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // Before the field loses the focus, which would close the list.
    this.list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) { event.preventDefault(); this.take(option); }
    });
  }
  later() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const word = this.input.value.split(/[,;]/).pop().trim();
    if (word.replace(/^@/, "").length < 2) return this.close();
    this.timer = setTimeout(() => this.ask(word), 150);
  }
  async ask(word) {
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.complete}?q=${encodeURIComponent(word)}`, { signal: this.asking.signal });
      if (answer.ok) this.show(await answer.json());
    } catch { /* left off, or offline: whole names work without */ }
  }
  show(people) {
    this.list.replaceChildren(...people.map(({ handle, name }, place) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${place}`;
      option.className = "names__one";
      option.dataset.handle = handle;
      option.setAttribute("role", "option");
      const small = document.createElement("span");
      small.className = "muted";
      small.textContent = `@${handle}`;
      option.append(name, " ", small);
      return option;
    }));
    this.list.hidden = !people.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.choose(this.list.firstElementChild);
  }
  choose(option) {
    for (const each of this.list.children) each.setAttribute("aria-selected", String(each === option));
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }
  key(event) {
    if (this.list.hidden) return;
    const here = this.list.querySelector("[aria-selected=true]");
    const next = { ArrowDown: here?.nextElementSibling ?? this.list.firstElementChild, ArrowUp: here?.previousElementSibling ?? this.list.lastElementChild }[event.key];
    if (next) this.choose(next);
    else if (event.key === "Enter" && here) this.take(here);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }
  take(option) {
    const before = this.input.value.split(/[,;]/).slice(0, -1).map((word) => word.trim()).filter(Boolean);
    this.input.value = [...before, `@${option.dataset.handle}`, ""].join(", ");
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }
  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.choose(null);
  }
});
