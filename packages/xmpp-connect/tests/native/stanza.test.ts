import { describe, expect, test } from "vitest";
import { stanzaSource } from "../../src/native/stanza.ts";
import { STANZA_ERRORS } from "../../src/native/stanza-errors.ts";
import type { XmppDraft } from "../../src/native/types.ts";
import { jidId, kitOf } from "../support/kit.ts";

const NOW = Date.parse("2026-01-01T12:00:00Z");
const ALICE = "alice@xmpp.test";

function parsed(
  xml: string,
  headers: Record<string, string> = {},
  configuration: object = {},
  account: string | null = "desk",
  receivedAt = NOW,
) {
  return stanzaSource(kitOf(configuration)).parse({
    headers,
    body: Buffer.from(xml),
    url: "",
    account,
    receivedAt,
  });
}
function natives(...args: Parameters<typeof parsed>): readonly XmppDraft[] {
  const answer = parsed(...args);
  if (!answer.ok) throw new Error(answer.reason);
  return answer.natives;
}
const types = (...args: Parameters<typeof parsed>) => natives(...args).map(({ type }) => type);
const message = (inner: string, attributes = "") =>
  `<message from='${ALICE}/phone' to='desk@xmpp.test/x' type='chat' ${attributes}>${inner}</message>`;
const received = (id: string) => `<received xmlns='urn:xmpp:receipts' id='${id}'/>`;
const ref = (peer: string, id: string) => ({
  provider_name: "desk",
  ref_type: "stanza_id",
  ref_value: `${jidId(peer)}/${id}`,
});

describe("receipts and markers name the message and whom it was addressed to", () => {
  test("a receipt", () => {
    expect(natives(message(received("m1")))).toMatchObject([
      {
        type: "receipt.received",
        refs: [ref(ALICE, "m1")],
        awaits: false,
        occurredAt: null,
        observation: { source_type: "recipient_client" },
        metadata: { scope: "resource" },
      },
    ]);
  });
  test.each(["received", "displayed", "acknowledged"])("a marker: %s", (name) => {
    const marker = `<${name} xmlns='urn:xmpp:chat-markers:0' id='m1'/>`;
    expect(natives(message(marker))).toMatchObject([
      { type: `marker.${name}`, refs: [ref(ALICE, "m1")] },
    ]);
  });
  test("the same receipt again, live or out of the archive, is the same event", () => {
    const [live] = natives(message(received("m1")));
    const [again] = natives(message(received("m1"), "id='other'"), {
      "x-arrived": "archive",
      "x-archived-at": "2026-01-01T11:00:00Z",
    });
    expect(again?.dedupeKey).toBe(live?.dedupeKey);
    expect(again?.evidenceKey).toBe(live?.evidenceKey);
    expect(again?.occurredAt).toBe(Date.parse("2026-01-01T11:00:00Z"));
  });
  test("of another resource it is another", () => {
    const [phone] = natives(message(received("m1")));
    const [desk] = natives(message(received("m1")).replace("/phone", "/laptop"));
    expect(desk?.dedupeKey).not.toBe(phone?.dedupeKey);
    expect(desk?.refs).toEqual(phone?.refs);
  });
});

describe("forgeries find no message", () => {
  test("a third party's receipt refers to something that was never sent to it", () => {
    const forged = message(received("m1")).replace(ALICE, "mallory@xmpp.test");
    expect(natives(forged)[0]?.refs).toEqual([ref("mallory@xmpp.test", "m1")]);
  });
  test("a receipt in a private message out of a room is a stray", () => {
    const inner = `${received("m1")}<x xmlns='http://jabber.org/protocol/muc#user'/>`;
    expect(natives(message(inner))).toMatchObject([{ type: "receipt.stray", refs: [] }]);
  });
  test("a bounce that echoes a receipt is a bounce", () => {
    const bounced = `<message from='${ALICE}' type='error' id='m1'>${received("m1")}<body>Hi</body><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`;
    expect(types(bounced)).toEqual(["error.service_unavailable"]);
  });
  test("a delay that a peer has written sets no time", () => {
    const delay = "<delay xmlns='urn:xmpp:delay' from='xmpp.test' stamp='1999-01-01T00:00:00Z'/>";
    expect(natives(message(received("m1") + delay))[0]?.occurredAt).toBeNull();
  });
  test("a carbon or an archived message that nobody has unwrapped says nothing", () => {
    const forwarded = `<forwarded xmlns='urn:xmpp:forward:0'>${message(received("m1"))}</forwarded>`;
    expect(types(message(`<received xmlns='urn:xmpp:carbons:2'>${forwarded}</received>`))).toEqual(
      [],
    );
    expect(types(message(`<result xmlns='urn:xmpp:mam:2' id='1'>${forwarded}</result>`))).toEqual(
      [],
    );
  });
  test("what another client of the own account sent is no answer", () => {
    expect(types(message("<body>ACK</body>").replace(ALICE, "desk@xmpp.test"))).toEqual([]);
  });
  test("what is said in a room is no answer either", () => {
    expect(types(message("<body>ACK</body>").replace("type='chat'", "type='groupchat'"))).toEqual(
      [],
    );
  });
});

describe("errors", () => {
  const bounce = (condition: string, type = "cancel", more = "") =>
    `<message from='${ALICE}' type='error' id='m1'><error type='${type}'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>${more}</error></message>`;

  test.each(Object.keys(STANZA_ERRORS))("%s is told by its name", (condition) => {
    expect(natives(bounce(condition.replaceAll("_", "-")))).toMatchObject([
      {
        type: `error.${condition}`,
        refs: [ref(ALICE, "m1")],
        nativeStatus: condition.replaceAll("_", "-"),
      },
    ]);
  });
  test("one that nobody has defined is undefined, and its name is kept", () => {
    expect(natives(bounce("on-holiday"))).toMatchObject([
      { type: "error.undefined_condition", nativeStatus: "on-holiday" },
    ]);
    expect(types(`<message from='${ALICE}' type='error' id='m1'/>`)).toEqual([
      "error.undefined_condition",
    ]);
  });
  test("one that may pass is never lasting", () => {
    expect(types(bounce("item-not-found", "wait"))).toEqual(["error.temporary"]);
    expect(types(bounce("remote-server-timeout", "wait"))).toEqual(["error.remote_server_timeout"]);
  });
  test("that we block them is told apart from that they block us, and neither is guessed", () => {
    const blocked = "<blocked xmlns='urn:xmpp:blocking:errors'/>";
    expect(types(bounce("not-acceptable", "cancel", blocked))).toEqual(["error.blocked_by_us"]);
    expect(types(bounce("forbidden", "cancel", blocked))).toEqual(["error.blocked"]);
    expect(types(bounce("service-unavailable"))).toEqual(["error.service_unavailable"]);
  });
});

describe("replies", () => {
  const participants = [
    { jid: ALICE, participant_id: "p1" },
    { jid: "office@xmpp.test", participant_id: "p2", delegated: true },
  ];
  const said = (text: string, from = ALICE) =>
    message(`<body>${text}</body>`, "id='i1'").replace(ALICE, from);

  test.each([
    ["ack", "acknowledgement"],
    ["OK!", "acknowledgement"],
    [" yes ", "acknowledgement"],
    ["no", "decline"],
    ["Decline.", "decline"],
    ["help", "help"],
    ["STATUS", "status"],
    ["stop", "stop"],
    ["unsubscribe", "stop"],
    ["ok, but later", "reply"],
    ["Who is this?", "reply"],
    ["...", "reply"],
  ])("%j is %s", (text, kind) => {
    expect(types(said(text))).toEqual([`inbound.${kind}.unknown`]);
  });
  test("their text is nowhere but in the raw data", () => {
    const [native] = natives(said("my secret"));
    const { raw, endpoint, ...kept } = native ?? { raw: null, endpoint: null };
    expect(raw?.text).toContain("my secret");
    expect(endpoint?.value).toBe(ALICE);
    expect(JSON.stringify(kept)).not.toMatch(/my secret|alice/);
  });
  test("a mapped address is known, a delegated one is not the person", () => {
    expect(types(said("ack"), {}, { participants })).toEqual(["inbound.acknowledgement.known"]);
    const delegated = said("ack", "office@xmpp.test");
    expect(types(delegated, {}, { participants })).toEqual(["inbound.acknowledgement.delegated"]);
    const ofAnother = [{ jid: ALICE, participant_id: "p1", tenant: "other" }];
    expect(types(said("ack"), {}, { participants: ofAnother })).toEqual([
      "inbound.acknowledgement.unknown",
    ]);
  });
  test("a reply out of a room is nobody's, whatever name it uses", () => {
    const inner = "<body>ack</body><x xmlns='http://jabber.org/protocol/muc#user'/>";
    expect(types(message(inner, "id='i1'"), {}, { participants })).toEqual([
      "inbound.acknowledgement.unknown",
    ]);
  });
  test("the message that is answered and the thread are references, the answer first", () => {
    const inner =
      "<body>ack</body><thread>t1</thread><reply xmlns='urn:xmpp:reply:0' id='m1' to='x'/>";
    expect(natives(message(inner, "id='i1'"))[0]?.refs).toEqual([
      ref(ALICE, "m1"),
      { provider_name: "desk", ref_type: "thread", ref_value: `${jidId(ALICE)}/t1` },
    ]);
  });
  test("is the same again where it says the same, and another where its client uses an id again", () => {
    const key = (body: string, id: string, headers = {}) =>
      natives(message(`<body>${body}</body>`, id), headers)[0]?.dedupeKey;
    const yes = key("yes", "id='i1'");
    expect(key("yes", "id='i1'", { "x-arrived": "archive" })).toBe(yes);
    expect(key("no", "id='i1'")).not.toBe(yes);
    expect(key("yes", "id='i2'")).not.toBe(yes);
    expect(key("yes", "")).toBe(key("yes", ""));
    expect(key("no", "")).not.toBe(key("yes", ""));
    // The archive knows better than both.
    const archived = { "x-archive-id": "a1" };
    expect(key("yes", "id='i1'", archived)).toBe(key("yes", "id='i2'", archived));
  });
  test("an encrypted one only shows that something came", () => {
    const inner =
      "<body>This is encrypted.</body><encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:omemo:2'/>";
    expect(natives(message(inner, "id='i1'"))).toMatchObject([
      { type: "inbound.encrypted", nativeStatus: "urn:xmpp:omemo:2" },
    ]);
  });
  test("a headline is no reply", () => {
    expect(types(said("ack").replace("type='chat'", "type='headline'"))).toEqual([
      "inbound.headline",
    ]);
  });
  test("words can be added, and replaced for one account", () => {
    const keywords = [{ acknowledgement: ["verstanden"] }];
    expect(types(said("Verstanden"), {}, { keywords })).toEqual([
      "inbound.acknowledgement.unknown",
    ]);
    expect(types(said("ok"), {}, { keywords })).toEqual(["inbound.acknowledgement.unknown"]);
    const own = [{ accounts: ["desk"], acknowledgement: ["verstanden"] }];
    expect(types(said("ok"), {}, { keywords: own })).toEqual(["inbound.reply.unknown"]);
  });
});

describe("presence and chat states", () => {
  const presence = (attributes: string, inner = "") =>
    `<presence from='${ALICE}/phone' ${attributes}>${inner}</presence>`;

  test("who flaps within a second is remembered as what came last", () => {
    const noted = (xml: string, at: number) => {
      const answer = parsed(xml, {}, {}, "desk", at);
      return answer.ok ? answer.natives[0]?.dedupeKey : answer.reason;
    };
    const keys = [
      noted(presence(""), NOW),
      noted(presence("type='unavailable'"), NOW + 1),
      noted(presence(""), NOW + 2),
    ];
    expect(new Set(keys).size).toBe(3);
  });
  test("presence tells availability, per resource and hour", () => {
    const away = presence("", "<show>away</show><priority>5</priority><status>At sea</status>");
    expect(natives(away)).toMatchObject([
      { type: "presence.noted", data: { availability: "away", priority: 5 }, unkept: {} },
      { type: "presence.available", data: { availability: "away", priority: 5 }, unkept: {} },
    ]);
    expect(types(presence("type='unavailable'"))).toEqual([
      "presence.noted",
      "presence.unavailable",
    ]);
    expect(JSON.stringify(natives(away).map((native) => ({ ...native, raw: null })))).not.toContain(
      "At sea",
    );
  });
  test("what a client can is told by its answer, or by its presence where the session has proven its hash", () => {
    const answer = (inner: string, type = "result") =>
      `<iq type='${type}' from='${ALICE}/phone' id='q'><query xmlns='http://jabber.org/protocol/disco#info'>${inner}</query></iq>`;
    const feature = "<feature var='urn:xmpp:receipts'/>";
    expect(natives(answer(feature))).toMatchObject([
      { type: "capabilities.told", data: { receipts: true, markers: false } },
    ]);
    expect(types(answer(feature, "get"))).toEqual([]);
    expect(natives(presence(""), {}).map(({ type }) => type)).not.toContain("capabilities.told");
    expect(natives(presence(""), { "x-capabilities": "none" }).at(-1)).toMatchObject({
      type: "capabilities.told",
      data: { receipts: false, markers: false },
    });
    // Of an account as a whole it says nothing: clients can things.
    expect(
      types(
        `<iq type='result' from='${ALICE}' id='q'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`,
      ),
    ).toEqual([]);
  });
  test("a change of the roster is about the contact, and counts from the own account alone", () => {
    const push = (from: string) =>
      `<iq type='set'${from} id='p'><query xmlns='jabber:iq:roster'><item jid='${ALICE}' subscription='remove'/></query></iq>`;
    const expected = [
      {
        type: "roster.changed",
        data: { subscription: "none", removed: true, peer: jidId(ALICE) },
        raw: { person: jidId(ALICE) },
      },
    ];
    expect(natives(push(""))).toMatchObject(expected);
    expect(natives(push(" from='desk@xmpp.test'"))).toMatchObject(expected);
    for (const from of [ALICE, "xmpp.test", "desk@xmpp.test/other", "desk@xmpp.test.example"])
      expect(types(push(` from='${from}'`))).toEqual([]);
  });
  test("requests and refusals to be seen are told", () => {
    expect(types(presence("type='subscribe'"))).toEqual(["subscription.requested"]);
    expect(types(presence("type='unsubscribed'"))).toEqual(["subscription.refused"]);
    expect(types(presence("type='probe'"))).toEqual([]);
  });
  test("a chat state stands for itself only without a text beside it", () => {
    const composing = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
    expect(types(message(composing))).toEqual(["chat_state.composing"]);
    expect(types(message(`${composing}<body>Hi</body>`, "id='i1'"))).toEqual([
      "inbound.reply.unknown",
    ]);
  });
});

test.each([
  ["no XML", "<message", /well-formed/],
  ["a DTD", "<!DOCTYPE message><message/>", /DTD/],
  ["a sender that is none", "<message from='a b@c'><body>x</body></message>", /sender/],
])("%s is not understood, and says why", (_what, xml, reason) => {
  const answer = parsed(xml);
  expect(answer.ok ? "" : answer.reason).toMatch(reason);
});

test("a stanza for an account that is not configured is not understood", () => {
  expect(parsed(message(received("m1")), {}, {}, "other")).toMatchObject({ ok: false });
});

test("what comes from a room that is configured is an occupant's, whether or not it says so", () => {
  const [native] = natives(
    `<message from='ops@rooms.xmpp.test/mallory' to='desk@xmpp.test/x' type='chat' id='p1'><body>ACK</body><thread>t1</thread></message>`,
    {},
    {
      accounts: [
        {
          kind: "client",
          account: "desk",
          jid: "desk@xmpp.test",
          password: "password-of-the-desk",
          rooms: [{ name: "operations", room: "ops@rooms.xmpp.test", nick: "desk" }],
        },
      ],
    },
  );
  expect(native?.refs).toEqual([
    {
      provider_name: "desk",
      ref_type: "thread",
      ref_value: `${jidId("ops@rooms.xmpp.test/mallory")}/t1`,
    },
  ]);
});
