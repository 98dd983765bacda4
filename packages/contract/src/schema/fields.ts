import { z } from "zod";

/** An identifier: opaque, never empty, at most 256 characters. */
export const id = (description: string) => z.string().min(1).max(256).describe(description);

/** A short machine-readable name such as an action type, a channel or a native status. */
export const name = (description: string) => z.string().min(1).max(256).describe(description);

/** A reference or address: a URI, a path, a provider's own value. */
export const reference = (description: string) => z.string().min(1).max(8192).describe(description);

/** A sentence for people; never empty. */
export const text = (description: string) => z.string().min(1).describe(description);

/** RFC 3339 with seconds and an offset. */
export const timestamp = (description: string) =>
  z.iso.datetime({ offset: true }).describe(description);

/** ISO 8601 duration such as `PT6H` or `P30D`. */
export const duration = (description: string) => z.iso.duration().describe(description);

/** A free object (`object?` in the specification): any keys, any JSON values. */
export const freeObject = () => z.record(z.string(), z.unknown());

/** A field marked `?`: absent and null mean the same. */
export const optional = <T extends z.ZodType>(schema: T, description: string) =>
  schema.nullish().describe(description);

/** A list that may be left out; absent means empty. */
export const list = <T extends z.ZodType>(item: T, description: string) =>
  z._default(z.array(item), () => []).describe(description);

/** A list of sentences or names that may be left out. */
export const lines = (description: string) => list(z.string().min(1), description);

/** `boolean | partially`, the answer to "can this be proven?". */
export const provable = (description: string) =>
  z.union([z.boolean(), z.literal("partially")]).describe(description);
