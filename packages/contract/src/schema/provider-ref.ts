import { z } from "zod";
import { name } from "./fields.ts";

/** §20: a provider's own name for something. */
export const ProviderRef = z
  .strictObject({
    provider_name: name("The provider that issued the reference."),
    ref_type: name("What kind of reference it is, such as message_id."),
    ref_value: z
      .string()
      .min(1)
      .max(1024)
      .describe("The reference exactly as the provider gave it."),
  })
  .meta({
    id: "ProviderRef",
    description: "A reference issued by an external provider (AdapterInterfaceSpecification §20).",
  });
export type ProviderRef = z.infer<typeof ProviderRef>;
