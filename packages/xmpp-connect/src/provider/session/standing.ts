// How the account's connection stands: for health, the channel's state and the reports to the adapter.
import type { ProviderHealth } from "@underclaim/runtime";
import type { XmppChannelState } from "../port.ts";
import type { FailureKind, SessionFailure } from "./failure.ts";
import { toldOf } from "./remedies.ts";
import type { SessionState } from "./wire.ts";

/** What the adapter is told when a connection cannot be made; null: nothing, it is only tried again. */
export const REPORTED: Readonly<Record<FailureKind, SessionState | null>> = {
  unreachable: "unavailable",
  silent: "unavailable",
  insecure: "insecure",
  authentication: "authentication_failed",
  conflict: "degraded",
  oversized: "degraded",
  protocol: "unavailable",
  not_kept: "unavailable",
  stopped: null,
};

/** Only an intervention helps: tried again, at the longest interval. */
export const LASTING: ReadonlySet<FailureKind> = new Set([
  "insecure",
  "authentication",
  "conflict",
]);

export interface Standing {
  readonly started: boolean;
  readonly online: boolean;
  /** Of the newest connection that failed or ended; null once one is online. */
  readonly failure: SessionFailure | null;
  /** What ended sessions of late left to be known: a conflict, a refused stanza. */
  readonly incidents: readonly string[];
  /** What this session lacks. */
  readonly found: readonly string[];
}

export function healthOf(standing: Standing): ProviderHealth {
  return {
    connectivity: connectivityOf(standing),
    credentials: credentialsOf(standing),
    degradations: degradationsOf(standing),
  };
}

/** What a server does not offer is a limit, and no trouble. */
function connectivityOf({
  started,
  online,
  failure,
  incidents,
}: Standing): ProviderHealth["connectivity"] {
  if (online) return incidents.length > 0 ? "degraded" : "healthy";
  return started && failure !== null ? "unavailable" : "unknown";
}

function credentialsOf({ online, failure }: Standing): ProviderHealth["credentials"] {
  if (online) return "valid";
  if (failure?.kind !== "authentication") return "unknown";
  return failure.condition === "credentials-expired" ? "expired" : "insufficient";
}

export function channelOf(standing: Standing, extensions: readonly string[]): XmppChannelState {
  const { online, started, failure } = standing;
  const kind = failure?.kind ?? null;
  const refused = kind !== null && LASTING.has(kind) && kind !== "conflict";
  return {
    stream: online
      ? "connected"
      : refused
        ? "failed"
        : failure !== null
          ? "reconnecting"
          : started
            ? "unknown"
            : "disconnected",
    authentication: online
      ? "authenticated"
      : kind !== "authentication"
        ? "unknown"
        : failure?.condition === "credentials-expired"
          ? "expired"
          : "failed",
    tls: online ? "active" : kind !== "insecure" ? "unknown" : tlsOf(failure?.condition ?? ""),
    extensions: online ? extensions : [],
    degradations: degradationsOf(standing),
  };
}

const tlsOf = (condition: string): XmppChannelState["tls"] =>
  condition === "no-starttls" ? "unavailable" : /^[A-Z]/.test(condition) ? "failed" : "unknown";

function degradationsOf({ online, failure, found, incidents }: Standing): readonly string[] {
  const ended = failure === null ? [] : [toldOf(failure)];
  return [...(online ? found : ended), ...incidents];
}
