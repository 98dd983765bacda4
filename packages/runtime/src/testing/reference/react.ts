import type { Reactor } from "../../definition/react.ts";
import type { Target } from "../../definition/target.ts";
import { addressIn, suppressionKey } from "./model/address.ts";
import { clientRef, own, type ReferenceDraft, type ReferenceNative } from "./native/types.ts";

/** From the commit of a STOP on, no plan can send to the address. */
export const suppressAddress: Reactor<ReferenceNative> = {
  urgent: true,
  react: (native) => ({
    docs: [{ put: suppressionKey(addressIn(native)), text: JSON.stringify({ by: "stop" }) }],
  }),
};

/** Nothing more is waited for. */
export const endDeadline: Reactor<ReferenceNative> = {
  react: (_native, targets) => ({ deadlines: targets.flatMap(({ operation }) => operation ?? []) }),
};

/** HELP plans an answer in the same commit; it leaves like any other message. */
export const answerHelp: Reactor<ReferenceNative> = {
  reads: (native) => [{ doc: suppressionKey(addressIn(native)) }],
  react: (native, targets, snapshot, { ids }) => {
    const suppression = suppressionKey(addressIn(native));
    const to = native.endpoint?.value ?? "";
    if (snapshot.doc(suppression) !== null || to === "") return {};
    return {
      guards: [{ doc: suppression, version: 0 }],
      sends: targets.slice(0, 1).map((target: Target) => {
        const operation = ids.next("op");
        return {
          operation,
          subject: `msg_${operation}`,
          target,
          refs: [clientRef(operation)],
          person: addressIn(native),
          dispatch: {
            lane: "reference",
            command: { to, text: "Answer STOP to get no more of this." },
          },
        };
      }),
    };
  },
};

/** The deadline for a receipt has passed. A receipt that comes later is taken all the same. */
export const receiptOverdue = (operation: string): readonly ReferenceDraft[] => [
  { ...own("reference.receipt.overdue", operation), refs: [clientRef(operation)] },
];
