// Receipts of single parts (SmsAdapterSpecification §8.3): never evidence of the whole.
import type { SegmentState, SmsNative } from "../../native/types.ts";
import { FAILED_FOR_NOW, PART_DELIVERED } from "../further-grades.ts";
import { DEFERRED } from "../grades.ts";
import { endpointRow, type Rows } from "../row.ts";
import { ENDED_AT, HELD_AT, PART_AT } from "./acceptance.ts";
import { unknownOutcome } from "./receipt-row.ts";

const PART = {
  warning: "One part of the message; the others are told apart.",
  requiredFeatures: ["delivery_receipts"],
} as const;

export const segments: Readonly<Record<Extract<SmsNative, `segment.${SegmentState}`>, Rows>> = {
  "segment.delivered": [
    endpointRow("notification.endpoint.accepted", PART_DELIVERED, "§8.3, §13.2", PART_AT, {
      ...PART,
      meaning: "A receipt reports delivery of one part of the message.",
    }),
  ],
  "segment.failed": [
    endpointRow(
      "notification.endpoint.rejected_temporary",
      FAILED_FOR_NOW,
      "§8.3, §13.4",
      { ...ENDED_AT, finality: "intermediate" },
      { ...PART, meaning: "One part of the message was not delivered." },
    ),
  ],
  "segment.pending": [
    endpointRow("notification.endpoint.deferred", DEFERRED, "§8.3, §13.5", HELD_AT, {
      ...PART,
      ambiguous: true,
      meaning: "One part of the message is on its way or held.",
    }),
  ],
  "segment.unknown": [
    unknownOutcome("What became of one part of the message is not known.", "§8.3, §13.6", PART),
  ],
};
