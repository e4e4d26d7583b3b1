// A text sent without network waits on the device, is shown where it will stand, and goes out once: its key makes a
// second try harmless. What the server refuses is kept, with the reason.
writing.outbox = (() => {
  const { store, say, post, button, drafts } = writing;
  const BOX = "outbox", PAUSES = [5, 15, 45, 120, 300];
  const all = () => store.get(BOX) || [];
  const put = (rows) => (rows.length ? store.set(BOX, rows) : store.drop(BOX));
  const change = (key, values) => put(all().map((row) => (row.key === key ? { ...row, ...values } : row)));
  const take = (key) => put(all().filter((row) => row.key !== key));
  let tries = 0, later;

  function add(form) {
    const values = [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
    const key = form.elements.key.value;
    if ([...form.querySelectorAll("input[type=file]")].some((field) => field.files.length)) return false; // files stay in their form
    if (!store.set(BOX, [...all().filter((row) => row.key !== key), { key, values, url: form.action, place: form.dataset.draft, at: Date.now(), state: "waits" }])) return false;
    drafts.forget(form);
    form.querySelector(".draft-told")?.remove();
    for (const field of form.querySelectorAll("textarea, input[type=text]")) field.value = "";
    form.elements.key.value = writing.key();
    delete form.dataset.sending;
    document.getElementById("said")?.replaceChildren(); // "try again" is said of other requests: this one waits
    show();
    document.querySelector(`#outbox [data-key="${key}"]`)?.focus();
    plan();
    return true;
  }

  function show() {
    document.querySelectorAll("form[data-draft]").forEach((form) => {
      const rows = all().filter((row) => row.place === form.dataset.draft);
      const anchor = form.closest(".composer") || form;
      let list = document.getElementById("outbox");
      if (!rows.length) return list?.dataset.place === form.dataset.draft && list.remove();
      if (!list) {
        list = document.createElement("ol");
        list.id = "outbox";
        list.className = "outbox";
        list.dataset.place = form.dataset.draft;
        list.setAttribute("aria-label", say("outboxTitle"));
        anchor.before(list);
      }
      list.replaceChildren(...rows.map((row) => shown(row, form)));
    });
    const rest = all().length;
    const line = document.getElementById("outbox-count");
    if (line) { line.hidden = !rest; line.textContent = rest ? say("outboxCount", { n: rest }) : ""; }
  }

  function shown(row, form) {
    const values = Object.fromEntries(row.values);
    const made = document.createElement("li");
    made.className = `outbox__row${row.state === "refused" ? " outbox__row--refused" : ""}`;
    made.dataset.key = row.key;
    made.tabIndex = -1;
    const state = document.createElement("p");
    state.className = "outbox__state";
    state.setAttribute("role", row.state === "refused" ? "alert" : "status");
    state.textContent = row.state === "refused" ? `${say("outboxRefused")} ${row.why || ""}` : row.state === "sending" ? say("outboxSending") : say("outboxWaits", { when: writing.when(row.at) });
    const text = document.createElement("div");
    text.className = "outbox__text";
    text.textContent = [values.title, values.source].filter(Boolean).join("\n");
    const acts = document.createElement("p");
    acts.className = "outbox__acts";
    acts.append(
      button(say("outboxTry"), () => { tries = 0; change(row.key, { state: "waits" }); send(); }),
      button(say("outboxEdit"), () => { take(row.key); drafts.put(form, values); drafts.keep(form); show(); form.elements.source.focus(); }),
      button(say("outboxCancel"), () => { take(row.key); show(); form.elements.source.focus(); }),
    );
    made.append(state, text, acts);
    return made;
  }

  // The answer to a form that was taken is another page; one that was refused comes back with what is wrong.
  async function carry(row) {
    change(row.key, { state: "sending" });
    show();
    const answer = await post(row.url, row.values);
    if (answer.ok && answer.redirected && new URL(answer.url).pathname !== "/login") return take(row.key);
    if (answer.status >= 500 || answer.status === 429) throw new Error("later");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const why = [...page.querySelectorAll("main .notice--error, main .field__error, main .errors li, main .error-page .lead")].map((each) => each.textContent.trim()).filter(Boolean).join(" ");
    change(row.key, { state: "refused", why: answer.status === 401 ? say("outboxSignedOut") : why });
  }

  async function run() {
    let sent = 0;
    for (const row of all().filter((each) => each.state !== "refused")) {
      try {
        await carry(row);
        sent += !all().some((each) => each.key === row.key);
        tries = 0;
      } catch {
        change(row.key, { state: "waits" });
        show();
        return plan();
      }
      show();
    }
    if (sent) arrived();
  }
  // One tab at a time; without locks (an old browser) the keys alone keep it to once.
  const send = () => (navigator.locks ? navigator.locks.request("palabre-outbox", { ifAvailable: true }, (lock) => lock && run()) : run());

  function arrived() {
    document.querySelector("live-thread")?.soon(0);
    const said = document.getElementById("said");
    if (said) {
      const line = document.createElement("p");
      line.className = "notice notice--done";
      line.textContent = say("outboxSent");
      said.replaceChildren(line);
    }
  }

  function plan() {
    clearTimeout(later);
    if (all().some((row) => row.state !== "refused")) later = setTimeout(send, PAUSES[Math.min(tries++, PAUSES.length - 1)] * 1000);
  }

  const lost = ({ detail }) => { if (detail.elt.matches("form[data-draft]") && detail.elt.elements.key) add(detail.elt); };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-draft]") || form.hasAttribute("hx-post") || event.submitter?.hasAttribute("formaction")) return;
    if (navigator.onLine || !form.elements.key) return;
    if (add(form)) event.preventDefault();
  }, true);
  document.addEventListener("htmx:load", show);
  addEventListener("online", () => { tries = 0; send(); });
  addEventListener("storage", show);
  // A page that was left while sending: nobody knows whether it arrived, the key does.
  for (const row of all()) if (row.state === "sending") change(row.key, { state: "waits" });
  show();
  send();
  return { all, send, show, clear: () => put([]) };
})();
