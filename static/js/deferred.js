// What may wait until the page is there: keeping pages for reading without network, sharing.
const PAGES = "pages";
const FILES = "files";
const SOURCES = "sumber/";
const language = location.pathname.split("/")[1];
const { aloud } = document.body.dataset;

async function add(name, address) {
  const cache = await caches.open(name);
  if (await cache.match(address)) return;
  const response = await fetch(address);
  if (response.ok && /public/.test(response.headers.get("Cache-Control") || ""))
    await cache.put(address, response);
}

// The first visit is not seen by the worker: keep this page, its files, help and the list of what is kept.
async function keepThisVisit() {
  if (document.querySelector("h1") && !location.search) await add(PAGES, location.pathname).catch(() => {});
  const own = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  for (const { origin, pathname } of own) {
    if (origin === location.origin && /^\/(static|media)\//.test(pathname))
      await add(FILES, pathname).catch(() => {});
  }
  await keepVoice(document.body).catch(() => {});
  for (const page of ["bantuan", "tersimpan"]) await add(PAGES, `/${language}/${page}/`).catch(() => {});
}

// What reads a page aloud needs no network either.
async function keepVoice({ dataset }) {
  for (const file of [dataset.aloud, dataset.aloudLook]) if (file) await add(FILES, file);
}

async function titleOf(response, address) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector("h1")?.textContent.trim() || address;
}

// A quiz once opened begins on the phone: from here on it needs no network.
async function openQuiz(form) {
  const { whole } = form.dataset;
  await Promise.all([add("quiz", whole), add(FILES, document.body.dataset.quiz)]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = `${whole}#mulai`;
  });
}

async function listKept(list) {
  // Shown in place of a page that needs the network.
  document.querySelector("[data-not-kept]").hidden = location.pathname.endsWith("/tersimpan/");
  const cache = await caches.open(PAGES);
  const row = document.querySelector("[data-kept-row]");
  const none = document.querySelector("[data-kept-none]");
  const count = () => {
    none.hidden = list.children.length > 0;
  };
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/tersimpan/")) continue;
    // Sources come and go with their article.
    if (pathname.endsWith(SOURCES) && (await cache.match(pathname.slice(0, -SOURCES.length)))) continue;
    const item = row.content.cloneNode(true).firstElementChild;
    const link = item.querySelector("a");
    link.href = pathname;
    link.lang = pathname.split("/")[1];
    link.textContent = await titleOf(await cache.match(request), pathname);
    item.querySelector("button").addEventListener("click", async () => {
      await cache.delete(request);
      await cache.delete(pathname + SOURCES);
      item.remove();
      count();
    });
    list.append(item);
  }
  count();
}

async function keepPage(address) {
  await add(PAGES, address);
  return (await caches.match(address)).text();
}

async function keepTopic(button, said) {
  const links = [...document.querySelectorAll(".tiles a")].map((link) => new URL(link.href).pathname);
  let bytes = 0;
  let done = 0;
  button.disabled = true;
  try {
    for (const address of links) {
      const text = await keepPage(address);
      bytes += new Blob([text]).size;
      const page = new DOMParser().parseFromString(text, "text/html");
      await keepVoice(page.body);
      if (page.querySelector(`a[href="${SOURCES}"]`))
        bytes += new Blob([await keepPage(address + SOURCES)]).size;
      for (const picture of page.querySelectorAll("main picture")) {
        const source = picture.querySelector("source")?.getAttribute("srcset");
        if (!source) continue;
        await add(FILES, source);
        bytes += (await (await caches.match(source)).blob()).size;
      }
      done += 1;
      said.textContent = `${done}/${links.length} · ${Math.ceil(bytes / 1024)} kB`;
    }
    said.textContent = `${button.dataset.done} ${said.textContent}`;
  } catch (_error) {
    said.textContent = button.dataset.failed;
    button.disabled = false;
  }
}

if ("serviceWorker" in navigator && "caches" in window) {
  navigator.serviceWorker.register("/sw.js");
  keepThisVisit();
  const quiz = document.querySelector("form[data-whole]");
  if (quiz) openQuiz(quiz).catch(() => {});
  // Answers that found no network yet.
  if (Object.keys(localStorage).some((key) => /^(kirim|oper):/.test(key))) import(document.body.dataset.quiz);
  const list = document.querySelector("[data-kept]");
  if (list) listKept(list);
  const button = document.querySelector("[data-keep]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => keepTopic(button, document.querySelector("[data-keep-said]")));
  }
}

// Only where the phone can speak at all.
if (aloud && "speechSynthesis" in window) import(aloud).catch(() => {});

// Who saves data sees a picture only when she asks for it; it comes where the link was.
for (const link of document.querySelectorAll("[data-picture]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const place = link.parentElement;
    const { content } = place.nextElementSibling;
    const picture = content.querySelector("img");
    picture.tabIndex = -1;
    place.replaceWith(content);
    picture.focus();
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = !navigator.share;
  button.addEventListener("click", () =>
    navigator.share({ title: document.title, url: location.href }).catch(() => {}),
  );
}
