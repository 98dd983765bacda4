// What an account tells the adapter of itself, and what it remembers of late.
import type { Clock, Instant, Log, ProviderSink } from "@underclaim/runtime";
import type { ClientSettings } from "../../configuration.ts";
import { SESSION_SOURCE } from "../port.ts";
import { sessionWire, type SessionState } from "./wire.ts";

/** How long an incident counts as one, and how many do: more is no news. */
const INCIDENT_MS = 3_600_000;
const MOST_INCIDENTS = 4;

export class Reports {
  readonly #settings: Pick<ClientSettings, "account" | "tenant">;
  readonly #clock: Clock;
  readonly #log: Log;
  #told = "";
  #incidents: readonly { readonly text: string; readonly at: Instant }[] = [];

  constructor(
    settings: Pick<ClientSettings, "account" | "tenant">,
    { clock, log }: { clock: Clock; log: Log },
  ) {
    this.#settings = settings;
    this.#clock = clock;
    this.#log = log;
  }

  /** The adapter has been started anew: it knows nothing. */
  forget(): void {
    this.#told = "";
  }

  /** Tells the adapter what it does not know yet. */
  async tell(sink: ProviderSink, state: SessionState, reason: string | null): Promise<void> {
    const told = `${state}/${state === "connected" ? "" : (reason ?? "")}`;
    if (told === this.#told) return;
    const { account, tenant } = this.#settings;
    const wire = sessionWire(account, state, reason, this.#clock.now());
    try {
      await sink.receive(tenant, SESSION_SOURCE, wire);
      this.#told = told;
    } catch {
      this.#log.warn({ account, state }, "a report of the session could not be kept");
    }
  }

  remember(text: string): void {
    const others = this.#incidents.filter((each) => each.text !== text);
    this.#incidents = [...others, { text, at: this.#clock.now() }].slice(-MOST_INCIDENTS);
  }

  get incidents(): readonly string[] {
    const now = this.#clock.now();
    return this.#incidents.filter(({ at }) => now - at < INCIDENT_MS).map(({ text }) => text);
  }
}
