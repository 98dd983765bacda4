import { z } from "zod";
import { freeObject, id, optional } from "./fields.ts";

/** Named by §9.6 and not defined there. It never carries a credential. */
export const SecurityContext = z
  .strictObject({
    principal_ref: optional(id(""), "On whose behalf the engine asks."),
    authorization_ref: optional(id(""), "The authorisation decision the request rests on."),
    attributes: optional(freeObject(), "Further facts; never a credential."),
  })
  .meta({
    id: "SecurityContext",
    description:
      "On whose authority an action is requested; named by AdapterInterfaceSpecification §9.6, minimal here.",
  });
export type SecurityContext = z.infer<typeof SecurityContext>;
