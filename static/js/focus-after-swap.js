// After a swap the keyboard stays where it was: htmx keeps focus by id; when its element is gone, the swapped part takes it.
(() => {
  let from = null;
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    from = detail.target?.contains(document.activeElement) && document.activeElement !== document.body ? detail.target.id : null;
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const lost = from !== null && (document.activeElement === document.body || !document.activeElement);
    from = null;
    if (!lost) return;
    const place = detail.elt?.isConnected ? detail.elt : null;
    const next = place?.querySelector?.("[autofocus], [aria-invalid=true]") || place;
    if (!next) return;
    if (!next.matches("a[href], button, input, select, textarea")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  });
})();
