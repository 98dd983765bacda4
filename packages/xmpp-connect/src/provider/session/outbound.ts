// What this session sends: in order, within the window, at the pace of the peer; and what became of it (XEP-0198 §4).
import type { Instant } from "@underclaim/runtime";
import { Asking, type AskingOptions } from "./asking.ts";
import { SessionFailure } from "./failure.ts";
import { Unacknowledged } from "./unacknowledged.ts";

type Handled = "acknowledged" | "answered_after";
export type Sending =
  | { readonly kind: "handled"; readonly by: Handled }
  /** Not a byte was written. */
  | { readonly kind: "not_written"; readonly reason: string }
  | { readonly kind: "lost"; readonly reason: string };

interface Entry {
  readonly text: string;
  /** Of a submission; null for what the session itself says. */
  settle: ((answer: Sending) => void) | null;
  readonly submission: boolean;
  /** Written before then or not at all. */
  readonly until: Instant | null;
}

/** What a connection offers to a sender. */
export interface Link {
  /** @returns false where the peer does not keep up */
  put(text: string): boolean;
  /** After all else of this turn. */
  putLast(text: string): void;
  cut(failure: SessionFailure): void;
  end(failure: SessionFailure): Promise<void>;
}

/** In UTF-16 units, of all that is not acknowledged: what a stalled peer can hold in memory. */
const MOST_HELD = 8 * 1_024 * 1_024;
/** As many as the window may wait for it, and of a narrow one these. */
const LEAST_WAITING = 64;
/** The session's own words beyond the window: more are courtesies to somebody who floods it. */
const MOST_OWN_WORDS = 1_024;

export class Outbound {
  readonly #options: AskingOptions;
  readonly #asking: Asking;
  readonly #unacknowledged = new Unacknowledged<Entry>();
  readonly #waiting: Entry[] = [];
  readonly #idle: (() => void)[] = [];
  #link: Link | null = null;
  #open = false;
  #stalled = false;
  #sent = 0;
  #submitted = 0;
  #held = 0;

  constructor(options: AskingOptions) {
    this.#options = options;
    this.#asking = new Asking(options, {
      connected: () => this.#link !== null,
      sent: () => this.#sent,
      put: (text) => this.#put(text),
      putLast: (text) => this.#link?.putLast(text),
      answered: (sent) => this.answered(sent),
      silent: () =>
        this.#link?.cut(new SessionFailure("silent", "The server did not acknowledge in time.")),
    });
  }

  /** Resolves when no submission waits for anything. */
  answeredAll(): Promise<void> {
    if (this.#submitted + this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** From now on submissions leave. */
  open(): void {
    this.#open = true;
    this.#pump();
  }

  attach(link: Link): void {
    this.#link = link;
    this.#stalled = false;
  }

  /** Takes up the session on a new connection: what the server lacks is sent again, in order; it knows what it has. */
  resume(link: Link, handled: number): void {
    this.attach(link);
    if (!this.acknowledged(handled)) return;
    for (const { text } of this.#unacknowledged.entries) this.#count(text);
    this.#asking.ask();
    this.#pump();
  }

  /** The connection is gone. What has not been written never was. */
  detach(): void {
    this.#link = null;
    this.#asking.detach();
    for (const entry of this.#waiting.splice(0))
      entry.settle?.({ kind: "not_written", reason: "The session was lost before it was sent." });
    this.#rest();
  }

  /** The session is gone for good. @param handled how much of it the server says that it had handled */
  abandon(handled: number | null, reason: string): void {
    this.detach();
    // A server that claims more than was sent is not believed in anything.
    if (handled !== null) this.#settle(this.#unacknowledged.acknowledge(handled) ?? []);
    for (const entry of this.#unacknowledged.clear())
      this.#release(entry, { kind: "lost", reason });
  }

  /**
   * The session's own stanzas. Courtesies are dropped where they would pile up.
   *
   * @returns false where it was not said
   */
  say(text: string, courtesy = false): boolean {
    const words = this.#unacknowledged.size - this.#submitted;
    if (this.#link === null || (courtesy && (this.#stalled || words > MOST_OWN_WORDS)))
      return false;
    this.#write({ text, settle: null, submission: false, until: null });
    return true;
  }

  /** @param until not written from then on, whatever it waits for; null: for as long as the signal lets it */
  submit(text: string, signal: AbortSignal, until: Instant | null = null): Promise<Sending> {
    const refused = this.#refusal(signal);
    if (refused !== null) return Promise.resolve({ kind: "not_written", reason: refused });
    return new Promise((resolve) => {
      const onAbort = (): void => {
        const at = this.#waiting.indexOf(entry);
        if (at >= 0) this.#waiting.splice(at, 1);
        entry.settle?.(
          at >= 0
            ? { kind: "not_written", reason: "The server's window stayed full." }
            : { kind: "lost", reason: "The server has not acknowledged it in time." },
        );
        this.#rest();
      };
      const entry: Entry = {
        text,
        submission: true,
        until,
        settle: (answer) => {
          entry.settle = null;
          signal.removeEventListener("abort", onAbort);
          resolve(answer);
        },
      };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#waiting.push(entry);
      this.#pump();
    });
  }

  /** The peer keeps up again. */
  drained(): void {
    this.#stalled = false;
    this.#pump();
  }

  /** @returns false where the server claims to have handled more than was sent, which ends the stream (XEP-0198 §4) */
  acknowledged(handled: number): boolean {
    const entries = this.#unacknowledged.acknowledge(handled);
    if (entries === null) {
      void this.#link?.end(
        new SessionFailure(
          "protocol",
          "The server acknowledged what was never sent.",
          "undefined-condition",
        ),
      );
      return false;
    }
    this.#settle(entries);
    return true;
  }

  /** XEP-0198's `<a/>` has come. */
  answered(handled: number): void {
    const before = this.#unacknowledged.size;
    this.#asking.answered();
    if (!this.acknowledged(handled)) return;
    const progressed = this.#unacknowledged.size < before;
    this.#pump();
    if (this.#unacknowledged.size === 0 || this.#asking.awaits) return;
    if (progressed) this.#asking.ask();
    else this.#asking.askLater();
  }

  /** Whether the server has been asked, and has not answered. */
  get awaitsAnswer(): boolean {
    return this.#asking.awaits;
  }

  /** Asks the server for a sign of life, which acknowledges on the way. */
  probe(): void {
    this.#asking.ask();
  }

  #refusal(signal: AbortSignal): string | null {
    if (signal.aborted) return "There was no time left to send it.";
    if (this.#link === null) return "There is no session.";
    if (this.#waiting.length >= Math.max(this.#options.window, LEAST_WAITING))
      return "Too much is waiting already.";
    return null;
  }

  #pump(): void {
    if (!this.#open) return;
    while (
      this.#link !== null &&
      !this.#stalled &&
      this.#submitted < this.#options.window &&
      this.#held < MOST_HELD
    ) {
      const entry = this.#waiting.shift();
      if (entry === undefined) break;
      if (entry.until !== null && entry.until <= this.#options.clock.now()) {
        entry.settle?.({ kind: "not_written", reason: "Its time passed before it was sent." });
        this.#rest();
        continue;
      }
      this.#submitted += 1;
      this.#write(entry);
    }
  }

  #write(entry: Entry): void {
    // Without XEP-0198 nothing is counted but what somebody waits for.
    if (!this.#options.managed && !entry.submission) return this.#put(entry.text);
    this.#unacknowledged.add(entry);
    this.#held += entry.text.length;
    this.#sent = (this.#sent + 1) % 2 ** 32;
    this.#count(entry.text);
    this.#asking.ask();
  }

  /** Writes one that is counted. */
  #count(text: string): void {
    this.#put(text);
    this.#asking.wrote();
  }

  #put(text: string): void {
    if (this.#link?.put(text) === false) this.#stalled = true;
  }

  #settle(entries: readonly Entry[]): void {
    const by = this.#options.managed ? "acknowledged" : "answered_after";
    for (const entry of entries) this.#release(entry, { kind: "handled", by });
  }

  #release(entry: Entry, answer: Sending): void {
    this.#held -= entry.text.length;
    if (entry.submission) this.#submitted -= 1;
    entry.settle?.(answer);
    this.#rest();
  }

  /** Tells whoever waits for it that no submission waits for anything. */
  #rest(): void {
    if (this.#submitted + this.#waiting.length > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
