// What came back (SmsAdapterSpecification §11.6, §11.7, §24). None of it says who held the telephone.
import type { SmsNative } from "../../native/types.ts";
import { DOUBTFUL_REPLY, HOUSEKEEPING_REPLY, SUPPRESSED } from "../further-grades.ts";
import { ACKNOWLEDGED, OPTED_OUT, REPLY } from "../grades.ts";
import { OWN_WORK, row, type Rows } from "../row.ts";

const FROM_HANDSET = { scope: "interaction", requiredFeatures: ["inbound_sms"] } as const;

const reply = row("interaction.reply_received", REPLY, "§13.7, §11.6, §12.1", {
  ...FROM_HANDSET,
  meaning: "A message came back from the telephone endpoint.",
});
const aboutTheChannel = (meaning: string, clause: string): Rows[number] =>
  row("interaction.reply_received", HOUSEKEEPING_REPLY, clause, { ...FROM_HANDSET, meaning });

export const inbound: Readonly<Record<Extract<SmsNative, `inbound.${string}`>, Rows>> = {
  "inbound.reply": [reply],
  "inbound.acknowledgement": [
    reply,
    row("interaction.acknowledgement_recorded", ACKNOWLEDGED, "§13.8, §11.6, §12.1", {
      ...FROM_HANDSET,
      meaning: "The endpoint answered with a word that acknowledges.",
      warning: "Whether it is accepted as an acknowledgement is the policy's to say.",
    }),
  ],
  "inbound.decline": [
    reply,
    row("interaction.decline_recorded", ACKNOWLEDGED, "§24, §13.8", {
      ...FROM_HANDSET,
      meaning: "The endpoint answered with a word that declines.",
    }),
  ],
  "inbound.opt_out": [
    row("notification.channel.unsubscribe_received", OPTED_OUT, "§13.9, §11.6, §11.7, §12.1", {
      ...FROM_HANDSET,
      meaning: "The endpoint asked for no further messages.",
    }),
    row("notification.channel.suppression_added", SUPPRESSED, "§11.6, §11.7, §32.4", {
      ...OWN_WORK,
      meaning: "The adapter sends nothing to the number in the scope of its request to stop.",
      requiredFeatures: ["inbound_sms"],
    }),
  ],
  "inbound.opt_out_suspected": [
    row("interaction.reply_received", DOUBTFUL_REPLY, "§24", {
      ...FROM_HANDSET,
      confidence: "low",
      ambiguous: true,
      meaning: "A message came back that may ask for no further messages.",
      warning: "It is held for a person to decide; nothing is suppressed by it.",
    }),
  ],
  "inbound.opt_in": [
    aboutTheChannel("The endpoint sent a word of opting in.", "§11.6, §11.7, §24"),
  ],
  "inbound.help": [aboutTheChannel("The endpoint asked for help.", "§11.6, §11.7, §24")],
  "inbound.part": [],
};
