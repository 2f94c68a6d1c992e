// Makes a photo small and anonymous: it is drawn on a canvas, so that position, time and camera are gone.
import { sha256Hex } from "./digest.js";
import { uprightPicture } from "./upright-picture.js";

export const LONG_EDGE = 1280;
export const MOST_BYTES = 300 * 1000;
const QUALITIES = [0.8, 0.7, 0.6, 0.5, 0.4];

export class PhotoUnreadable extends Error {}

export async function reduced(file) {
  const picture = await decoded(file);
  try {
    for (let edge = LONG_EDGE; edge >= 320; edge = Math.round(edge * 0.75)) {
      const canvas = drawn(picture, edge);
      for (const quality of QUALITIES) {
        const bytes = await encoded(canvas, quality);
        if (bytes.byteLength <= MOST_BYTES) {
          return { bytes, sha256: await sha256Hex(bytes), width: canvas.width, height: canvas.height };
        }
      }
    }
  } finally {
    picture.close();
  }
  throw new PhotoUnreadable(file.name);
}

async function decoded(file) {
  try {
    return await uprightPicture(file);
  } catch (_error) {
    throw new PhotoUnreadable(file.name);
  }
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

async function encoded(canvas, quality) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  if (!blob) throw new PhotoUnreadable();
  return new Response(blob).arrayBuffer();
}
