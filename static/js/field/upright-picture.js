// A picture as the camera was held. Browsers turn a photo by the orientation in its EXIF data, the older ones do not; there
// it is turned here. (`createImageBitmap` understands "from-image" only from Chrome 112 on.)
import { fromBase64 } from "./digest.js";
import { orientationOf } from "./exif-orientation.js";

// Two pixels beside each other whose EXIF data says "turn by 90 degrees": one above the other where the browser turns.
const SAMPLE =
  "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2" +
  "wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABA" +
  "AIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z";

// For each orientation: how x and y of the upright picture come from those of the stored one, as canvases take it.
const TURNS = {
  2: [-1, 0, 0, 1, 1, 0],
  3: [-1, 0, 0, -1, 1, 1],
  4: [1, 0, 0, -1, 0, 1],
  5: [0, 1, 1, 0, 0, 0],
  6: [0, 1, -1, 0, 1, 0],
  7: [0, -1, -1, 0, 1, 1],
  8: [0, -1, 1, 0, 0, 1],
};

let turning = null;

function browserTurns() {
  if (!turning) {
    const sample = new Blob([fromBase64(SAMPLE)], { type: "image/jpeg" });
    turning = opened(sample).then(
      ({ width, height }) => width < height,
      () => true,
    );
  }
  return turning;
}

// A bitmap is decoded beside the page, and refuses a file that was cut off. Safari before 15 has none.
async function opened(file, check = () => {}) {
  const image = await loaded(file);
  try {
    check(image);
    if (!("createImageBitmap" in self)) return image;
  } catch (error) {
    image.close();
    throw error;
  }
  image.close();
  // eslint-disable-next-line compat/compat -- looked for
  const picture = await createImageBitmap(file);
  return { picture, width: picture.width, height: picture.height, close: () => picture.close() };
}

async function loaded(file) {
  const address = URL.createObjectURL(file);
  const close = () => URL.revokeObjectURL(address);
  const picture = new Image();
  try {
    await new Promise((resolve, reject) => {
      picture.onload = resolve;
      picture.onerror = () => reject(new Error("not a picture"));
      picture.src = address;
    });
  } catch (error) {
    close();
    throw error;
  }
  return { picture, width: picture.naturalWidth, height: picture.naturalHeight, close };
}

// Returns {width, height, draw(pen, width, height), close()}. `check({width, height})` may throw before any memory is
// taken for the pixels.
export async function uprightPicture(file, check) {
  const { picture, close, ...size } = await opened(file, check);
  const turn = (await browserTurns()) ? null : TURNS[await orientationOf(file)];
  return { ...sizeOf(size, turn), close, draw: (...place) => draw(picture, turn, ...place) };
}

function sizeOf({ width, height }, turn) {
  const isOnItsSide = turn && turn[0] === 0;
  return isOnItsSide ? { width: height, height: width } : { width, height };
}

function draw(image, turn, pen, width, height) {
  if (!turn) return pen.drawImage(image, 0, 0, width, height);
  const [a, b, c, d, right, down] = turn;
  pen.setTransform(a * width, b * height, c * width, d * height, right * width, down * height);
  return pen.drawImage(image, 0, 0, 1, 1);
}
