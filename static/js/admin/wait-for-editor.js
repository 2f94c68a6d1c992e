// What was typed last must be in what is saved. The desk's rich text reaches its field a quarter of a second late, and
// a saving in the background that is under way may arrive after the one asked for: a form waits for both.
const TYPED = 300;
const LONGEST = 10000;
let isLeaving = false;
let isSettled = false;
let underWay = null;

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

document.addEventListener("w-autosave:save", (event) => {
  if (isLeaving) return event.preventDefault();
  underWay = new Promise((resolve) => {
    for (const end of ["success", "error"])
      document.addEventListener(`w-autosave:${end}`, resolve, { once: true });
  });
});

document.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    if (isSettled || !form.matches("[data-controller~=w-unsaved]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isLeaving) return;
    isLeaving = true;
    await pause(TYPED);
    await Promise.race([underWay, pause(LONGEST)]);
    // Wagtail has greyed out the button, and a grey one would not say what it asks for.
    const isGrey = submitter?.disabled;
    if (isGrey) submitter.disabled = false;
    isSettled = true;
    form.requestSubmit(submitter);
    isSettled = false;
    if (isGrey) submitter.disabled = true;
    // Whatever kept the page open must not keep it from being saved.
    setTimeout(() => {
      isLeaving = false;
    }, LONGEST);
  },
  true,
);

// Back from the next page: this one is edited again.
addEventListener("pageshow", () => {
  isLeaving = false;
});
