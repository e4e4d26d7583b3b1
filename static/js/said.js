// What htmx just said floats until it is closed, or until the next thing is done; good news leaves by itself.
(() => {
  const clear = () => document.getElementById("said")?.replaceChildren();
  document.addEventListener("click", ({ target }) => target.closest(".notice__close") && clear());
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.requestConfig?.verb !== "get" && document.querySelector("#said > .notice--now")) clear();
  });
  let leaving;
  document.addEventListener("htmx:afterSettle", () => {
    const notice = document.querySelector("#said > .notice--now.notice--done:not([data-leaves])");
    if (!notice) return;
    notice.dataset.leaves = "yes";
    clearTimeout(leaving);
    leaving = setTimeout(() => notice.isConnected && !notice.matches(":hover, :focus-within") && clear(), 10000);
  });
})();
