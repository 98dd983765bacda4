// From a configuration to a session on a connection, within a deadline.
import type { Clock } from "@underclaim/runtime";
import type { ClientSettings } from "../../configuration.ts";
import type { Jid } from "../../model/jid.ts";
import { failureOf, SessionFailure } from "./failure.ts";
import { negotiate, type Applicant, type Negotiated } from "./negotiate.ts";
import { Stream } from "./stream.ts";
import { targetsOf, type SrvLookup, type Target } from "./targets.ts";
import { trustOf, type Trust } from "./trust.ts";

export interface ConnectOptions {
  readonly settings: ClientSettings;
  readonly jid: Jid;
  readonly clock: Clock;
  readonly random: () => number;
  readonly randomId: () => string;
  readonly srv?: SrvLookup;
}

export interface Connected {
  readonly stream: Stream;
  readonly negotiated: Negotiated;
}

/** Tries the server's addresses in turn. @throws SessionFailure */
export async function connect(
  options: ConnectOptions,
  resumable: Applicant["resumable"],
  signal: AbortSignal,
): Promise<Connected> {
  const { settings, jid, random, srv } = options;
  const { host, port, tls } = settings;
  const trust = await trustOf(jid.domain, tls.ca_file);
  const targets = await targetsOf(jid.domain, { host, port, mode: tls.mode }, random, srv);
  let failure = new SessionFailure("unreachable", "There is no address to connect to.");
  for (const target of targets) {
    if (signal.aborted) throw stopped();
    try {
      return await connectTo(options, target, trust, resumable, signal);
    } catch (error) {
      failure = failureOf(error);
      // Only an address that nobody answers at says nothing about the next.
      if (failure.kind !== "unreachable" && failure.kind !== "silent") break;
    }
  }
  throw failure;
}

const stopped = (): SessionFailure => new SessionFailure("stopped", "It was stopped.");

async function connectTo(
  { settings, jid, clock, randomId }: ConnectOptions,
  { host, port }: Target,
  trust: Trust,
  resumable: Applicant["resumable"],
  signal: AbortSignal,
): Promise<Connected> {
  const { timeouts, limits, tls, mechanisms, password } = settings;
  const plan = { host, port, trust, direct: tls.mode === "direct" };
  const stream = new Stream({ plan, limits, clock, timeoutMs: timeouts.connect });
  const cancel = clock.wakeAt(clock.now() + timeouts.connect, () =>
    stream.cut(new SessionFailure("silent", "The server did not answer in time.")),
  );
  const onAbort = (): void => stream.cut(stopped());
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const negotiated = await negotiate(stream, {
      jid: jid.bare,
      credentials: {
        username: jid.local ?? "",
        password: password.current().reveal(),
        nonce: randomId(),
      },
      mechanisms,
      resource: randomId(),
      bindId: randomId(),
      resumable,
    });
    return { stream, negotiated };
  } catch (error) {
    const failure = failureOf(error);
    void stream.end(failure);
    throw failure;
  } finally {
    cancel();
    signal.removeEventListener("abort", onAbort);
  }
}
