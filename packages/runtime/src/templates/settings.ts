import { z } from "zod";

/** A template (LiquidJS). Every variable it names must be given: one that is missing is an error, never an empty place. */
export const TemplateSettings = z.strictObject({
  template_ref: z.string().min(1).max(256),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "a BCP 47 language tag, like de or en-GB")
    .nullish(),
  body: z.string().min(1).max(10_000),
});
export type TemplateSettings = z.output<typeof TemplateSettings>;
