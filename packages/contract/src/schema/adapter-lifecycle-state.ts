import { z } from "zod";

/** §27. A disabled adapter refuses actions and still takes events. */
export const AdapterLifecycleState = z
  .enum(["registered", "configured", "healthy", "degraded", "disabled", "retired"])
  .meta({
    id: "AdapterLifecycleState",
    description: "Where an adapter stands in its life (AdapterInterfaceSpecification §27).",
  });
export type AdapterLifecycleState = z.infer<typeof AdapterLifecycleState>;
