// ESLint: syntax and functions of ECMAScript 2018, and what browsers bring, no younger than the floor.
const { browsers, fetched, lackedBy } = require("./floor.cjs");
const { api, javascript } = fetched("@mdn/browser-compat-data");
const compat = fetched("eslint-plugin-compat");
const es = fetched("eslint-plugin-es-x");

// The names of methods that no object has in all browsers of the floor, each with the browsers that lack it.
function youngMethods() {
  const young = new Map();
  const old = new Set();
  for (const owner of [...Object.values(api), ...Object.values(javascript.builtins)]) {
    for (const [key, { __compat }] of Object.entries(owner)) {
      const name = key.replace(/_static$/, "");
      const lacks = __compat ? lackedBy(__compat) : [];
      if (lacks.length) young.set(name, lacks.join(", "));
      else old.add(name);
    }
  }
  for (const name of old) young.delete(name);
  return young;
}

const OURS = new Set(["bytes", "draw", "show"]); // methods of our own objects that are called so

// What text.at() or element.replaceChildren() is called on cannot be seen, so the name decides; `store.name()` of a
// module and `this.name()` are ours.
const methods = youngMethods();
const rule = {
  meta: { schema: [], type: "problem" },
  create(context) {
    const modules = new Set();
    return {
      ImportNamespaceSpecifier: ({ local }) => modules.add(local.name),
      "CallExpression > MemberExpression[computed=false].callee"({ object, property }) {
        const isOurs =
          object.type === "ThisExpression" || modules.has(object.name) || OURS.has(property.name);
        if (isOurs || !methods.has(property.name)) return;
        context.report({ node: property, message: `.${property.name}() is not in ${methods.get(property.name)}` });
      },
    };
  },
};

module.exports = [
  { ...es.configs["flat/restrict-to-es2018"], files: ["**/*.js"] },
  {
    files: ["**/*.js"],
    settings: { browsers },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { compat, floor: { rules: { methods: rule } } },
    rules: {
      "compat/compat": "error",
      "floor/methods": "error",
      // Younger than ES2018, and in all browsers of the floor
      "es-x/no-dynamic-import": "off",
      "es-x/no-import-meta": "off",
      // ES2018, but Firefox 68 and Safari 12 have none of them
      "es-x/no-regexp-lookbehind-assertions": "error",
      "es-x/no-regexp-named-capture-groups": "error",
      "es-x/no-regexp-s-flag": "error",
      "es-x/no-regexp-unicode-property-escapes": "error",
      // Response has had these two for longer than Blob.
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name=/^(text|arrayBuffer)$/][callee.object.name=/blob|file/i]",
          message: "Read a file with `new Response(file)`: Blob has no such method in Chrome 64.",
        },
      ],
    },
  },
];
