// Why a file that the browser cannot decode is refused, from its first bytes; villages/outbox/photo_refusals.py has the
// same rule.

const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];

export async function reasonUnreadable(file) {
  const bytes = new Uint8Array(await new Response(file.slice(0, 12)).arrayBuffer());
  const start = String.fromCharCode(...bytes);
  if (start.slice(4, 8) === "ftyp" && HEIC_BRANDS.includes(start.slice(8, 12))) return "heic";
  return !start || isPhoto(start) ? "damaged" : "other";
}

function isPhoto(start) {
  const isWebp = start.startsWith("RIFF") && start.slice(8) === "WEBP";
  return isWebp || start.startsWith("\xff\xd8\xff") || start.startsWith("\x89PNG\r\n\x1a\n");
}
