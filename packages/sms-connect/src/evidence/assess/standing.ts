// Whether the number may still be written to, as far as this subject tells (SmsAdapterSpecification §11.6, §11.7).
import { isKnownNewer } from "@underclaim/runtime";
import type { SmsSubclass } from "../../model/subclasses.ts";
import type { SmsNative, SmsStored } from "../../native/types.ts";
import { read, type Reading } from "./reading.ts";

interface Block {
  readonly subclass: SmsSubclass;
  readonly by: readonly SmsNative[];
  /** What ends it, where it is known to have come later. */
  readonly ends: readonly SmsNative[];
}

const BLOCKS: readonly Block[] = [
  {
    subclass: "fail.opted_out",
    by: ["inbound.opt_out", "endpoint.opted_out"],
    ends: [
      "inbound.opt_in",
      "endpoint.opted_in",
      "endpoint.suppression_lifted",
      "endpoint.unsuppressed",
    ],
  },
  {
    subclass: "fail.suppressed",
    by: ["endpoint.suppressed"],
    ends: ["endpoint.unsuppressed", "endpoint.suppression_lifted"],
  },
];

/** What is older than what stands is recorded and changes nothing. */
const takesEffect = ({ data }: SmsStored): boolean => data["effective"] !== false;

export function blocked(natives: readonly SmsStored[]): Reading | null {
  const effective = natives.filter(takesEffect);
  for (const { subclass, by, ends } of BLOCKS) {
    const begun = effective.filter(({ type }) => by.includes(type));
    const ended = effective.filter(({ type }) => ends.includes(type));
    const [type] = begun.map((native) => native.type).toSorted();
    if (type !== undefined && !isKnownNewer(ended, begun)) return read(subclass, type);
  }
  return null;
}
