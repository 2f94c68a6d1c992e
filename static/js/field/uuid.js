// A random UUID (version 4). `crypto.randomUUID` came with Chrome 92, Firefox 95 and Safari 15.4.
import { toHex } from "./digest.js";

export function newUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] % 16) + 0x40; // version 4
  bytes[8] = (bytes[8] % 64) + 0x80; // variant of RFC 9562
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
