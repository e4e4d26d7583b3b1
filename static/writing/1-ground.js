// What the scripts of those who write share: words of the page, a store of one person's own, requests with a fresh token.
const writing = (() => {
  const words = document.getElementById("writing").dataset;
  const mine = (name) => `writing:${words.me}:${name}`;
  const tried = (work) => { try { return work(localStorage); } catch { return null; } };
  const store = {
    get: (name) => tried((kept) => JSON.parse(kept.getItem(mine(name)))),
    set: (name, value) => tried((kept) => { kept.setItem(mine(name), JSON.stringify(value)); return true; }),
    drop: (name) => tried((kept) => kept.removeItem(mine(name))),
    names: (start) => tried((kept) => Object.keys(kept).filter((key) => key.startsWith(mine(start))).map((key) => key.slice(mine("").length))) || [],
  };
  const say = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words[name] || "");
  const when = (moment) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" }).format(new Date(moment));

  let token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  function renew(fresh) {
    token = fresh;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh }));
    document.querySelectorAll("input[name=csrf_token]").forEach((field) => { field.value = fresh; });
  }
  // A refusal for want of a token brings a fresh one: what was asked is asked once more.
  async function post(url, values, options = {}) {
    const ask = () => fetch(url, { method: "POST", body: new URLSearchParams(values), headers: { "X-CSRFToken": token, ...options.headers }, credentials: "same-origin", signal: options.signal, keepalive: options.keepalive });
    const answer = await ask();
    const fresh = answer.status === 403 && answer.headers.get("X-CSRFToken");
    if (!fresh) return answer;
    renew(fresh);
    return ask();
  }
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const fresh = detail.xhr.status === 403 && detail.xhr.getResponseHeader("X-CSRFToken");
    if (!fresh) return;
    const { elt } = detail.requestConfig, again = fresh !== token && elt.isConnected;
    renew(fresh);
    if (!again) return;
    detail.shouldSwap = false;
    setTimeout(() => (elt.matches("form") ? htmx.trigger(elt, "submit") : elt.click()));
  });

  function button(label, act, kind = "link") {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }
  const key = () => [...crypto.getRandomValues(new Uint8Array(12))].map((each) => each.toString(16).padStart(2, "0")).join("");
  return { words, store, say, when, post, renew, button, key };
})();
