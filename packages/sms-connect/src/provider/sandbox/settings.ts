import { Duration } from "@underclaim/runtime";
import { z } from "zod";
import { accountSettings } from "../settings.ts";

/** A provider that sends nothing to anybody. Its numbers behave as `provider/sandbox/numbers.ts` says. */
export const SandboxSettings = z.strictObject({
  kind: z.literal("sandbox"),
  ...accountSettings,
  pace: Duration.default(1_000).describe("Time between two things that happen to a message."),
});
export type SandboxSettings = z.output<typeof SandboxSettings>;
