// Lists what style sheets use that a browser of the floor lacks, and no fall-back stands before: node styles.cjs FILE ...
// A rule may be marked as one that an old browser can do without: /* Floor: why */ before it.
const { readFileSync } = require("node:fs");
const { fetched, lackedBy } = require("./floor.cjs");
const { css } = fetched("@mdn/browser-compat-data");
const postcss = fetched("postcss");

const compatOf = (entry) => entry && entry.__compat;
const NOWHERE = ["any browser"];
// Pages are the same without these: a phone shows no cursor, and links jump to a place that may be under a bar.
const DISPENSABLE = /^(@page|color-scheme|cursor|break-after|scroll-(padding|margin)(-\w+)?)$/;

function inProperty({ prop, value, parent }) {
  if (prop.startsWith("-") || DISPENSABLE.test(prop) || parent.type === "atrule") return [];
  if (/^grid-(row-|column-)?gap$/.test(prop)) return []; // the former name of `gap`
  const entry = css.properties[prop];
  if (!entry) return [[prop, NOWHERE]];
  const isGrid = parent.nodes.some(({ prop: other, value: kind }) => other === "display" && kind.includes("grid"));
  const isGap = /^(row-|column-)?gap$/.test(prop);
  const about = isGap ? compatOf(entry[isGrid ? "grid_context" : "flex_context"]) : compatOf(entry);
  return [[prop, about ? lackedBy(about) : []], ...inValue(entry, value).map(([name, lacks]) => [`${prop}: ${name}`, lacks])];
}

// Keywords and functions of a value.
function inValue(entry, value) {
  const words = value.replace(/"[^"]*"|'[^']*'|url\([^)]*\)/g, "").match(/-?[a-z][\w-]*\(?/gi) || [];
  return words.map((word) => {
    const name = word.replace("(", "");
    const about = compatOf(entry[name]) || (word.endsWith("(") && compatOf(css.types[name]));
    return [word, about ? lackedBy(about) : []];
  });
}

// Units younger than `vmin`: their data has no entry for each.
function inUnits({ value }) {
  const units = value.match(/\d(?:[dls]v|cq)[a-z]+|\d(?:r?lh|cap|ric|rch|rex)\b/g) || [];
  return units.map((unit) => [`${unit.slice(1)} (a unit)`, NOWHERE]);
}

function inSelector({ selector, parent }) {
  if (parent.type === "rule") return [["a rule in a rule", NOWHERE]];
  const names = selector.match(/::?[a-z-]+/g) || [];
  return names.map((name) => {
    const about = compatOf(css.selectors[name.replace(/^::?/, "")]);
    return [name, about ? lackedBy(about) : name.startsWith("::") ? [] : NOWHERE];
  });
}

function isExcused(node) {
  const before = node.prev();
  if (before && before.type === "comment" && before.text.startsWith("Floor: ")) return true;
  return Boolean(node.parent && node.parent.type !== "root" && isExcused(node.parent));
}

// An earlier declaration of the same property, of its shorthand or of what it was called before is the fall-back.
function hasFallback(declaration) {
  const { prop, parent } = declaration;
  const names = [prop, `-webkit-${prop}`, `grid-${prop}`];
  const earlier = parent.nodes.slice(0, parent.index(declaration));
  return earlier.some(({ prop: other }) => names.includes(other) || (other && prop.startsWith(`${other}-`)));
}

function problems(file) {
  const found = [];
  const add = (node, uses) => {
    for (const [name, lacks] of uses) {
      if (lacks.length) found.push(`${file}:${node.source.start.line} ${name} is not in ${lacks.join(", ")}`);
    }
  };
  const root = postcss.parse(readFileSync(file, "utf8"));
  root.walkDecls((node) => isExcused(node) || hasFallback(node) || add(node, [...inProperty(node), ...inUnits(node)]));
  root.walkRules((node) => isExcused(node) || isRefinement(node) || add(node, inSelector(node)));
  root.walkAtRules((node) => {
    const about = compatOf(css["at-rules"][node.name]);
    if (!isExcused(node) && !DISPENSABLE.test(`@${node.name}`)) add(node, [[`@${node.name}`, about ? lackedBy(about) : NOWHERE]]);
  });
  return found;
}

// `:focus:not(:focus-visible)` only takes back what the rule for `:focus` before it does.
function isRefinement({ selector }) {
  return selector === ":focus:not(:focus-visible)";
}

const all = process.argv.slice(2).flatMap(problems);
for (const line of all) console.log(line);
process.exitCode = all.length ? 1 : 0;
