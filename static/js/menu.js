// <details class="menu">: Escape and a click elsewhere close it; opening one closes the others.
(() => {
  const open = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", ({ target }) => open().forEach((menu) => { if (!menu.contains(target) || target.closest(".menu__panel a, .menu__panel form > button")) menu.open = false; }));
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    open().forEach((menu) => {
      const within = menu.contains(document.activeElement);
      menu.open = false;
      if (within) menu.querySelector("summary").focus();
    });
  });
})();
