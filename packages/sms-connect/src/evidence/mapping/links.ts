// Links that this service redirects (SmsAdapterSpecification §11.5, §23).
import type { SmsNative } from "../../native/types.ts";
import { ACCESS_DENIED, EXPIRED_CLICK, MACHINE_FETCH } from "../further-grades.ts";
import { LINK_CLICKED } from "../grades.ts";
import { row, type Rows } from "../row.ts";

const TRACKED = {
  scope: "interaction",
  requiredFeatures: ["link_tracking"],
  basis: ["The request reached this service."],
} as const;

const byMachine = (meaning: string): Rows[number] =>
  row("interaction.scanner_or_bot_interaction", MACHINE_FETCH, "§11.5, §23", {
    ...TRACKED,
    meaning,
  });

export const links: Readonly<Record<Extract<SmsNative, `link.${string}`>, Rows>> = {
  "link.clicked": [
    row("interaction.unverified_actor_interaction", LINK_CLICKED, "§13.10, §11.5, §12.1", {
      ...TRACKED,
      meaning: "A link of the message was opened; by whom is not known.",
    }),
  ],
  "link.scanned": [byMachine("A link of the message was fetched by a scanner or bot.")],
  "link.previewed": [byMachine("A link of the message was fetched to show a preview of it.")],
  "link.expired": [
    row("interaction.unverified_actor_interaction", EXPIRED_CLICK, "§11.5", {
      ...TRACKED,
      meaning: "A link of the message was opened after it had ended.",
    }),
    row("access.grant.denied", ACCESS_DENIED, "§11.5", {
      ...TRACKED,
      meaning: "The redirect of a link that had ended was refused.",
      confidence: "high",
    }),
  ],
};
