// Tells our server's answers from those of the Wi-Fi's sign-in page, a proxy or a maintenance page, which come with
// status 200 as well. Every page of ours has a mark in its headers; files are known by their type.
const TYPES = { js: "javascript", css: "text/css", png: "image/", svg: "image/" };

const PATIENCE = 15000;

const typeOf = ({ headers }) => headers.get("Content-Type") || "";
const isPlain = ({ status, redirected, type }) => status === 200 && !redirected && type === "basic";

export function isMarked({ headers }) {
  return headers.get("X-Migrasi") === "1";
}

// A page that may be stored: nothing that came in its place, such as our own sign-in page.
export function isOurPage(response) {
  return isPlain(response) && isMarked(response) && typeOf(response).startsWith("text/html");
}

export function isOurFile(path, response) {
  const type = TYPES[path.split("?")[0].split(".").pop()];
  return isPlain(response) && Boolean(type) && typeOf(response).includes(type);
}

// Who answers on this line: {answers, ours, user}. A redirect is an answer of somebody else.
export async function whoAnswers() {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  const asked = fetch("/api/ping", { credentials: "same-origin", redirect: "manual", cache: "no-store" });
  const response = await Promise.race([asked, late]).catch(() => null);
  if (!response) return { answers: false, ours: false, user: "" };
  const ours = response.status === 204 && isMarked(response);
  return { answers: true, ours, user: response.headers.get("X-Migrasi-User") || "" };
}
