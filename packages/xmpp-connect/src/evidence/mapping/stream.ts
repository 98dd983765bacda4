// The channel itself (XmppAdapterSpecification §12.2, §13.1, §26).
import type { XmppNative } from "../../native/types.ts";
import { DEGRADED, DOWN, HEALTHY_AGAIN } from "../further-grades.ts";
import { row, type Row, type Rows } from "../row.ts";

const OBSERVED = {
  scope: "system",
  basis: ["The adapter's own observation of its session."],
} as const;

const down = (meaning: string): Row =>
  row("system.provider.unavailable", DOWN, "§12.2, §13.1, §26", { ...OBSERVED, meaning });

export const stream: Readonly<Record<Extract<XmppNative, `stream.${string}`>, Rows>> = {
  "stream.connected": [
    row("system.adapter.health_changed", HEALTHY_AGAIN, "§12.2, §26", {
      ...OBSERVED,
      meaning: "The account has a session on its server.",
    }),
  ],
  "stream.unavailable": [down("The account has no session on its server.")],
  // A message that waits for it and runs out of time tells its own rejection (§12.2).
  "stream.authentication_failed": [down("The server refuses the account's credentials.")],
  "stream.insecure": [
    down("There is no connection to the server that is secure enough: nothing is sent."),
  ],
  "stream.degraded": [
    row("system.provider.degraded", DEGRADED, "§26", { ...OBSERVED, ambiguous: true }),
  ],
};
