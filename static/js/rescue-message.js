// The message that asks a mission for help. It is made here, and nothing of it is stored or sent by this page: the
// links open WhatsApp or SMS with the text.
const form = document.querySelector("[data-rescue]");
const message = document.querySelector("#pesan");
const links = [...document.querySelectorAll("[data-send]")].map((link) => ({ link, address: link.href }));

function write() {
  const fields = [...form.elements].filter(({ dataset, value }) => dataset.line && value.trim());
  const lines = fields.map(({ dataset, value }) => `${dataset.line}: ${value.trim()}`);
  if (lines.length) message.value = [form.dataset.rescue, ...lines].join("\n");
  fillLinks();
}

// The message itself may be changed by hand, too.
function fillLinks() {
  const text = encodeURIComponent(message.value);
  for (const { link, address } of links)
    link.href = address + (link.dataset.send === "sms" ? `?&body=${text}` : `?text=${text}`);
}

// A place for rescuers is exact; it stays in the message.
function locate({ currentTarget: { dataset } }) {
  const show = (text) => {
    document.querySelector("[data-located]").textContent = text;
  };
  const found = ({ coords }) => {
    const point = [coords.latitude, coords.longitude].map((part) => part.toFixed(5)).join(",");
    form.elements.map.value = `${point} (± ${Math.round(coords.accuracy)} m) https://maps.google.com/?q=${point}`;
    write();
    show(dataset.found);
  };
  show("…");
  const options = { enableHighAccuracy: true, timeout: 60000 };
  navigator.geolocation.getCurrentPosition(found, () => show(dataset.failed), options);
}

async function copy() {
  const { clipboard } = navigator;
  try {
    // eslint-disable-next-line floor/methods -- where it is missing, the other way is taken
    await clipboard.writeText(message.value);
  } catch (_error) {
    message.select();
    document.execCommand("copy");
  }
  document.querySelector("[data-copied]").hidden = false;
}

form.hidden = false;
form.addEventListener("input", write);
form.addEventListener("submit", (event) => event.preventDefault());
message.addEventListener("input", fillLinks);
fillLinks();
for (const [name, react, works] of [
  ["locate", locate, "geolocation" in navigator],
  ["copy", copy, true],
]) {
  const button = document.querySelector(`[data-${name}]`);
  button.hidden = !works;
  button.addEventListener("click", react);
}
