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
  function rowsOfPage(html) {
    const page = new DOMParser().parseFromString(html, "text/html"), table = page.querySelector("table");
    page.querySelectorAll("style, script, title").forEach((each) => each.remove());
    page.querySelectorAll("td br, th br").forEach((each) => each.replaceWith(" "));
    if (!table || page.body.textContent.trim() !== table.textContent.trim()) return [];
    return [...table.rows].map((row) => [...row.cells].flatMap((cell) => [cell.textContent, ...Array(Math.min(cell.colSpan, 50) - 1).fill("")]));
  }
  // Spreadsheets of phones copy text alone: two lines or more, each cut by as many tabs.
  function rowsOfText(text) {
    const rows = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    return rows.length > 1 && rows[0].length > 1 && rows[0][0].trim() && rows.every((row) => row.length === rows[0].length) ? rows : [];
  }
  document.addEventListener("paste", (event) => {
    const area = event.target, html = event.clipboardData?.getData("text/html") || "", text = event.clipboardData?.getData("text/plain") || "";
    if (!area.matches("textarea[name=source]")) return;
    const rows = /<table/i.test(html) ? rowsOfPage(html) : html ? [] : rowsOfText(text);
    const wide = Math.max(0, ...rows.map((row) => row.length));
    if (!wide) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const put = (words) => document.execCommand("insertText", false, words);
    if (rows.length * wide === 1) return put((text || rows[0][0]).trim()); // one cell is no table
    const line = (row) => `| ${Array.from({ length: wide }, (_each, n) => (row[n] ?? "").trim().replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ") || " ").join(" | ")} |`;
    const before = area.selectionStart && area.value[area.selectionStart - 1] !== "\n" ? "\n\n" : "";
    put(`${before}${[line(rows[0]), line(Array(wide).fill("--")), ...rows.slice(1).map(line)].join("\n")}\n\n`);
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
