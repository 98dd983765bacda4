import type { Target } from "@underclaim/runtime";

export const TENANT = "default";
export const FEED = "example";

export const targetOf = (item: string): Target => ({
  subject: `item_${item}`,
  method: "publication",
  correlation: {
    correlation_id: `corr_${item}`,
    coordination_case_id: `case_${item}`,
    external_refs: [],
  },
  evidenceKey: "revision:1",
});
