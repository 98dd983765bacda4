// Messages that tests send by the hundred, told apart by their number.

/** 999 numbers of a range that is kept free for films, and one more for the sender. */
const RANGE = "+4917604069";
export const SENDER = `${RANGE}999`;

export const caseOf = (n: number): string => `case-${n}`;
export const bodyOf = (n: number): string => `Message ${n}`;
export const numberOf = (n: number): string => `${RANGE}${String(n).padStart(3, "0")}`;

/** Which message a text is of that `bodyOf` made. */
export const ofBody = (text: string): number => Number(text.slice("Message ".length));

/** An AdapterActionRequest. */
export const requestOf = (n: number, more: object = {}): string =>
  JSON.stringify({
    request_id: `request-${n}`,
    action_type: "notification.send",
    coordination_case_id: caseOf(n),
    participant_id: `participant-${n}`,
    target_endpoint: { endpoint_type: "phone_number", value: numberOf(n) },
    content: { body_text: bodyOf(n) },
    tracking_context: { correlation_id: `correlation-${n}`, coordination_case_id: caseOf(n) },
    idempotency_key: `key-${n}`,
    requested_at: "2026-01-01T00:00:00Z",
    ...more,
  });

/** Settings of a service that sends through one account; the rest is given. */
export const sendingFrom = (provider: object, more: object = {}): Record<string, unknown> => ({
  providers: [{ tenant: "default", ...provider }],
  senders: [{ sender_identity_id: "main", sender_type: "long_code", sender_value: SENDER }],
  ...more,
});

/** An account at the SMSC of the tests whose ids are hex in submit_sm_resp and decimal in receipts. */
export const smppAccount = (port: number, more: object = {}): object => ({
  kind: "smpp",
  account: "smsc",
  host: "127.0.0.1",
  port,
  system_id: "bound",
  password: "secret",
  window: 50,
  submit_id: "hex",
  receipt_id: "decimal",
  receipt_time_zone: "Z",
  ...more,
});
