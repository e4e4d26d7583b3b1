// <attach-files data-url>: sends files as soon as they are chosen, dropped on the form or pasted in its text, one by one,
// and puts the line that the server answers in the list. Without it, the field goes with the form.
customElements.define("attach-files", class extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.closest("form");
    this.list = this.querySelector(".attach__list");
    this.chooser = this.querySelector("input[type=file]");
    this.queue = Promise.resolve();
    this.chooser.addEventListener("change", () => { this.send([...this.chooser.files]); this.chooser.value = ""; });
    this.addEventListener("click", (event) => this.act(event));
    this.addEventListener("input", ({ target }) => this.rename(target));
    this.form.addEventListener("dragover", (event) => { if (this.carriesFiles(event)) { event.preventDefault(); this.classList.add("attach--over"); } });
    this.form.addEventListener("dragleave", () => this.classList.remove("attach--over"));
    this.form.addEventListener("drop", (event) => {
      this.classList.remove("attach--over");
      if (!this.carriesFiles(event)) return;
      event.preventDefault();
      this.send([...event.dataTransfer.files]);
    });
    this.form.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files || [])];
      // A table copied from a spreadsheet comes with a picture of itself: its text is what was meant.
      if (!files.length || event.clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      this.send(files, event.target.closest("textarea"));
    });
    // A form is not sent while a file is on its way: it goes by itself once the last has come.
    const wait = (event) => { if (this.waiting && !event.detail?.elt?.closest?.("attach-files")) { event.preventDefault(); event.stopImmediatePropagation(); this.resume = event.submitter || this.form.querySelector(".button--main"); } };
    this.form.addEventListener("submit", wait, true);
  }

  carriesFiles(event) { return [...(event.dataTransfer?.types || [])].includes("Files"); }
  say(text, name = "") { this.querySelector(".attach__said").textContent = text.replace("{name}", name); }

  send(files, area = null) {
    for (const file of files) {
      if (this.list.querySelectorAll("[data-file], [data-coming]").length >= Number(this.dataset.most)) { this.say(this.dataset.tooMany); return; }
      if (file.size > Number(this.dataset.largest)) { this.say(this.dataset.tooLarge, file.name); continue; }
      const line = document.createElement("li");
      line.className = "attached";
      line.dataset.coming = "";
      const bar = document.createElement("progress");
      bar.className = "attached__progress";
      bar.max = 1;
      const words = document.createElement("span");
      words.textContent = this.dataset.sending.replace("{name}", file.name);
      line.append(words, bar);
      this.list.append(line);
      this.waiting = (this.waiting || 0) + 1;
      this.queue = this.queue.then(() => this.one(file, line, bar)).then((made) => { if (made && area) this.insert(made, area); })
        .finally(() => { this.waiting -= 1; if (!this.waiting && this.resume) { const by = this.resume; this.resume = null; by.click(); } });
    }
  }

  one(file, line, bar, again = false) {
    return new Promise((settle) => {
      const request = new XMLHttpRequest(), body = new FormData();
      body.append("place", this.dataset.place);
      body.append("files", file, file.name);
      request.open("POST", this.dataset.url);
      request.setRequestHeader("HX-Request", "true");
      request.setRequestHeader("X-CSRFToken", this.form.elements.csrf_token?.value || "");
      request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
      request.addEventListener("load", () => {
        const fresh = request.status === 403 && request.getResponseHeader("X-CSRFToken");
        if (fresh && !again && typeof writing !== "undefined") { writing.renew(fresh); settle(this.one(file, line, bar, true)); return; }
        const holder = document.createElement("template");
        holder.innerHTML = request.responseText;
        const lines = [...holder.content.querySelectorAll("li.attached")];
        if (!lines.length) { line.remove(); this.resume = null; this.say([401, 403].includes(request.status) ? this.dataset.signedOut : this.dataset.failed, file.name); settle(null); return; }
        line.replaceWith(...lines);
        this.resume = lines.some((each) => each.matches(".attached--refused")) ? null : this.resume;
        const made = lines.find((each) => each.dataset.file);
        if (made) this.say(this.dataset.kept, file.name);
        settle(made || null);
      });
      const lost = () => { line.remove(); this.resume = null; this.say(this.dataset.failed, file.name); settle(null); };
      request.addEventListener("error", lost);
      request.addEventListener("timeout", lost);
      request.send(body);
    });
  }

  act(event) {
    const button = event.target.closest("[data-act]"), line = button?.closest("[data-file]");
    if (!line) return;
    if (button.dataset.act === "insert") { this.insert(line, this.form.querySelector("textarea")); return; }
    const area = this.form.querySelector("textarea");
    if (area && line.dataset.reference) {
      area.value = area.value.replace(new RegExp(`!\\[[^\\]]*\\]\\(file:${line.dataset.file}\\)\\n?`, "g"), "");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (line.hasAttribute("data-waiting")) fetch(`${this.dataset.url}${line.dataset.file}/remove`, { method: "POST", keepalive: true, headers: { "HX-Request": "true", "X-CSRFToken": this.form.elements.csrf_token?.value || "" } }).catch(() => {});
    line.remove();
    this.chooser.focus();
  }

  insert(line, area) {
    if (!area || !line.dataset.reference) return;
    const before = area.selectionStart && area.value[area.selectionStart - 1] !== "\n" ? "\n" : "";
    area.setRangeText(`${before}${line.dataset.reference}\n`, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  }

  // The words of a picture go into the text's reference too.
  rename(field) {
    const line = field.closest?.("[data-reference]"), area = this.form.querySelector("textarea");
    if (!line || !field.matches(".attached__alt")) return;
    const words = field.value.replace(/[\[\]]/g, "");
    line.dataset.reference = `![${words}](file:${line.dataset.file})`;
    if (area) area.value = area.value.replace(new RegExp(`!\\[[^\\]]*\\]\\(file:${line.dataset.file}\\)`, "g"), () => line.dataset.reference);
  }
});

// A file let go beside the form would take the browser away from the page, and from what was typed: it is attached where
// there is one form for it, and goes nowhere else.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    const all = document.querySelectorAll("attach-files");
    if (event.defaultPrevented || !all.length || event.target.matches?.("input[type=file]") || !all[0].carriesFiles(event)) return;
    event.preventDefault();
    if (kind !== "drop" || all.length > 1) return;
    all[0].send([...event.dataTransfer.files]);
    all[0].scrollIntoView({ block: "center" });
  });
}
