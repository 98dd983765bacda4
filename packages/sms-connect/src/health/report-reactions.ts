import type { Reactor } from "@underclaim/runtime";
import { endpointFactsKey } from "../model/documents.ts";
import type { SmsDraft, SmsNative } from "../native/types.ts";
import { endpointFactsOf, type EndpointFacts } from "./endpoint-facts.ts";

/**
 * From its commit on, replies from the number are of a person less certain. Urgent: it holds of the number, whether or not
 * the message that the report names is known. Facts are joined so that the order of reports does not matter.
 */
const learn = (
  change: (facts: EndpointFacts, at: number) => EndpointFacts,
): Reactor<SmsNative> => ({
  urgent: true,
  reads: (native) => keysOf(native).map((doc) => ({ doc })),
  react: (native, _targets, snapshot, { now }) => {
    const [key] = keysOf(native);
    if (key === undefined) return {};
    const doc = snapshot.doc(key);
    const facts = change(endpointFactsOf(doc), native.occurredAt ?? now);
    return {
      guards: [{ doc: key, version: doc?.version ?? 0 }],
      docs: [{ put: key, text: JSON.stringify(facts) }],
    };
  },
});

function keysOf({ data }: SmsDraft): ReturnType<typeof endpointFactsKey>[] {
  const number = data?.["number"];
  return typeof number === "string" ? [endpointFactsKey(number)] : [];
}

export const reportReactions: { readonly [K in SmsNative]?: Reactor<SmsNative> } = {
  "endpoint.shared": learn((facts, at) => ({
    ...facts,
    shared_since: Math.min(facts.shared_since ?? at, at),
  })),
  "endpoint.reassigned": learn((facts, at) => ({
    ...facts,
    reassigned_at: Math.max(facts.reassigned_at ?? at, at),
  })),
};
