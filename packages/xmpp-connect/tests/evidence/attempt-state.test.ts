import { expect, test } from "vitest";
import { xmppAttemptState } from "../../src/evidence/attempt-state.ts";
import { STATES } from "../../src/evidence/states.ts";
import { xmppMapping } from "../../src/evidence/mapping.ts";
import type { XmppStored } from "../../src/native/types.ts";
import { native } from "./natives.ts";

const accepted = native("message.accepted");
const taken = native("server.acknowledged");
const takenThere = native("server.acknowledged", { data: { recipient: "available" } });
const receipt = native("receipt.received");

test.each<[string, XmppStored[]]>([
  ["created", [native("tracking.registered")]],
  ["accepted_by_adapter", [accepted]],
  ["rejected_by_adapter", [native("message.refused.missing_jid")]],
  ["render_failed", [native("message.refused.render_failed")]],
  ["stream_unavailable", [accepted, native("message.no_session")]],
  ["send_requested", [accepted, native("message.unknown")]],
  ["sent_to_server", [accepted, native("server.answered_after")]],
  ["server_acknowledged", [accepted, takenThere]],
  ["route_attempted", [taken, native("routing.unknown")]],
  ["endpoint_unavailable", [taken, native("recipient.unavailable")]],
  ["endpoint_available", [takenThere, native("receipt.overdue")]],
  ["offline_stored", [taken, native("offline.presumed")]],
  ["deferred", [taken, native("error.temporary")]],
  ["delivered_to_client", [taken, receipt]],
  ["displayed_by_client", [receipt, native("marker.displayed")]],
  ["acknowledged_by_client", [receipt, native("inbound.acknowledgement.unknown")]],
  ["reply_received", [receipt, native("inbound.reply.known")]],
  ["stanza_error_received", [taken, native("error.bad_request")]],
  ["failed", [taken, native("error.item_not_found")]],
  ["expired", [accepted, native("message.expired")]],
  ["unknown", [receipt, native("error.item_not_found")]],
  ["unknown", []],
])("an attempt is %s", (state, natives) => {
  expect(xmppAttemptState(natives)).toBe(state);
  expect(xmppAttemptState(natives.toReversed())).toBe(state);
});

test("every native type has its word", () => {
  expect(Object.keys(STATES).toSorted()).toEqual(Object.keys(xmppMapping).toSorted());
});
