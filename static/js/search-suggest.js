// In every search box, ways to end what is being typed, as a list of the browser's own; the address stands in the header.
(() => {
  const address = document.querySelector(".site-search")?.dataset.complete;
  if (!address) return;
  const list = document.createElement("datalist");
  list.id = "search-endings";
  document.body.append(list);
  let later, asking;
  // What was searched from this device stays on it: the last ones come before anything is typed.
  const recent = () => { try { return JSON.parse(localStorage.getItem("searches") || "[]"); } catch { return []; } };
  const show = (endings) => list.replaceChildren(...endings.map((ending) => new Option(ending, ending)));
  document.addEventListener("submit", ({ target }) => {
    if (target.action?.endsWith?.("/logout")) localStorage.removeItem("searches"); // the device may be shared
    const words = target.matches("[role=search]") && target.querySelector("input[type=search]")?.value.trim();
    if (!words) return;
    try { localStorage.setItem("searches", JSON.stringify([words, ...recent().filter((each) => each !== words)].slice(0, 8))); } catch { /* full or forbidden */ }
  });
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("[role=search] input[type=search]")) { target.setAttribute("list", list.id); if (!target.value) show(recent()); }
  });
  document.addEventListener("input", ({ target, inputType }) => {
    if (!target.matches("[role=search] input[type=search]") || inputType === "insertReplacementText") return;
    clearTimeout(later);
    asking?.abort();
    const words = target.value.trim();
    if (words.length < 2) return show(words ? [] : recent());
    later = setTimeout(async () => {
      asking = new AbortController();
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
        if (!answer.ok) return;
        show(await answer.json());
      } catch { /* left off, or offline: the box works without */ }
    }, 180);
  });
})();
