// Asks the browser to wake the worker when there is a line, or now and then, where it can do that.
const TAG = "kirim";
const HALF_A_DAY = 12 * 3600 * 1000;

export async function askForBackgroundSync() {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.ready;
  if ("sync" in registration) await registration.sync.register(TAG);
}

// Only for an app on the home screen: the browser grants it by itself or not at all.
export async function askForPeriodicSync(registration) {
  if (!("periodicSync" in registration)) return;
  // eslint-disable-next-line compat/compat, floor/methods -- what has periodicSync has permissions
  const { state } = await navigator.permissions.query({ name: "periodic-background-sync" });
  if (state === "granted") await registration.periodicSync.register(TAG, { minInterval: HALF_A_DAY });
}
