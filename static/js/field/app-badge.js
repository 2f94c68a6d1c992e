// The number of open reports on the icon of the app, where the browser can show it.
/* eslint-disable floor/methods -- looked for */

export async function showOnIcon(count) {
  if (!("setAppBadge" in navigator)) return;
  try {
    if (count) await navigator.setAppBadge(count);
    else await navigator.clearAppBadge();
  } catch (_error) {
    // The app is not installed, or the browser shows no numbers.
  }
}
