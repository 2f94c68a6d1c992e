// What was typed last must be in what is saved. Wagtail's rich text reaches its field a quarter of a second late, and
// a background save that is under way may arrive after the one asked for: a form waits for both.
const TYPING_DELAY = 300;
const LONGEST_WAIT = 10000;
let isLeaving = false;
let isReady = false;
let autosave = null;

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

function followAutosave(event) {
  if (isLeaving) return event.preventDefault();
  autosave = new Promise((resolve) => {
    for (const end of ["success", "error"]) {
      document.addEventListener(`w-autosave:${end}`, resolve, { once: true });
    }
  });
}

async function submitWhenReady(event) {
  const { target: form, submitter } = event;
  if (isReady || !form.matches("[data-controller~=w-unsaved]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (isLeaving) return;
  isLeaving = true;
  await pause(TYPING_DELAY);
  await Promise.race([autosave, pause(LONGEST_WAIT)]);
  submit(form, submitter);
  // If the page stays open all the same, it can be saved again.
  setTimeout(editAgain, LONGEST_WAIT);
}

// Wagtail has disabled the button meanwhile, and a disabled one would not send its name.
function submit(form, submitter) {
  const isDisabled = submitter && submitter.disabled;
  if (isDisabled) submitter.disabled = false;
  isReady = true;
  // eslint-disable-next-line floor/methods -- looked for
  if (form.requestSubmit) form.requestSubmit(submitter);
  else (submitter || form.querySelector("[type=submit]")).click(); // before Chrome 76 and Safari 16
  isReady = false;
  if (isDisabled) submitter.disabled = true;
}

function editAgain() {
  isLeaving = false;
}

document.addEventListener("w-autosave:save", followAutosave);
document.addEventListener("submit", submitWhenReady, true);
// Back from the next page, this one is edited again.
addEventListener("pageshow", editAgain);
