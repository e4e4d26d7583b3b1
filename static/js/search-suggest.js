// In every search box, ways to end what is being typed, as a list of the browser's own; the address stands in the header.
(() => {
  const address = document.querySelector(".site-search")?.dataset.complete;
  if (!address) return;
  const list = document.createElement("datalist");
  list.id = "search-endings";
  document.body.append(list);
  let later, asking;
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("[role=search] input[type=search]")) target.setAttribute("list", list.id);
  });
  document.addEventListener("input", ({ target, inputType }) => {
    if (!target.matches("[role=search] input[type=search]") || inputType === "insertReplacementText") return;
    clearTimeout(later);
    asking?.abort();
    const words = target.value.trim();
    if (words.length < 2) return list.replaceChildren();
    later = setTimeout(async () => {
      asking = new AbortController();
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
        if (!answer.ok) return;
        list.replaceChildren(...(await answer.json()).map((ending) => new Option(ending, ending)));
      } catch { /* left off, or offline: the box works without */ }
    }, 180);
  });
})();
