import { expect, test } from "vitest";
import { SendParameters } from "../../src/actions/parameters.ts";
import { textOf } from "../../src/actions/prepare.ts";
import { kitOf } from "../support/kit.ts";

const REQUEST = {
  request_id: "r1",
  action_type: "notification.send",
  coordination_case_id: "c1",
  tracking_context: { correlation_id: "c1", coordination_case_id: "c1", external_context: [] },
  idempotency_key: "k1",
  requested_at: "2026-01-01T12:00:00Z",
};
const judged = (body_text: string, subject: string | null = null) =>
  textOf(
    kitOf(),
    {
      ...REQUEST,
      content: { body_text, subject, payload_refs: [], action_links: [], attachments: [] },
    },
    SendParameters.parse({}),
  );

test("a text is measured as it is written, too: for a stanza that is too large a server ends the stream", () => {
  expect(judged("x".repeat(60_000)).ok).toBe(true);
  expect(judged(`"`.repeat(20_000)).ok).toBe(true);
  expect(judged(`"`.repeat(60_000))).toMatchObject({
    ok: false,
    refused: { refusal: "content_invalid", field: "content.body_text" },
  });
  expect(judged("x", "y".repeat(300_000))).toMatchObject({ ok: false });
});
