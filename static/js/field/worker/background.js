// Sends what waits while no page of the app is open, when the browser wakes the worker for it.
import { showOnIcon } from "../app-badge.js";
import { announce } from "../events.js";
import { countOpen } from "../report-list.js";
import * as store from "../store.js";
import { drain, nextLook } from "../sync.js";

// With a page in front that one decides when to try again. An error makes the browser wake the worker once more.
export async function sendInBackground() {
  const windows = await self.clients.matchAll({ type: "window" });
  const isInFront = windows.some(({ visibilityState }) => visibilityState === "visible");
  await drain({ urgent: !isInFront, tell: announce, isStart: false });
  const user = await store.setting("user");
  if (user) await showOnIcon(await countOpen(user.id));
  if ((await nextLook()) !== null) throw new Error("some reports still wait");
}
