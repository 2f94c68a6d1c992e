// A picture as the camera was held. Browsers turn a photo by the orientation in its EXIF data from Chrome 81, Firefox 77
// and Safari 13.1 on; before that it is turned here. (`createImageBitmap` understands "from-image" only from Chrome 112 on.)
import { orientationOf } from "./exif-orientation.js";

// Two pixels beside each other whose EXIF data says "turn by 90 degrees": one above the other where the browser turns.
const SAMPLE =
  "data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2" +
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
    const isTurned = ({ naturalWidth, naturalHeight }) => naturalWidth < naturalHeight;
    turning = loaded(SAMPLE).then(isTurned, () => true);
  }
  return turning;
}

async function loaded(address) {
  const image = new Image();
  const isThere = new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = reject;
  });
  image.src = address;
  await isThere;
  return image;
}

// Returns {width, height, draw(pen, width, height), close()}.
export async function uprightPicture(file) {
  const address = URL.createObjectURL(file);
  const close = () => URL.revokeObjectURL(address);
  try {
    const image = await loaded(address);
    const turn = (await browserTurns()) ? null : TURNS[await orientationOf(file)];
    return { ...sizeOf(image, turn), close, draw: (...place) => draw(image, turn, ...place) };
  } catch (error) {
    close();
    throw error;
  }
}

function sizeOf({ naturalWidth: width, naturalHeight: height }, turn) {
  const isOnItsSide = turn && turn[0] === 0;
  return isOnItsSide ? { width: height, height: width } : { width, height };
}

function draw(image, turn, pen, width, height) {
  if (!turn) return pen.drawImage(image, 0, 0, width, height);
  const [a, b, c, d, right, down] = turn;
  pen.setTransform(a * width, b * height, c * width, d * height, right * width, down * height);
  return pen.drawImage(image, 0, 0, 1, 1);
}
