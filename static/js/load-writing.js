// What only those who write need is fetched when the page has something to write, keep or send; and before leaving.
(() => {
  const place = document.getElementById("writing");
  if (!place) return;
  let loading;
  const load = () => (loading ||= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = place.dataset.script;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  }));
  const holds = () => { try { return Object.keys(localStorage).some((key) => key.startsWith(`writing:${place.dataset.me}:`)); } catch { return false; } };
  const needed = () => document.querySelector("form[data-draft], [data-keep-offline], guide-lines") || holds();
  const look = () => needed() && load().catch(() => { loading = null; });
  document.addEventListener("htmx:load", look);
  look();
  // Signing out leaves nothing on the device; what was not sent goes to the drafts of the account first.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (new URL(form.action).pathname !== place.dataset.logout) return;
    event.preventDefault();
    load().then(() => writing.leave()).catch(() => {}).finally(() => form.submit());
  });
})();
