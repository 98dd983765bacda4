// The endpoint's standing (SmsAdapterSpecification §11.7, §20).
import type { SmsNative } from "../../native/types.ts";
import { SUPPRESSED, UNSUPPRESSED } from "../further-grades.ts";
import { OWN_WORK, row, type Rows } from "../row.ts";

const added = (meaning: string): Rows[number] =>
  row("notification.channel.suppression_added", SUPPRESSED, "§11.7, §20", { ...OWN_WORK, meaning });
const removed = (meaning: string): Rows[number] =>
  row("notification.channel.suppression_removed", UNSUPPRESSED, "§11.6, §11.7, §20", {
    ...OWN_WORK,
    meaning,
  });

export const endpoint: Readonly<Record<Extract<SmsNative, `endpoint.${string}`>, Rows>> = {
  "endpoint.suppressed": [added("The number was suppressed on request.")],
  "endpoint.unsuppressed": [removed("A suppression of the number was removed on request.")],
  "endpoint.opted_in": [],
  "endpoint.opted_out": [
    added("An opt-out of the number was recorded; who asked for it is another's record."),
  ],
  "endpoint.suppression_lifted": [
    removed("A word of opting in lifted the suppression that a word of opting out had made."),
  ],
  // Facts from elsewhere: they weaken what else is said of the endpoint and say nothing by themselves.
  "endpoint.shared": [],
  "endpoint.reassigned": [],
};
