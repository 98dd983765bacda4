import type { GuardSettings, Recipient } from "@underclaim/send-guardrails";
import type { SkillConfiguration } from "./configuration.ts";
import { strictJid } from "./jid.ts";
import { SKILL_ID } from "./load.ts";
import { scanSecrets } from "./scan.ts";

/** The configuration as the guards understand it. Checked before: every address is strict. */
export function guardSettings(configuration: SkillConfiguration): GuardSettings {
  const { rate_limit: rate, approval, content } = configuration;
  return {
    skill: SKILL_ID,
    allow: {
      entries: configuration.allowed_contacts.map(recipientOf),
      roster: configuration.allow_roster_contacts,
      mutualOnly: configuration.allow_subscribed_only,
      rosterMaxAgeMs: configuration.roster_max_age * 1_000,
      self: canonical(configuration.own_jid),
      approver: approval.approver_jid === undefined ? null : canonical(approval.approver_jid),
    },
    content: {
      maxCharacters: content.max_characters,
      deniedPhrases: content.denied_phrases,
      scan: content.scan_secrets ? scanSecrets : null,
    },
    limits: {
      perMinute: rate.max_messages_per_minute,
      perHour: rate.max_messages_per_hour,
      perContactPerHour: rate.max_messages_per_contact_per_hour,
      cooldownMs: rate.cooldown_after_limit * 1_000,
    },
    draft: configuration.mode === "draft",
    confirmFirstContact: configuration.require_first_contact_confirmation,
    attribution: configuration.attribution ?? null,
    approvalTtlMs: approval.expires_after * 1_000,
    maxPending: approval.max_pending,
    questionsPerHour: approval.max_questions_per_hour,
    previewCharacters: configuration.audit.preview_chars,
  };
}

/** A plain JID is a user, as documented; nothing is concluded from what it looks like. */
const recipientOf = (entry: SkillConfiguration["allowed_contacts"][number]): Recipient =>
  typeof entry === "string"
    ? { address: canonical(entry), kind: "user" }
    : { address: canonical(entry.jid), kind: entry.kind };

/** @throws Error where it is no strict JID, which the check of the configuration rules out */
export function canonical(jid: string): string {
  const read = strictJid(jid);
  if (!read.ok) throw new Error("An address of the configuration was not checked.");
  return read.address;
}
