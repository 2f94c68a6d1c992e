// Checks a job offer on the phone, without network, by the rule of cms/offer_check/rules.py. Nothing leaves the page.
const form = document.querySelector("[data-offer]");
const result = document.querySelector("[data-result]");
const template = document.querySelector("template[data-verdict]");

// Returns the level, the names of the questions that are a sign and of those still open, and whether all are empty.
function assess() {
  const answers = new FormData(form);
  const signs = new Set();
  const open = new Set();
  let sum = 0;
  let isStrong = false;
  for (const { dataset } of form.querySelectorAll("[data-question]")) {
    const answer = answers.get(dataset.question);
    if (answer === dataset.risky) {
      signs.add(dataset.question);
      sum += Number(dataset.weight);
      isStrong = isStrong || Number(dataset.weight) >= Number(form.dataset.strong);
    } else if (answer !== "yes" && answer !== "no") {
      open.add(dataset.question);
    }
  }
  const isStop = isStrong || sum >= Number(form.dataset.enough);
  const level = isStop ? "stop" : signs.size + open.size > 0 ? "careful" : "check";
  return { level, signs, open, isEmpty: [...answers.keys()].length === 0 };
}

function removeUnless(root, selector, isWanted) {
  for (const node of root.querySelectorAll(selector)) {
    if (!isWanted(node.dataset)) node.remove();
  }
}

function pageFor({ level, signs, open }) {
  const page = template.content.cloneNode(true);
  removeUnless(page, "[data-level]", (data) => data.level === level);
  removeUnless(page, "[data-sign]", (data) => signs.has(data.sign));
  removeUnless(page, "[data-unknown]", (data) => open.has(data.unknown));
  removeUnless(page, "[data-signs]", () => signs.size > 0);
  removeUnless(page, "[data-unknowns]", () => open.size > 0);
  return page;
}

function showResult(assessment) {
  result.textContent = "";
  result.append(pageFor(assessment));
  const replaced = [form, form.previousElementSibling, form.parentElement.querySelector("h1")];
  for (const node of replaced) node.hidden = true;
  const print = result.querySelector("[data-print]");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  result.querySelector("[data-again]").addEventListener("click", startAgain);
  window.scrollTo(0, 0);
  result.querySelector("h1").focus();
}

function startAgain() {
  form.reset();
  result.textContent = "";
  for (const node of document.querySelectorAll("#isi > [hidden]")) node.hidden = false;
  window.scrollTo(0, 0);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const assessment = assess();
  form.querySelector("[data-nothing]").hidden = !assessment.isEmpty;
  if (!assessment.isEmpty) showResult(assessment);
});

// On a phone that goes from hand to hand, coming back shows no old answers.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
