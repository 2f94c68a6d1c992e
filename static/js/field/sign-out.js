// Before signing out: shows how much still waits. Reports stay; the worker deletes the stored pages.
import * as store from "./store.js";

const phone = document.querySelector("[data-field-phone]");

async function waiting() {
  const me = phone.dataset.user;
  return (await store.reports(me)).length + (await store.drafts(me)).length;
}

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  waiting()
    .then((count) => {
      if (!count) return;
      const notice = document.createElement("p");
      notice.className = "notice";
      notice.textContent = phone.dataset.stillWaiting.replace("{count}", count);
      form.prepend(notice);
    })
    .catch(() => {});
}
