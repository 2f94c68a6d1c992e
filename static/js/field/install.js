// Offers to put the app on the home screen, where the browser can do it.
let asks = null;

function offer() {
  for (const place of document.querySelectorAll("[data-install]")) place.hidden = !asks;
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  asks = event;
  offer();
});
addEventListener("appinstalled", () => {
  asks = null;
  offer();
});
document.addEventListener("click", async ({ target }) => {
  if (!asks || !target.closest("[data-install] button")) return;
  await asks.prompt();
  asks = null; // a browser shows its question once
  offer();
});
