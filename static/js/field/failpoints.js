// Named points of saving and sending. Nobody listens in the field; the tests of loss stop the page at each of them.
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
