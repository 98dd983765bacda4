import type { MessageRecord } from "./message.ts";
import type { Denied } from "./reasons.ts";

export type GateAnswer =
  /** A person has to be asked; nothing is sent unless one approves. */
  | {
      readonly status: "pending";
      readonly message: MessageRecord;
      /** It waited already; see `askAgain`. */
      readonly repeated: boolean;
    }
  /** Handed to the service, or on the way, or settled: see the record's state. */
  | { readonly status: "settled"; readonly message: MessageRecord }
  | ({ readonly status: "denied" } & Denied);
