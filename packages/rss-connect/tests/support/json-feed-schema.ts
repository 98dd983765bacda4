import type { Ajv, ValidateFunction } from "ajv";
import type addFormats from "ajv-formats";
import schema from "jsonfeed-schema/schema-v1.1.json" with { type: "json" };

/** The schema of JSON Feed 1.1 as its package has it; the version itself is checked beside it. */
export function jsonFeedSchema(ajv: Ajv, formats: typeof addFormats): ValidateFunction {
  (formats as unknown as (into: Ajv) => void)(ajv);
  return ajv.compile(schema);
}
