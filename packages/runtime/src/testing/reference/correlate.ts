import type { Correlator } from "../../definition/adapter.ts";
import { addressIn, conversationKey } from "./model/address.ts";
import type { ReferenceNative } from "./native/types.ts";

/** An answer that names no message is probably about the last one: probably is all its evidence may say. */
export const byConversation: Correlator<ReferenceNative> = {
  method: "conversation",
  reads: (native) =>
    addressIn(native) === "" ? [] : [{ doc: conversationKey(addressIn(native)) }],
  find: (native, snapshot) => {
    const last = addressIn(native) === "" ? null : snapshot.doc(conversationKey(addressIn(native)));
    if (last === null) return [];
    const { operation } = JSON.parse(last.text) as { operation: string };
    return [{ aboutOperation: operation }];
  },
  cap: { strength: "medium", actor_certainty: "none", payload_certainty: "none" },
};
