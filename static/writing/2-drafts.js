// <form data-draft="place">: what is typed is kept at once on the device and, after a pause, in the account; it comes
// back with a sentence. It goes when the form was taken, never before: the server says so.
writing.drafts = (() => {
  const { store, say, post, button } = writing;
  const PAUSE = 1500, DAYS = 60 * 86400e3;
  const name = (form) => `draft:${form.dataset.draft}`;
  const fields = (form) => [...form.querySelectorAll("textarea[name], input[type=text][name]")];
  const main = (form) => form.elements.source || fields(form)[0];
  const timers = new WeakMap(), sent = new WeakMap();
  let typedOn = null;

  const typed = (form) => Object.fromEntries(fields(form).filter((field) => field.value.trim() && field.value !== (form.dataset.draftAt ? "" : field.defaultValue)).map((field) => [field.name, field.value]));

  function keep(form) {
    const texts = typed(form), before = store.get(name(form));
    if (!Object.keys(texts).length) return before && store.set(name(form), { at: Date.now(), texts: {}, saved: before.saved });
    store.set(name(form), { at: Date.now(), texts, saved: before?.saved });
  }

  async function save(form, options = {}) {
    const { texts } = store.get(name(form)) || {};
    const running = timers.get(form);
    if (!texts || form.dataset.sending) return;
    running.asking?.abort();
    running.asking = new AbortController();
    running.waits = false;
    try {
      const answer = await post(writing.words.drafts, { place: form.dataset.draft, title: texts.title || "", source: texts.source || "" }, { headers: { Accept: "application/json" }, signal: running.asking.signal, ...options });
      if (!answer.ok) return mark(form, answer.status === 401 ? "draftSignedOut" : "draftDevice");
      const { at } = await answer.json();
      const now = store.get(name(form));
      if (now) at ? store.set(name(form), { ...now, saved: at }) : Object.keys(now.texts).length || store.drop(name(form));
      mark(form, at ? "draftAccount" : "");
    } catch { if (!form.dataset.sending) mark(form, "draftDevice"); }
  }

  // One quiet line says where the text is safe. It is no live region: it changes at each pause.
  function mark(form, word) {
    let line = form.querySelector(".draft-mark");
    if (!line) {
      line = document.createElement("span");
      line.className = "draft-mark draft-kept";
      (form.querySelector(".composer__acts, .form__acts") || form).append(line);
    }
    if (line.dataset.word !== word) line.textContent = say(line.dataset.word = word);
  }

  function forget(form) {
    clearTimeout(timers.get(form)?.later);
    timers.get(form)?.asking?.abort();
    form.dataset.sending = "yes";
    store.drop(name(form));
  }

  function put(form, texts) {
    for (const field of fields(form)) if (texts[field.name] !== undefined) field.value = texts[field.name];
    main(form)?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // "We put back…", from where, and the way to the other text: the page's own, or the copy that was older.
  function tell(form, word, at, other) {
    form.querySelector(".draft-told")?.remove();
    const line = document.createElement("p");
    line.className = "draft-told notice notice--info";
    line.setAttribute("role", "status");
    line.append(`${say(word, { when: writing.when(at) })} `);
    const now = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
    if (other) line.append(button(say("draftOther"), () => { put(form, other.texts); tell(form, other.word, other.at, { texts: now, word, at }); main(form)?.focus(); }), " · ");
    line.append(button(say("draftAnew"), () => { form.dataset.draftAt = ""; fields(form).forEach((field) => { field.value = form.dataset.draftWas !== undefined && field === main(form) ? "" : field.defaultValue; }); keep(form); save(form); line.remove(); main(form)?.focus(); }));
    const place = main(form).closest("text-expander, .field") || main(form);
    (place.previousElementSibling?.matches(".tools") ? place.previousElementSibling : place).before(line);
  }

  async function restore(form) {
    if (form.dataset.draftSeen) return;
    form.dataset.draftSeen = "yes";
    timers.set(form, {});
    if (form.querySelector("[aria-invalid=true], .errors, .field__error, .notice--error")) return keep(form);
    await settled;
    const own = store.get(name(form));
    const account = await kept(form);
    const local = own && Object.keys(own.texts).length ? { ...own, word: "draftFromDevice" } : null;
    const started = fields(form).some((field) => field.value !== field.defaultValue);
    if (started) return;
    // The account's copy wins when another device kept it later than this one typed.
    const older = !account || (own && (account.at === own.saved || Date.parse(account.at) <= own.at));
    const [best, other] = older ? [local, account] : [account, local];
    if (!best || (older && own && !local)) return;
    const differs = other && other.texts.source !== best.texts.source ? other : null;
    const free = fields(form).filter((field) => best.texts[field.name] && (form.dataset.draftOver !== undefined || !field.value.trim() || form.dataset.draftAt));
    if (form.dataset.quoted !== undefined) return join(form, best);
    if (!free.length) return fields(form).some((field) => best.texts[field.name] && field.value !== best.texts[field.name]) ? offer(form, best) : null;
    if (form.dataset.draftAt) form.dataset.draftWas = "";
    for (const field of free) field.value = best.texts[field.name];
    form.querySelector(".draft-server")?.remove();
    main(form)?.dispatchEvent(new Event("input", { bubbles: true }));
    tell(form, best.word, best.at, differs);
  }

  // A reply that was begun, and now a quotation: both.
  function join(form, best) {
    const area = main(form), quoted = area.value;
    if (!best.texts.source || best.texts.source.includes(quoted.trim())) return;
    put(form, { source: `${best.texts.source.trimEnd()}\n\n${quoted}` });
    tell(form, best.word, best.at);
  }

  function offer(form, best) {
    tell(form, "draftWaits", best.at, best);
  }

  async function kept(form) {
    const place = form.dataset.draft;
    if (form.dataset.draftAt) return { at: form.dataset.draftAt, texts: { source: main(form).defaultValue }, word: "draftFromAccount" };
    if (place.startsWith("item/")) return null; // it would stand in the page
    try {
      const answer = await fetch(`${writing.words.drafts}/one?place=${encodeURIComponent(place)}`);
      if (answer.status !== 200) return null;
      const { title, source, at } = await answer.json();
      return { at, texts: { ...(title && { title }), ...(source && { source }) }, word: "draftFromAccount" };
    } catch { return null; }
  }

  document.addEventListener("input", ({ target, isTrusted }) => {
    const form = target.closest?.("form[data-draft]");
    if (!form || !timers.has(form) || !target.name) return;
    delete form.dataset.sending;
    keep(form);
    if (!isTrusted && !target.dataset.byHand) return;
    const running = timers.get(form);
    clearTimeout(running.later);
    running.waits = true;
    running.later = setTimeout(() => save(form), PAUSE);
  });
  const flush = () => document.querySelectorAll("form[data-draft]").forEach((form) => timers.get(form)?.waits && save(form, { keepalive: true }));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
  addEventListener("online", flush);

  // htmx: taken when the answer is a success, before its swap takes the form away and the next one comes.
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const form = detail.elt;
    if (!form.matches("form[data-draft]")) return;
    clearTimeout(timers.get(form)?.later);
    keep(form);
    sent.set(form, main(form).value);
  });
  document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    const { elt: form, xhr } = detail;
    if (!form.matches("form[data-draft]") || xhr.status < 200 || xhr.status >= 300) return;
    const source = main(form).value;
    forget(form);
    typedOn = source === sent.get(form) ? null : { place: form.dataset.draft, source };
  });
  // Typed while the last text was on its way: the form that comes now begins with it.
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    const form = typedOn && detail.fragment.querySelector(`form[data-draft="${typedOn.place}"]`);
    if (!form) return;
    main(form).value = typedOn.source;
    store.set(name(form), { at: Date.now(), texts: { source: typedOn.source } });
    typedOn = null;
  });
  document.addEventListener("htmx:load", ({ detail }) => restoreAll(detail.elt.parentElement || detail.elt));

  // A plain submit: the next page asks whether the form with this key was taken.
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !form.matches("form[data-draft]") || form.hasAttribute("hx-post") || submitter?.hasAttribute("formaction")) return;
    keep(form);
    clearTimeout(timers.get(form)?.later);
    timers.get(form)?.asking?.abort();
    form.dataset.sending = "yes";
    if (form.elements.key) store.set("sent", { key: form.elements.key.value, name: name(form) });
  });
  addEventListener("pageshow", ({ persisted }) => persisted && document.querySelectorAll("form[data-draft]").forEach((form) => delete form.dataset.sending));
  const settled = (async () => {
    const sent = store.get("sent");
    if (!sent) return;
    try {
      const answer = await fetch(`${writing.words.sent}?key=${encodeURIComponent(sent.key)}`);
      if (answer.ok && (await answer.json())) store.drop(sent.name);
      if (answer.ok) store.drop("sent");
    } catch { /* no network: asked again by the next page */ }
  })();

  const restoreAll = (root) => root.querySelectorAll("form[data-draft]").forEach(restore);
  for (const old of store.names("draft:")) if (Date.now() - store.get(old).at > DAYS) store.drop(old);
  restoreAll(document);
  return { keep, forget, restore, put, name };
})();
