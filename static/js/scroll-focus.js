// Wide tables and code scroll sideways in their place: they take the focus, so that the arrow keys can scroll them.
(() => {
  const look = (root) => root.querySelectorAll(".prose table, .prose pre, .table-scroll, .difference").forEach((part) => {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    else if (!part.hasAttribute("role")) part.removeAttribute("tabindex");
  });
  let later;
  addEventListener("resize", () => { clearTimeout(later); later = setTimeout(() => look(document), 200); });
  document.addEventListener("htmx:load", ({ detail }) => look(detail.elt));
  look(document);
})();
