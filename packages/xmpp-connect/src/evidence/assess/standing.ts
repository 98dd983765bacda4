// Whether the JID may still be written to, as far as this subject tells (XmppAdapterSpecification §12.1, §17).
import { isKnownNewer } from "@underclaim/runtime";
import type { XmppStored } from "../../native/types.ts";
import { read, type Reading } from "./reading.ts";

export function suppressed(natives: readonly XmppStored[]): Reading | null {
  const begun = natives.filter(({ type }) => type === "endpoint.suppressed");
  const ended = natives.filter(({ type }) => type === "endpoint.unsuppressed");
  return begun.length > 0 && !isKnownNewer(ended, begun)
    ? read("fail.suppressed", "endpoint.suppressed")
    : null;
}
