// Tells all windows of the app that something on the phone has changed.

export const CHANGED = { any: "migrasi:changed", queued: "migrasi:queued" };
const channel = new BroadcastChannel("migrasi-lapangan");

channel.onmessage = () => dispatchEvent(new Event(CHANGED.any));

export function announce() {
  dispatchEvent(new Event(CHANGED.any));
  channel.postMessage("changed");
}

export function announceQueued() {
  announce();
  dispatchEvent(new Event(CHANGED.queued));
}
