import type { ProviderSink, WireRequest } from "@underclaim/runtime";
import { ManualClock, until } from "@underclaim/runtime/testing";
import { onTestFinished } from "vitest";
import type { SmsSubmission, SmsTransport } from "../../../src/provider/port.ts";
import { SmppSettings } from "../../../src/provider/smpp/settings.ts";
import { smppTransport, type SmppTransportOptions } from "../../../src/provider/smpp/transport.ts";
import { opened } from "../../support/opened.ts";
import { openSmsc, type Smsc, type SmscOptions } from "../../support/smsc.ts";

export const START = Date.parse("2026-01-02T12:00:00Z");

export const settingsOf = (given: Partial<Record<string, unknown>> = {}): SmppSettings =>
  opened(
    SmppSettings.parse({
      kind: "smpp",
      account: "carrier",
      host: "127.0.0.1",
      system_id: "bound",
      password: "secret",
      ...given,
    }),
  );

export const submission = (given: Partial<SmsSubmission> = {}): SmsSubmission => ({
  tenant: "default",
  operation: "op_1",
  to: "+4915112345678",
  from: "+493012345",
  fromKind: "number",
  body: "Hello",
  encoding: "gsm7",
  segments: 1,
  sendAt: null,
  validUntil: null,
  ...given,
});

/** A sink that keeps what it is handed in, and lets the test say when it is durable. */
export class HeldSink implements ProviderSink {
  readonly wires: WireRequest[] = [];
  #store: (() => void)[] = [];
  #hold = false;
  #refuse = false;

  async receive(_tenant: string, _source: string, wire: WireRequest): Promise<void> {
    this.wires.push(wire);
    if (this.#hold) await new Promise<void>((resolve) => this.#store.push(resolve));
    if (this.#refuse) throw new Error("The store is full.");
  }

  hold(): void {
    this.#hold = true;
  }

  /** Whether what comes from here on can be stored. */
  refuse(refuse: boolean): void {
    this.#refuse = refuse;
  }

  get waiting(): number {
    return this.#store.length;
  }

  /** The one that waits longest is durable now. */
  storeOne(): void {
    this.#store.shift()?.();
  }
}

export interface Bench {
  readonly smsc: Smsc;
  readonly transport: SmsTransport;
  readonly clock: ManualClock;
  readonly sink: HeldSink;
  readonly settings: SmppSettings;
  send(given?: Partial<SmsSubmission>, signal?: AbortSignal): ReturnType<SmsTransport["submit"]>;
  bound(): Promise<void>;
  /** Waits for the end of the connection, and for the bind after its back-off. */
  rebound(): Promise<void>;
}

export const never = new AbortController().signal;

/** A bind to an SMSC over TCP on this machine. Time stands still but where the test moves it. */
export async function bench(
  given: Partial<Record<string, unknown>> = {},
  smscOptions: SmscOptions = {},
  options: Partial<SmppTransportOptions> = {},
): Promise<Bench> {
  const smsc = await openSmsc(smscOptions);
  const clock = new ManualClock(START);
  const settings = settingsOf({ port: smsc.port, ...given });
  const transport = smppTransport(settings, { clock, random: () => 0.5, ...options });
  const sink = new HeldSink();
  onTestFinished(async () => {
    const stopped = transport.stop?.();
    await clock.advance(60_000);
    await stopped;
    await smsc.close();
  });
  await transport.start?.(sink);
  const bound = (): Promise<void> => until(() => transport.health().connectivity === "healthy");
  const send: Bench["send"] = (more = {}, signal = never) =>
    transport.submit(submission(more), signal);
  const rebound = async (): Promise<void> => {
    await until(() => transport.health().connectivity === "unavailable");
    const refused = await send();
    if (refused.kind !== "not_sent") throw new Error("It was sent without a session.");
    await clock.advance(refused.retryAt - clock.now());
    await bound();
  };
  return {
    smsc,
    transport,
    clock,
    sink,
    settings,
    bound,
    rebound,
    send,
  };
}

/** A bench whose bind stands. */
export async function boundBench(...given: Parameters<typeof bench>): Promise<Bench> {
  const made = await bench(...given);
  await made.bound();
  return made;
}
