import type { ProviderHealth } from "@underclaim/runtime";
import type { Session } from "./session.ts";
import { ESME_ROK, statusOf } from "./statuses.ts";

type Facts = Pick<Session, "state" | "bindStatus" | "refused" | "throttled">;

/** What the session knows of its bind. Credentials are as the SMSC last said. */
export function healthOf({ state, bindStatus, refused, throttled }: Facts): ProviderHealth {
  const refusedBind = bindStatus !== null && bindStatus !== ESME_ROK;
  return {
    connectivity: connectivityOf({ state, throttled }),
    credentials: refused ? "insufficient" : bindStatus === ESME_ROK ? "valid" : "unknown",
    degradations: [
      ...(state === "waiting" ? ["smpp: not bound"] : []),
      ...(refusedBind ? [`smpp: bind refused with ${statusOf(bindStatus).name}`] : []),
      ...(throttled ? ["smpp: throttled"] : []),
    ],
  };
}

function connectivityOf({ state, throttled }: Pick<Facts, "state" | "throttled">) {
  switch (state) {
    case "bound":
      return throttled ? "degraded" : "healthy";
    case "idle":
    case "connecting":
      return "unknown";
    case "waiting":
    case "stopped":
      return "unavailable";
  }
}
