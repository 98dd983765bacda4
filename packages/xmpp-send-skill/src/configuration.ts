// The keys of XmppSendSkill under [skills.xmpp_send], nested as in its Required Guardrails, and what it leaves open.
import { SecretInput } from "@underclaim/runtime";
import { z } from "zod";

const seconds = (most: number) => z.int().min(0).max(most);
const perTime = z.int().min(1).max(10_000);

const RateLimit = z
  .strictObject({
    max_messages_per_minute: perTime.default(5),
    max_messages_per_hour: perTime.default(30),
    max_messages_per_contact_per_hour: perTime.default(10),
    cooldown_after_limit: seconds(86_400)
      .default(300)
      .describe("Seconds to wait after a limit was hit."),
  })
  .prefault({});

const Audit = z
  .strictObject({
    enabled: z
      .literal(true, { error: "the audit cannot be switched off: nothing is sent without it" })
      .default(true),
    log_path: z.string().min(1).default("~/.fluux-agent/audit/xmpp_send.jsonl"),
    retention_days: z.int().min(1).max(3_650).default(90),
    preview_chars: z
      .int()
      .min(0)
      .max(200)
      .default(0)
      .describe("Characters of a message's text that the log may show."),
  })
  .prefault({});

const Service = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe("Of the xmpp-connect service."),
  api_key: SecretInput.optional().describe("Scopes: actions:write, events:read, content:read."),
  account: z.string().min(1).max(64).optional().describe("One of the service's accounts."),
  timeout: z.int().min(1).max(60).default(8).describe("Seconds for an answer."),
  wait: seconds(30)
    .default(2)
    .describe("Seconds to wait, once a message is taken on, for what the server says of it."),
});

const APPROVERS = ["elicitation", "xmpp", "terminal"] as const;
export type ApproverName = (typeof APPROVERS)[number];

const Approval = z
  .strictObject({
    order: z
      .array(z.enum(APPROVERS))
      .default(["elicitation", "xmpp", "terminal"])
      .describe(
        "Who is asked: the first that can be. Empty: nobody, so nothing unapproved is sent.",
      ),
    approver_jid: z
      .string()
      .optional()
      .describe("Whose account is asked over XMPP; never a recipient."),
    expires_after: z.int().min(10).max(86_400).default(900).describe("Seconds a question stands."),
    max_pending: z.int().min(1).max(100).default(10),
    max_questions_per_hour: z.int().min(1).max(1_000).default(20),
  })
  .prefault({});

const Content = z
  .strictObject({
    max_characters: z.int().min(1).max(20_000).default(2_000),
    scan_secrets: z
      .boolean()
      .default(true)
      .describe("A tripwire; see the README for what it misses."),
    denied_phrases: z.array(z.string().trim().min(1).max(200)).default([]),
  })
  .prefault({});

const Http = z
  .strictObject({
    host: z.string().min(1).default("127.0.0.1"),
    port: z.int().min(0).max(65_535).default(7110),
    tokens: z
      .array(z.strictObject({ id: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/), token: SecretInput }))
      .default([])
      .describe("Each is a principal of its own. Without any the server does not listen."),
    allowed_origins: z
      .array(z.string().min(1))
      .default([])
      .describe("Host names of web pages that may ask, beside this machine's."),
  })
  .prefault({});

export const SkillConfiguration = z.strictObject({
  allowed_contacts: z
    .array(
      z.union([
        z.string().min(1),
        z.strictObject({ jid: z.string().min(1), kind: z.enum(["user", "room"]) }),
      ]),
    )
    .default([])
    .describe('A plain JID is a user; a room is written { jid = "…", kind = "room" }.'),
  allow_roster_contacts: z.boolean().default(false),
  allow_subscribed_only: z.boolean().default(true).describe("Of the roster, only mutual contacts."),
  roster_max_age: seconds(86_400)
    .default(300)
    .describe("Seconds after which a roster counts for nobody."),
  rate_limit: RateLimit,
  mode: z.enum(["send", "draft"]).default("send").describe("draft: every message is asked for."),
  require_first_contact_confirmation: z.boolean().default(true),
  audit: Audit,
  own_jid: z.string().describe("The account's own JID; never a recipient."),
  state_path: z.string().min(1).default("~/.fluux-agent/state/xmpp_send"),
  service: Service,
  approval: Approval,
  content: Content,
  attribution: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, "one line of visible characters")
    .optional()
    .describe("A line below each message that says who wrote it."),
  http: Http,
});
export type SkillConfiguration = z.output<typeof SkillConfiguration>;
