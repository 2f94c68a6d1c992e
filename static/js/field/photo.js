// Makes a photo small and anonymous: it is drawn on a canvas, so that position, time and camera are gone.
import { sha256Hex } from "./digest.js";
import { reasonUnreadable } from "./photo-kind.js";
import { uprightPicture } from "./upright-picture.js";

export const LONG_EDGE = 1280;
export const MOST_BYTES = 300000;
const MOST_PIXELS = 50000000;
const QUALITIES = [0.8, 0.7, 0.6, 0.5, 0.4];

// `reason` and `limit` are some that the page has words for (data-photo-..., data-limit-...).
export class PhotoRefused extends Error {
  constructor(reason, limit = "") {
    super(reason);
    this.reason = reason;
    this.limit = limit;
  }
}

// `file` is a Blob. Returns {bytes, sha256, width, height}.
export async function reduced(file) {
  const picture = await decoded(file);
  try {
    for (let edge = LONG_EDGE; edge >= 320; edge = Math.round(edge * 0.75)) {
      const small = await smallEnough(drawn(picture, edge));
      if (small) return small;
    }
  } finally {
    picture.close();
  }
  throw new PhotoRefused("damaged");
}

async function decoded(file) {
  try {
    return await uprightPicture(file, checkSize);
  } catch (error) {
    if (error instanceof PhotoRefused) throw error;
    throw new PhotoRefused(await reasonUnreadable(file));
  }
}

function checkSize({ width, height }) {
  if (width * height > MOST_PIXELS) throw new PhotoRefused("large", "Pixels");
}

function drawn(picture, edge) {
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d", { alpha: false });
  pen.imageSmoothingQuality = "high";
  picture.draw(pen, canvas.width, canvas.height);
  return canvas;
}

async function smallEnough(canvas) {
  for (const quality of QUALITIES) {
    const bytes = await encoded(canvas, quality);
    if (bytes.byteLength > MOST_BYTES) continue;
    return { bytes, sha256: await sha256Hex(bytes), width: canvas.width, height: canvas.height };
  }
  return null;
}

async function encoded(canvas, quality) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  if (!blob) throw new PhotoRefused("heavy"); // no memory for it
  return new Response(blob).arrayBuffer();
}
