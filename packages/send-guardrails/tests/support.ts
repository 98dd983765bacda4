// Guards on real stores in a folder of their own, with a sender that keeps what it was handed and a clock that is moved.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { GuardSettings, Guards, Roster, SendOutcome } from "../src/index.ts";
import {
  openStores,
  writerName,
  type MachineTime,
  type Stores,
  type StoresOptions,
} from "../src/node/index.ts";

export const ANN = "ann@example.org";
export const BOB = "bob@example.org";
export const SELF = "desk@example.org";

export class Time implements MachineTime {
  wallMs = Date.parse("2026-01-01T00:00:00Z");
  monotonicMs = 5_000;
  bootId = "boot-1";
  wall = (): number => this.wallMs;
  sinceBoot = (): number => this.monotonicMs;
  boot = (): string => this.bootId;
  /** Time passes. */
  pass(ms: number): void {
    this.wallMs += ms;
    this.monotonicMs += ms;
  }
}

export function folderFor(): string {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-guards-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface SentMessage {
  readonly id: string;
  readonly address: string;
  readonly kind: string;
  readonly body: string;
}

export interface Desk {
  readonly guards: Guards;
  readonly stores: Stores;
  readonly sent: SentMessage[];
  readonly time: Time;
  readonly folder: string;
}

export interface DeskOptions {
  readonly settings?: Partial<GuardSettings>;
  readonly roster?: () => Promise<Roster>;
  readonly outcome?: (message: SentMessage) => Promise<SendOutcome>;
  readonly folder?: string;
  readonly time?: Time;
  readonly pid?: number;
  readonly disk?: StoresOptions["disk"];
}

export const settingsWith = (more: Partial<GuardSettings> = {}): GuardSettings => ({
  skill: "xmpp_send",
  allow: {
    entries: [
      { address: ANN, kind: "user" },
      { address: BOB, kind: "user" },
      { address: "team@rooms.example.org", kind: "room" },
    ],
    roster: false,
    mutualOnly: true,
    rosterMaxAgeMs: 60_000,
    self: SELF,
    approver: "boss@example.org",
  },
  content: { maxCharacters: 500, deniedPhrases: [], scan: null },
  limits: { perMinute: 5, perHour: 30, perContactPerHour: 10, cooldownMs: 0 },
  draft: false,
  confirmFirstContact: false,
  attribution: null,
  approvalTtlMs: 600_000,
  maxPending: 5,
  questionsPerHour: 99,
  previewCharacters: 0,
  ...more,
});

let processes = 0;

/** Each has a writer of its own, as each process has. */
export function makeDesk(options: DeskOptions = {}): Desk {
  const time = options.time ?? new Time();
  const folder = options.folder ?? folderFor();
  processes += 1;
  const name = `p${processes}`;
  const writer = writerName(options.pid ?? process.pid, name);
  const timestamp = (): string => new Date(time.wall()).toISOString();
  const stores = openStores({
    stateFolder: join(folder, "state"),
    auditPath: join(folder, "audit", "log.jsonl"),
    retentionDays: 90,
    time,
    writer,
    timestamp,
    disk: options.disk,
  });
  const sent: SentMessage[] = [];
  let ids = 0;
  const guards: Guards = {
    ...stores,
    settings: settingsWith(options.settings),
    readAddress: (text) =>
      /^[a-z]+@[a-z.]+$/.test(text)
        ? { ok: true, address: text }
        : { ok: false, message: "That is no address." },
    sender: {
      async send(message) {
        sent.push(message);
        return (
          options.outcome?.(message) ??
          Promise.resolve({ outcome: "accepted", reference: message.id })
        );
      },
    },
    contactable: { roster: options.roster ?? (async () => ({ known: false })) },
    timestamp,
    nextId: () => `${name}-${(ids += 1)}`,
    nextNonce: () => `nonce-${ids}`,
    writer,
  };
  return { guards, stores, sent, time, folder };
}

export const request = (to: string, body: string, principal = "local") => ({
  principal,
  to,
  kind: "user" as const,
  body,
  conversationId: null,
});
