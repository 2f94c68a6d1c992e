// Tells all windows of the app that something on the phone has changed.

export const CHANGED = { any: "migrasi:changed", queued: "migrasi:queued" };
// Safari before 15.4 has no channel: a window there learns of it when it comes to the front (sync-triggers.js).
// eslint-disable-next-line compat/compat -- see above
const channel = "BroadcastChannel" in self ? new BroadcastChannel("migrasi-lapangan") : null;

if (channel) channel.onmessage = () => dispatchEvent(new Event(CHANGED.any));

export function announce() {
  dispatchEvent(new Event(CHANGED.any));
  if (channel) channel.postMessage("changed");
}

export function announceQueued() {
  announce();
  dispatchEvent(new Event(CHANGED.queued));
}
