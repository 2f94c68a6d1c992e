// Keeping pages on the phone must not slow the first one.
window.addEventListener("load", () => {
  const { later, soon } = document.body.dataset;
  if (later) setTimeout(() => import(later), soon ? 0 : 1500);
});
