import type { AdapterActionRequest } from "@underclaim/contract";
import type { PlanContext, Snapshot } from "@underclaim/runtime";
import { expect, test } from "vitest";
import { registerTrackingContext } from "../../src/actions/register-tracking-context.ts";
import { kitOf } from "../support/kits.ts";

const kit = kitOf([
  { kind: "sandbox", account: "ours", tenant: "tenant-a" },
  { kind: "sandbox", account: "theirs", tenant: "tenant-b" },
]);
const nothing = { ref: () => null } as unknown as Snapshot;

const planned = (provider_account: string) => {
  const parameters = { provider_account, message_id: "m1" };
  return registerTrackingContext(kit).plan(
    { parameters } as unknown as AdapterActionRequest,
    nothing,
    { operation: "smsop_1", tenant: "tenant-a" } as PlanContext,
  );
};

test("a message of an own account is registered", () => {
  expect(planned("ours")).toMatchObject({ kind: "accept", refs: [{ provider_name: "ours" }] });
});

test("another tenant's account is refused like one that there is not", () => {
  const [theirs, none] = [planned("theirs"), planned("nobodys")];
  expect(theirs).toMatchObject({ kind: "refuse", error: { code: "unknown_account" } });
  expect(theirs).toEqual(none);
});
