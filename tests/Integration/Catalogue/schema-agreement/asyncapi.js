// Says what is wrong with an AsyncAPI 3.0 document by the specification's own JSON Schema, one fault a line; nothing when it is valid.
// usage: node asyncapi.js document.json
const fs = require("node:fs");
const Ajv = require("ajv");
const { schemasWithoutId } = require("@asyncapi/specs");

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const validate = ajv.compile(schemasWithoutId["3.0.0"]);
if (!validate(JSON.parse(fs.readFileSync(process.argv[2], "utf8"))))
  process.stdout.write(validate.errors.map(e => `${e.instancePath} ${e.message}`).join("\n") + "\n");
