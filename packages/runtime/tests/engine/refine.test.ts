import type { NativeDraft, RefinedBy } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { acceptedAs, stage } from "./stage.ts";

const delivered = { event_id: "e1", message_id: "m1", status: "delivered" };
const PARK_MS = 600_000;
const asUnknown = (native: NativeDraft): NativeDraft => ({
  ...native,
  type: "reference.receipt.unknown",
});

const refining = async () => {
  const seen: RefinedBy[] = [];
  const stageOf = await stage((composition) => ({
    ...composition,
    definition: {
      ...composition.definition,
      refine: (native, operation) => {
        seen.push(operation);
        return native.type === "reference.receipt.delivered" ? asUnknown(native) : native;
      },
    },
  }));
  return { ...stageOf, seen };
};

describe("what a native event means may depend on the operation it is about", () => {
  test("it is mapped, kept and assessed as refined", async () => {
    const { send, reply, status, types, runtime, tenant, seen } = await refining();
    const operation = await send();
    await reply(acceptedAs("m1"));
    await status(delivered);
    expect(await types()).toContain("notification.endpoint.unknown");
    expect(await types()).not.toContain("notification.endpoint.accepted");
    const timeline = await runtime().timeline(tenant, `msg_${operation}`);
    expect(timeline?.events.at(-1)).toMatchObject({
      adapter_event_type: "reference.receipt.unknown",
    });
    expect(seen.at(-1)).toMatchObject({
      operation,
      provider_refs: [{ ref_type: "message_id", ref_value: "m1" }],
    });
  });

  test("one that waited for its reference is refined when that is known", async () => {
    const { send, reply, status, types } = await refining();
    await send();
    await status(delivered);
    await reply(acceptedAs("m1"));
    expect(await types()).toContain("notification.endpoint.unknown");
    expect(await types()).not.toContain("notification.endpoint.accepted");
  });
});

describe("a native event about nothing known may be read as a stray", () => {
  test("once it has waited for its reference in vain", async () => {
    const { status, advance, events } = await stage((composition) => ({
      ...composition,
      definition: { ...composition.definition, stray: asUnknown },
    }));
    await status(delivered);
    expect(await events()).toEqual([]);
    await advance(PARK_MS);
    expect(await events()).toMatchObject([
      {
        event_type: "notification.endpoint.unknown",
        coordination_case_id: "adapter:reference-connect.default",
      },
    ]);
  });

  test("and never one that is about an operation", async () => {
    const { send, reply, status, types } = await stage((composition) => ({
      ...composition,
      definition: { ...composition.definition, stray: asUnknown },
    }));
    await send();
    await reply(acceptedAs("m1"));
    await status(delivered);
    expect(await types()).toContain("notification.endpoint.accepted");
  });
});
