import fc from "fast-check";
import { expect, test } from "vitest";
import { assessXmpp } from "../../src/evidence/assess.ts";
import { xmppAttemptState } from "../../src/evidence/attempt-state.ts";
import { assessJid } from "../../src/evidence/endpoint-quality.ts";
import { xmppMapping } from "../../src/evidence/mapping.ts";
import type { XmppNative, XmppStored } from "../../src/native/types.ts";
import { native } from "./natives.ts";

const types = Object.keys(xmppMapping) as XmppNative[];
/** Mostly what can contradict, overtake and repeat each other. */
const telling = types.filter((type) =>
  /^(server|receipt|marker|recipient|inbound|error)\.|^offline|^message\.(unknown|no_session|expired)/.test(
    type,
  ),
);

const event = fc
  .record({
    type: fc.oneof(fc.constantFrom(...types), fc.constantFrom(...telling)),
    at: fc.constantFrom(null, 1, 2, 3),
    retryable: fc.constantFrom(undefined, true, false),
    resource: fc.constantFrom(undefined, "a", "b"),
    addressed: fc.constantFrom(undefined, "bare_jid", "full_jid"),
    subscription: fc.constantFrom(undefined, "none", "both"),
    method: fc.constantFrom("reference", "conversation_recency_ambiguous"),
  })
  .map(({ type, at, method, ...data }) =>
    native(type, { at, method, data: JSON.parse(JSON.stringify(data)) as XmppStored["data"] }),
  );
const events = fc.array(event, { maxLength: 8 });

/** The same events in another order, each at least once. */
const rearranged = events.chain((natives) =>
  fc.record({
    natives: fc.constant(natives),
    other: fc.shuffledSubarray([...natives, ...natives], {
      minLength: natives.length * 2,
      maxLength: natives.length * 2,
    }),
  }),
);

test("assessments do not depend on order and repetition of arrival", () => {
  fc.assert(
    fc.property(rearranged, ({ natives, other }) => {
      expect(assessXmpp(other)).toEqual(assessXmpp(natives));
    }),
    { seed: 1, numRuns: 2_000 },
  );
});

test("nor does the state of an attempt, nor the view of a JID", () => {
  fc.assert(
    fc.property(rearranged, ({ natives, other }) => {
      expect(xmppAttemptState(other)).toBe(xmppAttemptState(natives));
      expect(assessJid(other)).toEqual(assessJid(natives));
    }),
    { seed: 2, numRuns: 1_000 },
  );
});

test("when an event without a trusted time arrived changes no assessment", () => {
  const shifts = fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(events, shifts, (natives, by) => {
      const shifted = natives.map((each, index) =>
        each.observation.source_type === "adapter"
          ? each
          : { ...each, received_at: each.received_at + (by[index] ?? 0) },
      );
      expect(assessXmpp(shifted)).toEqual(assessXmpp(natives));
    }),
    { seed: 3, numRuns: 1_000 },
  );
});

const isOf =
  (...prefixes: readonly string[]) =>
  ({ type }: XmppStored): boolean =>
    prefixes.some((prefix) => type.startsWith(prefix));

test("no event, and no set of them, is a success or a failure of the participant", () => {
  fc.assert(
    fc.property(events, (natives) => {
      expect(assessXmpp(natives).participant.category).toBe("undef");
    }),
    { seed: 4, numRuns: 2_000 },
  );
});

test("nothing is a success of the channel but what the recipient's side said, and presence by itself", () => {
  const inRoom = ({ type }: XmppStored): boolean =>
    type.startsWith("room.") && type.endsWith(".known");
  const outside = isOf("receipt.received", "marker.", "inbound.", "presence.available", "pubsub.");
  const heard = (native: XmppStored): boolean => outside(native) || inRoom(native);
  fc.assert(
    fc.property(events, (natives) => {
      fc.pre(!natives.some(heard));
      expect(assessXmpp(natives).channel.category).not.toBe("success");
    }),
    { seed: 5, numRuns: 1_000 },
  );
});

const presence = fc.constantFrom(null, 1, 9).map((at) => native("presence.available", { at }));
/** The same, and the server's answers say that the recipient was there. */
const there = (natives: readonly XmppStored[]): XmppStored[] =>
  natives.map((each) =>
    each.type.startsWith("server.")
      ? { ...each, data: { ...each.data, recipient: "available" } }
      : each,
  );

test("presence never raises the assessment of a message", () => {
  const message = [native("message.accepted", { data: { addressed: "bare_jid" } })];
  fc.assert(
    fc.property(events, fc.array(presence, { minLength: 1, maxLength: 3 }), (natives, seen) => {
      const without = assessXmpp([...message, ...natives]);
      const withPresence = assessXmpp([...message, ...there(natives), ...seen]);
      expect(withPresence.channel.category).toBe(without.channel.category);
      expect(withPresence.participant.category).toBe(without.participant.category);
      expect(withPresence.channel.subclass).not.toBe("success.presence_observed");
    }),
    { seed: 6, numRuns: 2_000 },
  );
});

const isRoomsWord = ({ type }: XmppStored): boolean => type.startsWith("room.");

test("a room and its unknown occupants make nothing a success, of the channel or the participant", () => {
  const rooms = fc
    .array(
      fc.constantFrom(
        ...types.filter((type) => type.startsWith("room.") && !type.endsWith(".known")),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((some) => some.map((type) => native(type)));
  fc.assert(
    fc.property(rooms, (natives) => {
      expect(natives.every(isRoomsWord)).toBe(true);
      const { channel, participant } = assessXmpp([native("message.accepted"), ...natives]);
      expect([channel.category, participant.category]).not.toContain("success");
    }),
    { seed: 12, numRuns: 1_000 },
  );
});

/** Whatever leaves a message open. */
const open = fc
  .record({
    type: fc.constantFrom<XmppNative>(
      ...types.filter((type) =>
        /^(server|recipient|offline|routing|chat_state|presence|message\.(accepted|scheduled|delayed|no_session|unknown)|receipt\.(overdue|stray))/.test(
          type,
        ),
      ),
      "error.temporary",
      "error.remote_server_timeout",
      "error.recipient_unavailable",
    ),
    at: fc.constantFrom(null, 1, 2, 9),
  })
  .map(({ type, at }) => native(type, { at }));

test("a receipt revises everything that is open, whenever it came", () => {
  fc.assert(
    fc.property(fc.array(open, { maxLength: 6 }), fc.constantFrom(null, 1, 9), (natives, at) => {
      const all = [...natives, native("receipt.received", { at })];
      expect(assessXmpp(all).channel.subclass).toBe("success.delivered_to_client");
    }),
    { seed: 7, numRuns: 1_000 },
  );
});

test("what bounced for good and came to somebody is neither, whatever is beside it", () => {
  const claims = fc.constantFrom<XmppNative>(
    "receipt.received",
    "marker.displayed",
    "marker.acknowledged",
    "inbound.reply.known",
  );
  fc.assert(
    fc.property(events, claims, (natives, claim) => {
      fc.pre(!natives.some(isOf("endpoint.suppressed")));
      const all = [...natives, native("error.item_not_found"), native(claim)];
      expect(assessXmpp(all).channel.subclass).toBe("undef.conflicting_evidence");
      expect(assessXmpp(all).participant.subclass).toBe("undef.conflicting_evidence");
    }),
    { seed: 8, numRuns: 1_000 },
  );
});

test("silence alone is never a failure", () => {
  const quiet = open.filter(({ type }) => !type.startsWith("error."));
  fc.assert(
    fc.property(fc.array(quiet, { maxLength: 6 }), (natives) => {
      const { channel } = assessXmpp([...natives, native("receipt.overdue")]);
      expect(channel.category).not.toBe("fail");
    }),
    { seed: 9, numRuns: 1_000 },
  );
});
