import { randomBytes } from "node:crypto";
import { randomIds, systemClock, timestamp, type Clock } from "@underclaim/runtime";
import type { Guards } from "@underclaim/send-guardrails";
import {
  machineTime,
  openStores,
  writerName,
  type MachineTime,
  type Stores,
} from "@underclaim/send-guardrails/node";
import type { SkillConfiguration } from "./configuration.ts";
import { strictJid } from "./jid.ts";
import { serviceClient } from "./service/client.ts";
import { serviceRoster } from "./service/roster.ts";
import { serviceSender } from "./service/sender.ts";
import { canonical, guardSettings } from "./settings.ts";
import { makeSkill, type Skill } from "./skill.ts";
import { xmppApprover } from "./xmpp-approver.ts";

export interface OpenSkillOptions {
  readonly configuration: SkillConfiguration;
  readonly clock?: Clock;
  readonly time?: MachineTime;
  readonly fetch?: typeof fetch;
}

export interface OpenedSkill {
  readonly skill: Skill;
  readonly guards: Guards;
  readonly stores: Stores;
}

/** A roster younger than this is not read again for the next message. */
const ROSTER_FRESH_MS = 5_000;
/** Without letters and digits that are mistaken for each other. */
const NONCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** 60 bits, from the system's randomness. 32 letters: no remainder that would favour one. */
const nonce = (): string =>
  Array.from(randomBytes(12), (byte) => NONCE_LETTERS[byte % NONCE_LETTERS.length]).join("");

/** @throws PrivateFileError where state or audit cannot be used */
export function openSkill(options: OpenSkillOptions): OpenedSkill {
  const { configuration, clock = systemClock, time = machineTime } = options;
  const { service, approval, audit } = configuration;
  const writer = writerName(process.pid, randomBytes(8).toString("hex"));
  const now = (): string => timestamp(clock.now());
  const stores = openStores({
    stateFolder: configuration.state_path,
    auditPath: audit.log_path,
    retentionDays: audit.retention_days,
    time,
    writer,
    timestamp: now,
  });
  const client = serviceClient({
    url: service.url,
    apiKey: service.api_key ?? null,
    timeoutMs: service.timeout * 1_000,
    fetch: options.fetch ?? fetch,
  });
  const account = service.account ?? null;
  const sender = serviceSender({ client, account, timestamp: now });
  const freshMs = Math.min(ROSTER_FRESH_MS, configuration.roster_max_age * 1_000);
  const roster = serviceRoster({ client, account, now: time.sinceBoot, freshMs });
  const guards: Guards = {
    ...stores,
    settings: guardSettings(configuration),
    readAddress: strictJid,
    sender,
    contactable: { roster },
    timestamp: now,
    nextId: () => randomIds.next("xs"),
    nextNonce: nonce,
    writer,
  };
  const approver =
    approval.approver_jid === undefined
      ? null
      : xmppApprover({
          jid: canonical(approval.approver_jid),
          client,
          sender,
          expiresAfterS: approval.expires_after,
        });
  return {
    skill: makeSkill({ configuration, guards, stores, client, approver, clock }),
    guards,
    stores,
  };
}
