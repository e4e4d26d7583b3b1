// When htmx gets no answer, or one that is no page of ours, people are told, and what they typed stays.
(() => {
  function tell(words) {
    const said = document.getElementById("said");
    if (!said) return;
    const notice = document.createElement("div");
    notice.className = "notice notice--error notice--now";
    notice.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.className = "notice__text";
    text.textContent = words;
    const close = document.createElement("button");
    close.className = "notice__close";
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", document.body.dataset.close);
    notice.append(text, close);
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
})();
