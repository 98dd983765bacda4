import { expect, test } from "vitest";
import { KEYWORD_CLASSIFICATIONS, SmsInboundMessage } from "../../src/model/inbound-message.ts";

const STATES = {
  verification_state: "unknown",
  consent_state: "unknown",
  suppression_state: "unknown",
};
const MESSAGE = {
  inbound_message_id: "native_1",
  provider_name: "acme",
  provider_message_id: null,
  from_endpoint: { endpoint_id: "num_1", endpoint_type: "phone_number", ...STATES },
  to_endpoint: { endpoint_type: "long_code", ...STATES },
  received_at: "2026-01-01T12:00:00Z",
  body_text: "ACK",
  keyword_classification: "acknowledgement",
};

test("a message from a handset is as §24 has it", () => {
  expect(SmsInboundMessage.safeParse(MESSAGE).error).toBeUndefined();
  expect(SmsInboundMessage.safeParse({ ...MESSAGE, keyword_classification: "stop" }).success).toBe(
    false,
  );
  expect(SmsInboundMessage.safeParse({ ...MESSAGE, weather: "fine" }).success).toBe(false);
});

test("what the document has no word for is unknown, never something that it is not", () => {
  expect(KEYWORD_CLASSIFICATIONS.decline).toBe("unknown");
  expect(KEYWORD_CLASSIFICATIONS.opt_out_suspected).toBe("unknown");
});
