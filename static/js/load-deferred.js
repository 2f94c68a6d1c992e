// Loads what may wait, so that it does not slow the page: after 1.5 s, or at once where the page asks for it.
addEventListener("load", () => {
  const { later, soon } = document.body.dataset;
  if (later) setTimeout(() => import(later).catch(() => {}), soon ? 0 : 1500);
});
