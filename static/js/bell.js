/* The bell asks for its count anew, once a minute at most and only while the page is looked at. */
(() => {
  const EVERY = 75_000;
  let asked = Date.now();
  const ask = () => {
    const bell = document.getElementById("bell");
    if (!bell || document.visibilityState !== "visible" || Date.now() - asked < EVERY || !navigator.onLine) return;
    asked = Date.now();
    fetch(`${bell.dataset.ask}?shown=${bell.dataset.count}`, { headers: { "HX-Request": "true" } })
      .then((answer) => (answer.status === 200 && !answer.redirected ? answer.text() : ""))
      .then((html) => {
        const fresh = html && new DOMParser().parseFromString(html, "text/html").getElementById("bell");
        if (fresh && !bell.matches(":focus")) bell.replaceWith(fresh);
      })
      .catch(() => {});
  };
  document.addEventListener("visibilitychange", ask);
  setInterval(ask, EVERY);
})();
