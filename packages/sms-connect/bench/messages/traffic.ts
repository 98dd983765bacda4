/** What a message says in the ledger: taken on, accepted by the provider, taken by the endpoint. */
export const EVENTS_EACH = 3;

/** Every field an engine fills in, and a text of one segment. Each message to a number of its own, which none ever reaches. */
export const MESSAGE = JSON.stringify({
  request_id: "req_{{id}}",
  action_type: "notification.send",
  coordination_case_id: "case_{{id}}",
  participant_id: "participant_{{id}}",
  payload_ref: { ref_id: "contract_{{id}}", ref_type: "contract_change" },
  channel: "sms",
  target_endpoint: { endpoint_type: "phone_number", value: "+49151{{digits}}" },
  content: {
    body_text: "Please look at the change {{digits}} of clause 4 and its annex until Friday.",
  },
  tracking_context: {
    correlation_id: "corr_{{id}}",
    coordination_case_id: "case_{{id}}",
    participant_id: "participant_{{id}}",
    notification_id: "notification_{{id}}",
  },
  idempotency_key: "key_{{id}}",
  requested_at: "2026-01-01T00:00:00Z",
  metadata: { origin: "bench" },
});

export const messageOf = (id: string, digits: string): string =>
  MESSAGE.replaceAll("{{id}}", id).replaceAll("{{digits}}", digits);
