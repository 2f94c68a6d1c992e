// Sessions that this educator has logged at the same time as another one: perhaps the same session twice.
import { optionOf } from "./form-data.js";
import { limits } from "./limits.js";
import { thawOrNull } from "./payload.js";
import * as store from "./store.js";

const MINUTE = 60 * 1000;

// `session` and `others` are {uuid, village, zone, started_local, ended_local}. One that begins when another ends does not
// overlap; a village whose zone is unknown has the clock of the other.
export function doublesOf(session, others, zones = limits.zones || {}) {
  const instant = (wall, zone) => Date.parse(`${wall}:00Z`) - ((zones[zone] || [])[1] || 0) * MINUTE;
  const isAtOnce = (other) => {
    const zone = other.zone || session.zone;
    return (
      instant(other.started_local, zone) < instant(session.ended_local, session.zone || zone) &&
      instant(other.ended_local, zone) > instant(session.started_local, session.zone || zone)
    );
  };
  return others.filter((other) => other.uuid !== session.uuid && isAtOnce(other));
}

// What the phone has logged itself, in its newest version, and what the office knew when the page was stored.
export async function loggedSessions(user, villages) {
  const given = document.getElementById("sesi-tercatat");
  const sessions = new Map();
  for (const known of (given && JSON.parse(given.textContent)) || []) sessions.set(known.uuid, known);
  const waiting = await store.reports(user); // first: one that arrives meanwhile is in both
  const rows = [...(await store.sent(user)), ...waiting].sort((a, b) => a.revision - b.revision);
  for (const row of rows) {
    const session = row.state !== "replaced" && sessionIn(row, villages);
    if (session) sessions.set(row.uuid, session);
  }
  for (const row of rows) if (row.office && row.office.state === "void") sessions.delete(row.uuid);
  return [...sessions.values()];
}

function sessionIn({ uuid, body, village_name }, villages) {
  const fields = thawOrNull(body);
  if (!fields) return null;
  const { village, started_local, ended_local } = fields;
  const option = optionOf(villages, village);
  const zone = option ? option.dataset.zone : "";
  return {
    uuid,
    village: option ? option.value : village,
    name: village_name || village,
    zone,
    started_local,
    ended_local,
  };
}
