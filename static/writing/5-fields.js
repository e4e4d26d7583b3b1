// In the field: Ctrl+Enter sends, @ and # are completed, a link pasted over words and a table of a spreadsheet are Markdown.
(() => {
  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !area.matches("form[data-draft] textarea")) return;
    event.preventDefault();
    area.form.requestSubmit(area.form.querySelector(".button--main"));
  });

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches("textarea[name=source]") || target.dataset.pastes) return;
    target.dataset.pastes = "yes";
    pasteMarkdown(target, { defaultPlainTextPaste: false });
  });

  // What spreadsheets copy is a whole page around one table, with styles that paste-markdown would leave in the text:
  // a page that holds nothing else becomes its table. May go when paste-markdown reads the parsed page as well.
  document.addEventListener("paste", (event) => {
    const area = event.target, html = event.clipboardData?.getData("text/html") || "";
    if (!area.matches("textarea[name=source]") || !/<table/i.test(html)) return;
    const page = new DOMParser().parseFromString(html, "text/html"), table = page.querySelector("table");
    page.querySelectorAll("style, script, title").forEach((each) => each.remove());
    if (!table || page.body.textContent.trim() !== table.textContent.trim()) return;
    const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim().replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ") || " "));
    if (!rows.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const wide = Math.max(...rows.map((row) => row.length));
    const line = (row) => `| ${Array.from({ length: wide }, (_each, n) => row[n] ?? " ").join(" | ")} |`;
    const before = area.selectionStart && area.value[area.selectionStart - 1] !== "\n" ? "\n\n" : "";
    document.execCommand("insertText", false, `${before}${[line(rows[0]), line(rows[0].map(() => "--")), ...rows.slice(1).map(line)].join("\n")}\n\n`);
  }, true);

  // The element's events do not bubble: they are caught on their way down.
  document.addEventListener("text-expander-change", (event) => {
    const { key, text, provide } = event.detail, expander = event.target;
    if (text.length < 1 || text.startsWith(" ") || text.length > 60) return;
    const address = key === "@" ? expander.dataset.people : expander.dataset.titles;
    const wait = new Promise((done) => { clearTimeout(expander.later); expander.later = setTimeout(done, 120); });
    provide(wait.then(async () => {
      const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}q=${encodeURIComponent(text)}`);
      if (!answer.ok) return { matched: false };
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[role=listbox]");
      return { matched: Boolean(found?.children.length), fragment: found && document.importNode(found, true) };
    }).catch(() => ({ matched: false })));
  }, true);
  document.addEventListener("text-expander-value", ({ detail }) => { detail.value = detail.item.dataset.value; }, true);
})();
