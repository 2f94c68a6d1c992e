// The same rule as cms/offer_check/rules.py, for a phone without network. Nothing leaves the page.
const form = document.querySelector("[data-offer]");
const result = document.querySelector("[data-result]");
const template = document.querySelector("template[data-verdict]");

function judged() {
  const chosen = new FormData(form);
  const signs = new Set();
  const open = new Set();
  let sum = 0;
  let strong = false;
  for (const { dataset } of form.querySelectorAll("[data-question]")) {
    const answer = chosen.get(dataset.question);
    if (answer === dataset.risky) {
      signs.add(dataset.question);
      sum += Number(dataset.weight);
      strong ||= Number(dataset.weight) >= Number(form.dataset.strong);
    } else if (answer !== "yes" && answer !== "no") {
      open.add(dataset.question);
    }
  }
  const some = signs.size + open.size > 0;
  const level = strong || sum >= Number(form.dataset.enough) ? "stop" : some ? "careful" : "check";
  return { level, signs, open, empty: [...chosen.keys()].length === 0 };
}

function keepOnly(root, selector, wanted) {
  for (const node of root.querySelectorAll(selector)) {
    if (!wanted(node.dataset)) node.remove();
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { level, signs, open, empty } = judged();
  form.querySelector("[data-nothing]").hidden = !empty;
  if (empty) return;
  const page = template.content.cloneNode(true);
  keepOnly(page, "[data-level]", (data) => data.level === level);
  keepOnly(page, "[data-sign]", (data) => signs.has(data.sign));
  keepOnly(page, "[data-unknown]", (data) => open.has(data.unknown));
  keepOnly(page, "[data-signs]", () => signs.size > 0);
  keepOnly(page, "[data-unknowns]", () => open.size > 0);
  result.replaceChildren(page);
  for (const node of [form, form.previousElementSibling, form.parentElement.querySelector("h1")])
    node.hidden = true;
  const print = result.querySelector("[data-print]");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  result.querySelector("[data-again]").addEventListener("click", () => {
    form.reset();
    result.replaceChildren();
    for (const node of document.querySelectorAll("#isi > [hidden]")) node.hidden = false;
    window.scrollTo(0, 0);
  });
  window.scrollTo(0, 0);
  result.querySelector("h1").focus();
});

// A phone that goes from hand to hand: coming back shows no old answers.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
