// What the browser floor (.browserslistrc) has, by MDN's compatibility data.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");

// The packages that npx fetched are beside its programs, first in PATH; the project has no node_modules.
const fetched = createRequire(join(process.env.PATH.split(":")[0], "..", "floor.cjs"));
const NAMES = { ios_saf: "safari_ios" };

const browsers = readFileSync(join(__dirname, "..", "..", ".browserslistrc"), "utf8").match(/^\w.*$/gm);
const floor = browsers
  .map((line) => line.split(" "))
  .map(([name, version]) => [NAMES[name] || name, Number(version)]);

const number = (version) => Number.parseFloat(String(version).replace("≤", ""));

function hasFrom({ version_added, version_removed, flags, prefix, alternative_name }, version) {
  const isThere = number(version_added) <= version && !(number(version_removed) <= version);
  return isThere && !flags && !prefix && !alternative_name;
}

// Returns the browsers of the floor that lack what `compat` (an entry of the data) is about, or have it by another name.
function lackedBy(compat) {
  const has = ([browser, version]) =>
    [compat.support[browser] || []].flat().some((support) => hasFrom(support, version));
  return floor.filter((browser) => !has(browser)).map((browser) => browser.join(" "));
}

module.exports = { browsers, fetched, lackedBy };
