// Named points of saving and sending. In use nobody listens; the tests stop the page at each, to show that no report
// is lost there.
let listener = null;

export function watch(listens) {
  listener = listens;
}

export async function point(name) {
  if (listener) await listener(name);
}

// Inside a database transaction nothing may be awaited.
export function pointNow(name) {
  if (listener) listener(name);
}
