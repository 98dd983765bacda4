import { createRequire } from "node:module";
import type { Ajv, ValidateFunction } from "ajv";
import type addFormats from "ajv-formats";

/** The schema of JSON Feed 1.1 as its package has it; the version itself is checked beside it. */
export function jsonFeedSchema(ajv: Ajv, formats: typeof addFormats): ValidateFunction {
  (formats as unknown as (into: Ajv) => void)(ajv);
  const schema = createRequire(import.meta.url)("jsonfeed-schema/schema-v1.1.json") as object;
  return ajv.compile(schema);
}
