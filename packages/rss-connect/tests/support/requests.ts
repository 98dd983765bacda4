import type { AdapterActionRequest } from "@underclaim/contract";

let count = 0;

/** A request that is complete but for what the test is about; every one has a key of its own. */
export function action(
  actionType: string,
  over: Partial<AdapterActionRequest> = {},
): AdapterActionRequest {
  count += 1;
  return {
    request_id: `req_${count}`,
    action_type: actionType,
    coordination_case_id: "case_1",
    channel: "rss",
    target_endpoint: { endpoint_type: "rss_feed", value: FEED_URL },
    tracking_context: {
      correlation_id: "corr_1",
      coordination_case_id: over.coordination_case_id ?? "case_1",
      external_context: [],
    },
    idempotency_key: `key_${count}`,
    requested_at: "2026-01-01T12:00:00Z",
    ...over,
  };
}

export const FEED_URL = "https://example.com/feed.xml";

type Content = NonNullable<AdapterActionRequest["content"]>;

export const content = (over: Partial<Content> = {}): Content => ({
  subject: "New document available",
  body_text: "A new document is available in the portal.",
  payload_refs: [],
  action_links: [],
  attachments: [],
  ...over,
});

export const publish = (over: Partial<AdapterActionRequest> = {}): AdapterActionRequest =>
  action("feed.publish_item", { content: content(), ...over });

export const update = (
  parameters: Record<string, unknown>,
  over: Partial<AdapterActionRequest> = {},
): AdapterActionRequest =>
  action("feed.update_item", {
    content: content({ subject: "Updated document" }),
    parameters,
    ...over,
  });

export const remove = (
  parameters: Record<string, unknown>,
  over: Partial<AdapterActionRequest> = {},
): AdapterActionRequest => action("feed.remove_item", { parameters, ...over });

/** RssAdapterSpecification §17.1, as it stands there. */
export const EXAMPLE_ACTION = {
  request_id: "req_001",
  action_type: "feed.publish_item",
  coordination_case_id: "case_123",
  participant_id: null,
  channel: "rss",
  target_endpoint: { endpoint_type: "rss_feed", value: "https://example.com/feed.xml" },
  content: {
    subject: "New document available",
    body_text: "A new document is available in the portal.",
    action_links: [
      {
        link_id: "portal_link",
        purpose: "open_action_surface",
        url: "https://portal.example.com/access/abc",
        tokenized: false,
        requires_authentication: true,
      },
    ],
  },
  payload_ref: { ref_type: "coordination_payload", ref_id: "payload_777" },
  tracking_context: {
    correlation_id: "corr_789",
    coordination_case_id: "case_123",
    payload_id: "payload_777",
    action_surface_id: "portal_001",
  },
  idempotency_key: "case_123:rss:feeditem:payload_777",
  requested_at: "2026-01-01T12:00:00Z",
} as const;
