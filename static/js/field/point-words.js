// A point as people read it; `layouts` are the sentences for both sides of the equator.
export function pointWords({ lat, lon }, { south, north }) {
  const layout = lat < 0 ? south : north;
  return layout.replace("{lat}", Math.abs(lat).toFixed(3)).replace("{lon}", lon.toFixed(3));
}
