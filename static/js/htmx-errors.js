// When htmx gets no answer, or one that is no page of ours, people are told, and what they typed stays.
(() => {
  function tell(words) {
    const said = document.getElementById("said");
    if (!said) return;
    const notice = document.createElement("div");
    notice.className = "notice notice--error";
    const text = document.createElement("p");
    text.className = "notice__text";
    text.textContent = words;
    notice.append(text);
    said.className = "said said--page";
    said.setAttribute("role", "alert");
    said.replaceChildren(notice);
  }
  const quiet = (detail) => detail.requestConfig?.verb === "get" && /every|load|revealed/.test(detail.elt?.getAttribute("hx-trigger") || "");
  const lost = ({ detail }) => quiet(detail) || tell(document.body.dataset.connectionLost);
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    // Our own refusals say where they go (HX-Retarget); anything else, a proxy's page for one, must not replace a form.
    if (detail.xhr.status < 400 || detail.xhr.status === 422 || detail.xhr.getResponseHeader("HX-Retarget")) return;
    detail.shouldSwap = false;
    if (!quiet(detail)) tell(document.body.dataset.refused);
  });
  // Said once, a sentence leaves with the next thing that is done.
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.requestConfig?.verb !== "get") document.querySelector(".said--page")?.replaceChildren();
  });
})();
