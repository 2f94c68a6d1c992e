// The orientation in the EXIF data of a JPEG, 1 (upright) to 8; for browsers that do not turn a photo themselves.

const HEAD = 128 * 1024; // EXIF data is the first segment and has at most 64 kB
const ORIENTATION = 0x0112;

export async function orientationOf(file) {
  const view = new DataView(await new Response(file.slice(0, HEAD)).arrayBuffer());
  try {
    const at = exifAt(view);
    return at ? orientationAt(view, at) : 1;
  } catch (error) {
    if (error instanceof RangeError) return 1; // a damaged header
    throw error;
  }
}

// Returns where the TIFF header begins, 0 if there is none.
function exifAt(view) {
  if (view.getUint16(0) !== 0xffd8) return 0;
  for (let at = 2; at < view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return at + 10; // "Exif"
    if (marker === 0xffda || marker < 0xff00) return 0; // the picture itself, or no JPEG
  }
  return 0;
}

function orientationAt(view, at) {
  const isLittle = view.getUint16(at) === 0x4949;
  const directory = at + view.getUint32(at + 4, isLittle);
  const entries = view.getUint16(directory, isLittle);
  for (let entry = 0; entry < entries; entry += 1) {
    const place = directory + 2 + entry * 12;
    if (view.getUint16(place, isLittle) === ORIENTATION) return view.getUint16(place + 8, isLittle);
  }
  return 1;
}
