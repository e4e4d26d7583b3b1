// Tells that results were shown for some words, and that one was followed: once a session, words only, no person.
(() => {
  const told = (what) => {
    const results = document.getElementById("results");
    const words = results?.dataset.words;
    if (!words || !results.dataset.told || !document.getElementById("found")) return;
    const key = `told ${what} ${words}`;
    try {
      if (sessionStorage.getItem(key)) return;
      sessionStorage.setItem(key, "1");
    } catch { return; /* without a memory of its own, a session would count several times */ }
    fetch(results.dataset.told, { method: "POST", keepalive: true, body: new URLSearchParams({ words, what }) }).catch(() => {});
  };
  told("shown");
  document.addEventListener("htmx:afterSettle", () => told("shown"));
  document.addEventListener("click", ({ target }) => target.closest("#found a") && told("followed"));
})();
