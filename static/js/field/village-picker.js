// Choosing a village: the assigned ones in the list, any other by name or code. Without a line: those that this phone has seen.
import { chooseVillage, chosenOption, optionOf } from "./form-data.js";
import * as store from "./store.js";

const PAUSE = 250;
const CODE = /^\d{2}\.\d{2}\.\d{2}\.\d{4}$/;
const MOST_STORED = 200;
const select = document.querySelector("[data-village-picker]");

async function online(asked) {
  const answer = await fetch(`/lapangan/desa/nama?q=${encodeURIComponent(asked)}`, {
    credentials: "same-origin",
  });
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  const { villages } = await answer.json();
  await remember(villages).catch(() => {}); // a phone that stores nothing finds them by the line alone
  return villages;
}

async function seen() {
  return (await store.setting("villages").catch(() => null)) || [];
}

async function remember(villages) {
  const codes = new Set(villages.map(({ code }) => code));
  const others = (await seen()).filter(({ code }) => !codes.has(code));
  await store.keepSetting("villages", [...villages, ...others].slice(0, MOST_STORED));
}

function onPhone() {
  return [...select.options]
    .filter(({ value }) => value)
    .map((option) => ({
      code: option.value,
      name: option.textContent.trim(),
      place: option.value,
      zone: option.dataset.zone,
      zone_name: option.dataset.zoneName,
      mine: !("other" in option.dataset),
    }));
}

async function offline(asked) {
  const low = asked.toLowerCase();
  const others = (await seen()).filter(({ code }) => !optionOf(select, code));
  const found = [...others, ...onPhone()].filter(
    ({ code, name }) => code.startsWith(asked) || name.toLowerCase().includes(low),
  );
  if (!found.length && CODE.test(asked)) return [{ code: asked, name: asked, place: "", mine: false }];
  return found.sort((a, b) => b.mine - a.mine).slice(0, 20);
}

class VillageSearch {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("[data-asked]");
    this.list = box.querySelector("[data-found]");
    this.message = box.querySelector("[data-found-none]");
    this.timer = 0;
    this.turn = 0;
    box.addEventListener("keydown", (event) => this.walk(event));
    this.input.addEventListener("input", (event) => {
      event.stopPropagation(); // no entry of the form
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), PAUSE);
    });
  }

  async look() {
    const asked = this.input.value.trim();
    this.turn += 1;
    const { turn } = this;
    const found = asked ? await online(asked).catch(() => offline(asked)) : [];
    if (turn !== this.turn) return; // somebody typed on meanwhile
    this.list.textContent = "";
    this.list.append(...found.map((village) => this.buttonFor(village)));
    this.message.hidden = !asked || found.length > 0;
  }

  buttonFor(village) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet button--wide";
    button.textContent = [village.name, village.place].filter(Boolean).join(" · ");
    button.addEventListener("click", () => this.choose(village));
    return button;
  }

  choose(village) {
    chooseVillage(select, village.code, village.name, village);
    select.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.value = "";
    this.list.textContent = "";
    this.box.open = false;
    select.focus();
  }

  // Enter looks at once and arrows walk through what was found; none of these keys reaches the form, which it would send.
  async walk(event) {
    const steps = { Enter: event.target === this.input && 1, ArrowDown: 1, ArrowUp: -1, Escape: 0 };
    const step = steps[event.key];
    if (step === undefined || step === false) return;
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(this.timer);
    if (event.key === "Enter") await this.look();
    const places = [this.input, ...this.list.children];
    const at = places.indexOf(document.activeElement);
    places[step && Math.min(Math.max(at + step, 0), places.length - 1)].focus();
  }
}

// The notice and the zone follow what is chosen, also when a draft is opened.
function showChosen() {
  const { value, dataset } = chosenOption(select);
  document.querySelector("[data-not-mine]").hidden = !value || !("other" in dataset);
  for (const place of document.querySelectorAll("[data-zone-shown]"))
    place.textContent = dataset.zoneName || "";
}

const template = document.querySelector("[data-village-search]");
if (select && template) {
  const box = template.content.cloneNode(true).firstElementChild;
  const link = document.querySelector("[data-other-village]");
  if (link) link.replaceWith(box);
  new VillageSearch(box);
  select.form.addEventListener("input", showChosen);
  showChosen();
}
