import { describe, expect, test } from "vitest";
import { messageBirdInbound } from "../../../src/native/bird/messagebird-inbound.ts";
import type { SmsDraft } from "../../../src/native/types.ts";
import { fromMessageBird, INBOUND_URL, KEYS, kit, wireOf } from "./wire.ts";

const source = messageBirdInbound(kit);
const FORM = "application/x-www-form-urlencoded";
/** From a flow that forwards a number's messages. */
const FLOW = {
  id: "e8077d803532c0b5937c639b60216938",
  originator: "447700900000",
  recipient: "447700900001",
  payload: "Thank you",
  createdDatetime: "2026-11-25T09:59:58+00:00",
};
/** From a short code's keyword. */
const SHORT_CODE = {
  mid: "123456789",
  shortcode: "7654321",
  keyword: "THANK",
  originator: "447700900000",
  message: "THANK you",
};

const posted = (fields: Readonly<Record<string, string>>, type = FORM) =>
  wireOf(type === FORM ? new URLSearchParams(fields).toString() : JSON.stringify(fields), {
    url: INBOUND_URL,
    headers: { "content-type": type },
  });

function one(fields: Readonly<Record<string, string>>, type = FORM): SmsDraft {
  const parsed = source.parse(posted(fields, type));
  if (!parsed.ok) throw new Error(parsed.reason);
  expect(parsed.natives).toHaveLength(1);
  return parsed.natives[0] as SmsDraft;
}

describe("a message from a handset, forwarded by a flow", () => {
  test.each([FORM, "application/json", "application/json; charset=utf-8"])(
    "as %s is a reply, known by its id",
    (type) => {
      expect(one(FLOW, type)).toMatchObject({
        type: "inbound.reply",
        source: "messagebird.inbound",
        dedupeKey: `bird-eu/${FLOW.id}`,
        occurredAt: Date.parse(FLOW.createdDatetime),
        endpoint: { endpoint_type: "phone_number", value: "+447700900000" },
        data: { number: kit.numberId("+447700900000"), sender: kit.numberId("+447700900001") },
        raw: { person: kit.numberId("+447700900000") },
        unkept: { body: "Thank you" },
      });
    },
  );

  test("in its address alone is the same", () => {
    const url = `${INBOUND_URL}?${new URLSearchParams(FLOW).toString()}`;
    const parsed = source.parse(wireOf("", { url, headers: {} }));
    expect(parsed.ok && parsed.natives[0]).toMatchObject({
      dedupeKey: `bird-eu/${FLOW.id}`,
      raw: { contentType: FORM, text: new URLSearchParams(FLOW).toString() },
    });
  });

  test.each([
    ["STOP", "inbound.opt_out"],
    ["START", "inbound.opt_in"],
    ["HELP", "inbound.help"],
  ])("%s is %s", (payload, type) => {
    expect(one({ ...FLOW, payload }).type).toBe(type);
  });

  test("of no words is a reply", () => {
    expect(one({ ...FLOW, payload: "" }).type).toBe("inbound.reply");
  });

  test("holds neither number nor words but in what is kept raw", () => {
    const { raw, endpoint, unkept, ...native } = one({ ...FLOW, payload: "My secret" });
    expect(JSON.stringify(native)).not.toMatch(/secret|44770090000/);
    expect(raw?.text).toContain("secret");
    expect([endpoint?.value, unkept?.body]).toEqual(["+447700900000", "My secret"]);
  });

  test("is verified by the account's signing key, and by no other", async () => {
    const body = new URLSearchParams(FLOW).toString();
    const wire = await fromMessageBird({ url: INBOUND_URL, body });
    expect(source.verify?.(wire, KEYS)).toEqual({ ok: true });
    const another = await fromMessageBird({ url: INBOUND_URL, body, key: "another" });
    expect(source.verify?.(another, KEYS).ok).toBe(false);
  });
});

test("a message to a short code is to that, with its keyword", () => {
  expect(one(SHORT_CODE)).toMatchObject({
    dedupeKey: `bird-eu/${SHORT_CODE.mid}`,
    data: { sender: kit.numberId("7654321") },
    unkept: { body: "THANK you", to: "7654321" },
    occurredAt: null,
  });
});

describe("what cannot be told apart from another is not understood", () => {
  test.each([
    [{ id: "" }, "Not as documented: id."],
    [{ originator: "" }, "Not as documented: originator."],
    [{ recipient: "" }, "Not as documented: recipient."],
  ])("%j", (over, reason) => {
    expect(source.parse(posted({ ...FLOW, ...over }))).toEqual({ ok: false, reason });
  });

  test("but whose number stands in it is known", () => {
    expect(source.person?.(posted({ originator: "447700900000" }))).toBe(
      kit.numberId("+447700900000"),
    );
    expect(source.person?.(posted({ id: "x" }))).toBeNull();
  });
});
