import { z } from "zod";

/** The same schema with every field of every nested object optional; unknown keys stay errors. */
export function deepPartial(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const shape: Record<string, z.ZodType> = {};
    for (const [key, field] of Object.entries(schema.shape)) {
      shape[key] = deepPartial(field as z.ZodType).optional();
    }
    return z.strictObject(shape);
  }
  if (schema instanceof z.ZodArray) return z.array(deepPartial(schema.element as z.ZodType));
  if (schema instanceof z.ZodNullable) return deepPartial(schema.unwrap() as z.ZodType).nullable();
  if (schema instanceof z.ZodOptional) return deepPartial(schema.unwrap() as z.ZodType).optional();
  if (schema instanceof z.ZodDefault) return deepPartial(schema.unwrap() as z.ZodType);
  return schema;
}
