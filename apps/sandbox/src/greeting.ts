/** What a person who has just started the sandbox needs: addresses, one command that publishes, where evidence is polled. */
export function greeting(addresses: readonly string[], folder: string): string {
  const rss = addresses[0] ?? "http://127.0.0.1:7103";
  const sms = addresses[1] ?? "http://127.0.0.1:7102";
  const xmpp = addresses[2] ?? "http://127.0.0.1:7101";
  return `
Underclaim sandbox: every adapter in one process, on loopback, without keys.
Data: ${folder}

rss-connect   ${rss}   (OpenAPI: ${rss}/openapi.json)
sms-connect   ${sms}   (OpenAPI: ${sms}/openapi.json)
xmpp-connect  ${xmpp}   (OpenAPI: ${xmpp}/openapi.json)

1. Publish the specification's example (RssAdapterSpecification §17.1):

curl -sS ${rss}/adapter/actions -H 'content-type: application/json' -d '${EXAMPLE_ACTION}'

2. Read the feed, as any feed reader would:

curl -sS ${rss}/feeds/example/rss.xml

3. Poll the evidence (fetches are written each second):

curl -sS ${rss}/adapter/events

   and, with the feed_item_id of the first answer's metadata:
curl -sS ${rss}/adapter/feed-items/<feed_item_id>/timeline
curl -sS ${rss}/adapter/feed-items/<feed_item_id>/assessment

4. Send the SMS of SmsAdapterSpecification §16.1. The provider is a sandbox: nothing is sent to anybody.

curl -sS ${sms}/adapter/actions -H 'content-type: application/json' -d '${EXAMPLE_SMS}'

5. Two seconds later, poll what became of it:

curl -sS ${sms}/adapter/events

6. Send the XMPP message of XmppAdapterSpecification §21.1, to a sandbox as well, and poll:

curl -sS ${xmpp}/adapter/actions -H 'content-type: application/json' -d '${EXAMPLE_XMPP}'

curl -sS ${xmpp}/adapter/events

Stop with Ctrl-C.
`;
}

/** §17.1, verbatim but for the layout. */
export const EXAMPLE_ACTION = JSON.stringify(
  {
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
  },
  null,
  1,
);

/** SmsAdapterSpecification §16.1, verbatim but for the layout. */
const EXAMPLE_SMS = JSON.stringify(
  {
    request_id: "req_001",
    action_type: "notification.send",
    coordination_case_id: "case_123",
    participant_id: "participant_456",
    channel: "sms",
    target_endpoint: { endpoint_type: "phone_number", value: "+491701234567" },
    template_ref: "secure-document-sms-reminder",
    variables: { portal_link: "https://portal.example.com/access/abc" },
    tracking_context: {
      correlation_id: "corr_789",
      coordination_case_id: "case_123",
      participant_id: "participant_456",
      notification_id: "notif_001",
      payload_id: "payload_777",
    },
    idempotency_key: "case_123:participant_456:sms:notif_001",
    requested_at: "2026-01-01T12:00:00Z",
  },
  null,
  1,
);

/** XmppAdapterSpecification §21.1, verbatim but for the layout. */
const EXAMPLE_XMPP = JSON.stringify(
  {
    request_id: "req_001",
    action_type: "notification.send",
    coordination_case_id: "case_123",
    participant_id: "participant_456",
    channel: "xmpp",
    target_endpoint: { endpoint_type: "bare_jid", value: "recipient@example.net" },
    template_ref: "secure-document-xmpp-notification",
    variables: { portal_link: "https://portal.example.com/access/abc" },
    tracking_context: {
      correlation_id: "corr_789",
      coordination_case_id: "case_123",
      participant_id: "participant_456",
      notification_id: "notif_001",
      payload_id: "payload_777",
    },
    idempotency_key: "case_123:participant_456:xmpp:notif_001",
    requested_at: "2026-01-01T12:00:00Z",
  },
  null,
  1,
);
