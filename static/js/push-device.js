// <push-device data-key data-add>: a button that has the browser ask, then gives the address of this device to the server.
customElements.define("push-device", class extends HTMLElement {
  connectedCallback() {
    [this.button, this.said] = [this.querySelector("button"), this.querySelector("[role=status]")];
    const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
    if (!can) return this.say("none");
    if (Notification.permission === "denied") return this.say("denied");
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.ask());
  }
  say(word) { this.said.textContent = this.dataset[word] || word; }
  async ask() {
    this.button.disabled = true;
    try {
      if (await Notification.requestPermission() !== "granted") return this.say("denied");
      await navigator.serviceWorker.register(this.dataset.worker);
      const worker = await navigator.serviceWorker.ready;
      const bytes = Uint8Array.from(atob(this.dataset.key.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
      const device = (await worker.pushManager.getSubscription()) || (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes }));
      const { endpoint, keys } = device.toJSON();
      const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
      const answer = await fetch(this.dataset.add, { method: "POST", headers: { ...headers, Accept: "application/json" }, body: new URLSearchParams({ endpoint, key: keys.p256dh, auth: keys.auth }) });
      const { message } = await answer.json();
      this.say(message || "failed");
      if (answer.ok) this.button.hidden = true;
    } catch { this.say("failed"); } finally { this.button.disabled = false; }
  }
});
