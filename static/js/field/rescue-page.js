// The outbox while nobody is signed in: how much lies on this phone, and the file of the person who used it last. A phone
// may be shared, so nothing that is in a report is shown here.
import { exported } from "./backup-file.js";
import { download } from "./download.js";
import { CHANGED } from "./events.js";
import { filled } from "./outbox-words.js";
import { started } from "./started.js";
import * as store from "./store.js";

const box = document.querySelector("[data-rescue]");
const words = box.dataset;
const state = box.querySelector("[data-rescue-state]");
const button = box.querySelector("[data-rescue-export]");
const others = box.querySelector("[data-rescue-others]");
let owner = null;

async function render() {
  owner = (await store.setting("user")) || null;
  const counts = owner ? await countsOf(owner.id) : { count: 0, drafts: 0 };
  const hasSome = counts.count + counts.drafts > 0;
  box.querySelector("[data-rescue-file]").hidden = !hasSome;
  state.textContent = hasSome ? filled(words.some, { ...counts, name: owner.name }) : words.none;
  const rows = await rowsOfOthers();
  others.textContent = "";
  others.append(...rows);
}

async function countsOf(user) {
  return { count: (await store.reports(user)).length, drafts: (await store.drafts(user)).length };
}

async function rowsOfOthers() {
  const names = (await store.setting("names")) || {};
  const waiting = Object.entries(await store.waitingOfOthers(owner ? owner.id : ""));
  return waiting.map(([user, count]) => {
    const item = document.createElement("li");
    item.className = "outbox__row";
    item.textContent = filled(words.others, { count, name: names[user] || user });
    return item;
  });
}

button.addEventListener("click", async () => {
  download(await exported(owner.id));
  box.querySelector("[data-rescue-done]").hidden = false;
});
addEventListener(CHANGED.any, () => render().catch(() => {}));
box.hidden = false; // without this script nothing in it works
render()
  .catch(() => {
    state.textContent = words.refused;
  })
  .then(() => started("rescue"));
