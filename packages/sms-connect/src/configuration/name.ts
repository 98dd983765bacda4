import { z } from "zod";

/** A name in the configuration: what other settings and evidence refer to. */
export const Name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, "a name of letters, digits, '_', '.' and '-'");

/** ISO 3166-1 alpha-2. */
export const Country = z.string().regex(/^[A-Z]{2}$/, "a country is two capital letters, like DE");
