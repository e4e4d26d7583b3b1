// What is selected in a message is quoted by one tap on the button that appears, or by the message's own "Quote".
// Several quotations gather in the reply, each with a link to its place.
(() => {
  const area = () => document.getElementById("reply-source");
  const floating = writing.button(writing.say("quote"), () => { quote(chosen()); floating.hidden = true; }, "button button--small quote-it");
  floating.hidden = true;
  document.body.append(floating);

  function chosen() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const prose = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(".post > .prose");
    const from = prose(selection.getRangeAt(0).startContainer), to = prose(selection.getRangeAt(0).endContainer);
    const text = selection.toString().trim();
    return from && text ? { post: from.closest(".post"), text, range: selection.getRangeAt(0), whole: from === to } : null;
  }

  function quote(found) {
    const field = area();
    if (!found || !field) return;
    const name = found.post.querySelector(".post__author").textContent.trim();
    const place = found.post.querySelector(".post__number");
    const lines = found.text.replace(/\n{3,}/g, "\n\n").split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
    const said = `> **${name}** ([${place.textContent.trim()}](${place.getAttribute("href")}))\n>\n${lines}\n\n`;
    const before = field.value.slice(0, field.selectionEnd).trimEnd(), after = field.value.slice(field.selectionEnd).trimStart();
    const start = before ? `${before}\n\n${said}` : said;
    field.value = start + after;
    field.focus();
    field.setSelectionRange(start.length, start.length);
    field.dataset.byHand = "yes";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    getSelection().removeAllRanges();
    field.scrollIntoView({ block: "center" });
  }

  let later;
  document.addEventListener("selectionchange", () => {
    clearTimeout(later);
    later = setTimeout(() => {
      const found = area() && chosen();
      floating.hidden = !found;
      if (!found) return;
      const box = found.range.getBoundingClientRect();
      floating.style.top = `${Math.max(4, box.bottom + scrollY + 8)}px`;
      floating.style.left = `${Math.min(Math.max(8, box.left + scrollX), scrollX + innerWidth - floating.offsetWidth - 8)}px`;
    }, 200);
  });
  floating.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays

  document.addEventListener("pointerdown", ({ target }) => {
    const link = target.closest?.("[data-quote]");
    link && Object.assign(link.dataset, { chosen: chosen()?.text || "" });
  });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-quote]");
    if (!link || !area() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const post = link.closest(".post"), found = chosen();
    if (found && found.post === post) return quote(found);
    if (link.dataset.chosen) { const text = link.dataset.chosen; delete link.dataset.chosen; return quote({ post, text }); }
    try {
      const answer = await fetch(link.dataset.source, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      quote({ post, text: (await answer.json()).source });
    } catch { quote({ post, text: post.querySelector(".prose").innerText.trim() }); }
  });
})();
