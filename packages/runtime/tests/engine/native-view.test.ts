import type { EvidenceEvent } from "@underclaim/contract";
import { contentHash } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { acceptedAs, stage, START } from "./stage.ts";

const receipt = { event_id: "e1", message_id: "m1", status: "delivered" };
const refOf = ({ raw_event_ref: ref }: EvidenceEvent): string => String(ref).replace("native:", "");

async function delivered(keep: boolean) {
  const staged = await stage((composition) => ({
    ...composition,
    settings: { raw: { keep, retentionMs: 3_600_000 } },
  }));
  await staged.send();
  await staged.reply(acceptedAs("m1"));
  await staged.status(receipt);
  return staged;
}

describe("the raw_event_ref of an event", () => {
  test("leads to the native event it was made from, with its raw data where that is kept", async () => {
    const { events, runtime, tenant } = await delivered(true);
    const all = await events();
    for (const event of all)
      expect(await runtime().native(tenant, refOf(event))).toMatchObject({ id: refOf(event) });
    const text = JSON.stringify(receipt);
    expect(await runtime().native(tenant, refOf(all.at(-1) as EvidenceEvent))).toEqual({
      id: expect.stringMatching(/^ne_/),
      source: "reference.status",
      dedupe_key: "e1",
      received_at: new Date(START).toISOString(),
      occurred_at: null,
      raw_hash: contentHash(text),
      raw: {
        content_type: "application/octet-stream",
        text,
        expires_at: new Date(START + 3_600_000).toISOString(),
      },
    });
  });

  test("leads to its hash where raw data is off or past its retention", async () => {
    for (const keep of [true, false]) {
      const { events, runtime, tenant, advance } = await delivered(keep);
      await advance(2 * 3_600_000);
      const found = (await events()).map((event) => runtime().native(tenant, refOf(event)));
      const raw_hash = contentHash(JSON.stringify(receipt));
      expect(await Promise.all(found)).toContainEqual(
        expect.objectContaining({ source: "reference.status", raw_hash, raw: null }),
      );
    }
  });

  test("leads another tenant nowhere", async () => {
    const { events, runtime, tenant } = await delivered(true);
    for (const event of await events())
      expect(await runtime().native("tenant-b", refOf(event))).toBeNull();
    expect(await runtime().native(tenant, "ne_none")).toBeNull();
  });
});

test("an event that waits to be correlated is kept with its hash, too", async () => {
  const { status, runtime, tenant, driver } = await delivered(false);
  const waiting = { ...receipt, event_id: "e2", message_id: "m2" };
  await status(waiting);
  const parked = (await driver.adapterEvents()).find(
    ({ normalization_status: is }) => is === "pending",
  );
  expect(parked).toBeDefined();
  expect(await runtime().native(tenant, String(parked?.event_id))).toMatchObject({
    dedupe_key: "e2",
    raw_hash: contentHash(JSON.stringify(waiting)),
  });
});
