import { describe, expect, test } from "vitest";
import { sinchInbound } from "../../../src/native/sinch/inbound.ts";
import type { SmsDraft } from "../../../src/native/types.ts";
import { kit, TEXT_REPLY, wireOf } from "./wire.ts";

const source = sinchInbound(kit);
const BINARY_REPLY = {
  ...TEXT_REPLY,
  type: "mo_binary",
  body: Buffer.from("Thank ").toString("base64"),
  udh: "050003cd0201",
};

const read = (body: object) => source.parse(wireOf(JSON.stringify(body)));

function one(body: object): SmsDraft {
  const parsed = read(body);
  if (!parsed.ok) throw new Error(parsed.reason);
  expect(parsed.natives).toHaveLength(1);
  return parsed.natives[0] as SmsDraft;
}

describe("a text", () => {
  test("is a reply of its handset to our number, when Sinch received it", () => {
    expect(one(TEXT_REPLY)).toMatchObject({
      type: "inbound.reply",
      source: "sinch.inbound",
      dedupeKey: `sinch-eu/${TEXT_REPLY.id}`,
      occurredAt: Date.parse(TEXT_REPLY.received_at),
      endpoint: { endpoint_type: "phone_number", value: "+447700900000" },
      data: {
        number: kit.numberId("+447700900000"),
        sender: kit.numberId("+447700900001"),
        opt_out_scope: null,
      },
      raw: { person: kit.numberId("+447700900000") },
    });
  });

  test("belongs to no operation by Sinch's own guess at one", () => {
    expect(one({ ...TEXT_REPLY, client_reference: "smsop_0001" }).refs).toEqual([]);
  });

  test.each([
    ["STOP", "inbound.opt_out"],
    ["START", "inbound.opt_in"],
    ["HELP", "inbound.help"],
  ])("%s is %s", (body, type) => {
    expect(one({ ...TEXT_REPLY, body }).type).toBe(type);
  });

  test("to a short code of seven digits is to that, and no telephone number", () => {
    expect(one({ ...TEXT_REPLY, to: "7654321" }).data).toMatchObject({
      sender: kit.numberId("7654321"),
    });
  });

  test("that tells no time happened at none", () => {
    for (const received_at of [undefined, null, "2026-11-25 09:59:58"])
      expect(one({ ...TEXT_REPLY, received_at }).occurredAt).toBeNull();
  });

  test("holds neither number nor words but in what is kept raw", () => {
    const { raw, endpoint, unkept, ...native } = one({ ...TEXT_REPLY, body: "My secret is 1234" });
    expect(JSON.stringify(native)).not.toMatch(/secret|44770090000/);
    expect(raw?.text).toContain("secret");
    expect(endpoint?.value).toBe("+447700900000");
    expect(unkept).toMatchObject({ body: "My secret is 1234" });
  });

  test.each(["id", "from", "to", "body"] as const)("without %s is not understood", (field) => {
    const { [field]: _, ...rest } = TEXT_REPLY;
    expect(read(rest)).toEqual({ ok: false, reason: `Not as documented: ${field}.` });
  });
});

describe("pictures", () => {
  test("are read by what was written with them", () => {
    const body = { message: "STOP", media: [{ url: "https://example.org/1", status: "Uploaded" }] };
    expect(one({ ...TEXT_REPLY, type: "mo_media", body }).type).toBe("inbound.opt_out");
    expect(one({ ...TEXT_REPLY, type: "mo_media", body: { media: [] } }).type).toBe(
      "inbound.reply",
    );
  });
});

describe("a binary message", () => {
  test.each([
    ["050003cd0201", { reference: "8-205", index: 1, total: 2 }],
    ["060804abcd0302", { reference: "16-43981", index: 2, total: 3 }],
  ])("with header %s is a part, known as one of its whole", (udh, expected) => {
    const native = one({ ...BINARY_REPLY, udh });
    expect(native).toMatchObject({
      type: "inbound.part",
      source: "sinch.inbound",
      data: expected,
      unkept: { body: "Thank ", from: "+447700900000", to: "+447700900001" },
    });
    expect(JSON.stringify(native.data)).not.toContain("Thank");
  });

  test.each(["", null, undefined, "0500030c0101"])(
    "with header %j is whole, and read as a text is",
    (udh) => {
      const body = Buffer.from("STOP").toString("base64");
      expect(one({ ...BINARY_REPLY, udh, body }).type).toBe("inbound.opt_out");
    },
  );

  test.each([
    [{ udh: "050003cd02" }, "Not as documented: udh."],
    [{ udh: "zz" }, "Not as documented: udh."],
    [{ udh: "06050423f423f4" }, "A binary message for an application's port."],
    [{ body: "AP8=" }, "A binary message whose alphabet is not told."],
    [{ body: "" }, "A binary message whose alphabet is not told."],
    [
      { body: Buffer.from("Ärger").toString("base64") },
      "A binary message whose alphabet is not told.",
    ],
    [{ body: "no base64!" }, "Not as documented: body."],
  ])("%j is not understood", (over, reason) => {
    expect(read({ ...BINARY_REPLY, ...over })).toEqual({ ok: false, reason });
  });
});
