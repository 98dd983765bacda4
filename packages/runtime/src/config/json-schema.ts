import { z } from "zod";
import type { JsonObject } from "../json.ts";

/** What `GET /adapter/configuration-schema` answers: JSON Schema 2020-12 of what may be written in the file. */
export const configurationSchema = (schema: z.ZodType): JsonObject =>
  z.toJSONSchema(schema, {
    target: "draft-2020-12",
    io: "input",
    unrepresentable: "any",
  }) as unknown as JsonObject;
