// SPDX-License-Identifier: MIT
// Checks bodies against the schemas that a document gives them: `bodies.mjs DOCUMENT BODIES`, where BODIES is a list of
// {"what", "schema", "body"}; `schema` is a JSON Pointer into the document. Members that no schema names are refused too:
// answers may grow, but not without their description.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const [document, bodies] = process.argv.slice(2).map(read);
for (const schema of Object.values(document.components.schemas)) schema.additionalProperties = false;

const ajv = new Ajv.default({ allErrors: true, strict: true, strictRequired: false });
addFormats.default(ajv);
ajv.addKeyword("x-enum-descriptions");
for (const keyword of ["openapi", "info", "servers", "paths", "components"]) ajv.addKeyword(keyword);
ajv.addSchema({ $id: "accord:openapi", ...document });

let wrong = 0;
for (const { what, schema, body } of bodies) {
  const check = ajv.compile({ $ref: `accord:openapi#${encodeURI(schema)}` });
  if (!check(body)) {
    console.log(`${what}: ${ajv.errorsText(check.errors)}\n  ${JSON.stringify(body)}`);
    wrong++;
  }
}
console.log(`${bodies.length} bodies, ${wrong} wrong`);
process.exit(wrong === 0 && bodies.length > 0 ? 0 : 1);
