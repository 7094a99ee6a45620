// Prints "true" or "false" for each document, one JSON text a line, judged by a JSON Schema 2020-12.
// usage: node verdicts.js schema.json documents.jsonl
const fs = require("node:fs");
const Ajv2020 = require("ajv/dist/2020");

const [schemaFile, documentsFile] = process.argv.slice(2);
const ajv = new Ajv2020({ strict: true, validateFormats: false });
ajv.addVocabulary(["x-title", "x-labels"]);
const validate = ajv.compile(JSON.parse(fs.readFileSync(schemaFile, "utf8")));

const verdicts = fs.readFileSync(documentsFile, "utf8").split("\n").filter(line => line !== "").map(line => validate(JSON.parse(line)));
process.stdout.write(verdicts.join("\n") + "\n");
