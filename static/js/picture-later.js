// In low-data mode a picture is a link: a tap shows it in its place.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.picture-later");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const picture = document.createElement("img");
  picture.src = link.getAttribute("href");
  picture.alt = link.dataset.alt;
  link.replaceWith(picture);
});
