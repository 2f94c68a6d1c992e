// Takes away the line that says that the app does not run, once every script that the page needs has started.

export function started(script) {
  for (const line of document.querySelectorAll("[data-unstarted]")) {
    const missing = line.dataset.unstarted.split(" ").filter((name) => name !== script);
    line.dataset.unstarted = missing.join(" ");
    if (!missing.length) line.remove();
  }
}
