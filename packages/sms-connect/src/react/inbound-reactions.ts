import type { Doc, Reactor } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import type { SmsDraft, SmsNative } from "../native/types.ts";
import { helpReaction } from "./inbound-help.ts";
import { optInReaction, suppressionLifted } from "./inbound-opt-in.ts";
import { optOutReaction } from "./inbound-opt-out.ts";
import { partReaction, rememberingParts, wholeMessage } from "./inbound-parts.ts";
import { providerListReaction } from "./inbound-provider-list.ts";
import { reviewReaction } from "./inbound-review.ts";

/** What incoming messages change beside the evidence, and what a provider's own list of opt-outs does. */
export const inboundReactions = (
  kit: SmsKit,
): Readonly<Partial<Record<SmsNative, Reactor<SmsNative>>>> => ({
  "inbound.reply": rememberingParts(kit),
  "inbound.acknowledgement": rememberingParts(kit),
  "inbound.decline": rememberingParts(kit),
  "inbound.opt_out": rememberingParts(kit, optOutReaction(kit)),
  "inbound.opt_in": rememberingParts(kit, optInReaction(kit)),
  "inbound.help": rememberingParts(kit, helpReaction(kit)),
  "inbound.opt_out_suspected": rememberingParts(kit, reviewReaction(kit)),
  "inbound.part": partReaction(kit),
  "submission.rejected.provider_suppressed": providerListReaction,
  "receipt.provider_suppressed": providerListReaction,
});

/** What falls due of them, by collection. */
export const inboundTimers = (
  kit: SmsKit,
): Readonly<Record<"parts" | "lifted", (doc: Doc) => readonly SmsDraft[]>> => ({
  parts: wholeMessage(kit),
  lifted: suppressionLifted,
});

/** Documents of these are deleted when they fall due (`AdapterDefinition.expiring`). Parts hold what somebody wrote. */
export const INBOUND_EXPIRING = ["parts", "parts-read", "lifted", "answered"] as const;
