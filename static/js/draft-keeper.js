// <form data-draft="place">: its texts are kept in the browser while they are typed, and put back with a sentence.
// They go when the form was taken: a success of htmx, or the next page after a plain submit.
(() => {
  const key = (form) => `draft:${form.dataset.draft}`;
  const fields = (form) => [...form.querySelectorAll("textarea[name], input[type=text][name]")];
  const store = (work) => { try { return work(localStorage); } catch { return null; } };
  const drop = (form) => store((kept) => kept.removeItem(key(form)));

  function keep(form) {
    const texts = Object.fromEntries(fields(form).filter((field) => field.value.trim() && field.value !== field.defaultValue).map((field) => [field.name, field.value]));
    store((kept) => Object.keys(texts).length ? kept.setItem(key(form), JSON.stringify(texts)) : kept.removeItem(key(form)));
  }

  function tell(form) {
    const line = document.createElement("p");
    line.className = "draft-kept";
    line.setAttribute("role", "status");
    const anew = document.createElement("button");
    anew.type = "button";
    anew.className = "link";
    anew.textContent = document.body.dataset.draftDrop;
    anew.addEventListener("click", () => { form.reset(); drop(form); line.remove(); fields(form)[0]?.focus(); });
    line.append(`${document.body.dataset.draftRestored} `, anew);
    fields(form).at(-1).closest(".field, auto-grow, form").after(line);
  }

  function restore(form) {
    if (form.dataset.draftSeen) return;
    form.dataset.draftSeen = "yes";
    const texts = JSON.parse(store((kept) => kept.getItem(key(form))) || "{}");
    // What the server sends wins: it is a quote, a refused text, or a draft kept there.
    const empty = fields(form).filter((field) => texts[field.name] && !field.value.trim());
    for (const field of empty) field.value = texts[field.name];
    if (empty.length) tell(form);
  }

  const restoreAll = (root) => root.querySelectorAll("form[data-draft]").forEach(restore);
  let later;
  document.addEventListener("input", ({ target }) => {
    const form = target.closest("form[data-draft]");
    if (!form) return;
    clearTimeout(later);
    later = setTimeout(() => keep(form), 400);
  });
  document.addEventListener("submit", ({ target, submitter }) => {
    if (!target.matches("form[data-draft]") || submitter?.hasAttribute("formaction")) return;
    clearTimeout(later);
    keep(target);
    if (!target.hasAttribute("hx-post")) store((kept) => kept.setItem("draft-sent", JSON.stringify([key(target), location.pathname])));
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const form = detail.requestConfig?.elt || detail.elt; // the answer may have replaced the form that sent
    if (form.matches?.("form[data-draft]") && detail.successful) { clearTimeout(later); drop(form); }
  });
  document.addEventListener("htmx:load", ({ detail }) => restoreAll(detail.elt.parentElement || detail.elt));

  // A plain submit that was taken leads to another page; a refused one shows its form again, with errors.
  const [sent, from] = JSON.parse(store((kept) => kept.getItem("draft-sent")) || "[]");
  if (sent) store((kept) => { if (from !== location.pathname || !document.querySelector("[aria-invalid], .errors, .notice--error")) kept.removeItem(sent); kept.removeItem("draft-sent"); });
  restoreAll(document);
})();
