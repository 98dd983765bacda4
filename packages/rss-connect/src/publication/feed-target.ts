// What is said of a feed itself belongs to no coordination case: it stands under the adapter's reserved one.
import type { Target } from "@underclaim/runtime";
import { ADAPTER_ID } from "../adapter-id.ts";
import { feedSubject } from "./documents.ts";

export const feedTarget = (feedId: string): Target => ({
  subject: feedSubject(feedId),
  method: "publication",
  correlation: {
    correlation_id: feedSubject(feedId),
    coordination_case_id: `adapter:${ADAPTER_ID}`,
    external_refs: [],
  },
  endpoint: { endpoint_id: feedId, endpoint_type: "rss_feed" },
});
