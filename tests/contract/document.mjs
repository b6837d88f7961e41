// SPDX-License-Identifier: MIT
// Says whether a file is a valid OpenAPI 3.1 document, by a validator that is not ours.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";

const validator = new Validator();
const result = await validator.validate(JSON.parse(readFileSync(process.argv[2], "utf8")));
if (validator.version !== "3.1") {
  result.valid = false;
  result.errors = `it is of version ${validator.version}`;
}
if (!result.valid) {
  console.log(JSON.stringify(result.errors, null, 1));
  process.exit(1);
}
