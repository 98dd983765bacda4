import { Duration, SecretInput, serviceSettings } from "@underclaim/runtime";
import { TemplateSettings } from "@underclaim/runtime/templates";
import { z } from "zod";
import { componentFields } from "./component/settings.ts";
import { NodeSettings } from "./pubsub/settings.ts";
import { RoomSettings } from "./rooms/settings.ts";
import { Name } from "./settings-name.ts";

/** SmsAdapterSpecification §34's streams, which this adapter's accounts are told apart by, too. */
export const XmppStream = z.enum([
  "transactional",
  "notification",
  "legal_or_high_assurance_notice",
  "system_alert",
  "test",
]);
export type XmppStream = z.infer<typeof XmppStream>;

const accountSettings = {
  account: Name.describe("Names the account: in routes, lanes and evidence."),
  tenant: Name.default("default").describe("Whose account it is."),
  streams: z.array(XmppStream).default([]).describe("What it carries. Empty: everything."),
  nodes: z.array(NodeSettings).default([]).describe("PubSub nodes that it uses (XEP-0060)."),
  rooms: z.array(RoomSettings).default([]).describe("Rooms that it stays in (XEP-0045)."),
};

/** An account on an XMPP server, as a client (RFC 6120). */
export const ClientSettings = z.strictObject({
  kind: z.literal("client"),
  ...accountSettings,
  jid: z.string().min(3).max(3071).describe("The bare JID, like desk@example.net."),
  password: SecretInput,
  /** Default: looked up in DNS (RFC 6120 §3.2.1, XEP-0368). */
  host: z.string().min(1).optional(),
  port: z.int().min(1).max(65_535).optional(),
  tls: z
    .strictObject({
      mode: z.enum(["starttls", "direct"]).default("starttls"),
      ca_file: z.string().min(1).optional().describe("PEM; added to what the system trusts."),
    })
    .prefault({}),
  mechanisms: z
    .array(z.enum(["SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512"]))
    .min(1)
    .default(["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1"]),
  carbons: z.boolean().default(true),
  archive: z
    .boolean()
    .default(true)
    .describe("Use the server's archive (XEP-0313) where there is one."),
  subscription: z
    .enum(["ignore", "accept_known", "accept_all"])
    .default("accept_known")
    .describe("What becomes of requests to see our presence."),
  window: z
    .int()
    .min(1)
    .max(4_096)
    .default(256)
    .describe("Stanzas the server has not acknowledged."),
  limits: z
    .strictObject({
      stanza_bytes: z.int().min(10_000).max(4_194_304).default(262_144),
      depth: z.int().min(8).max(256).default(32),
      children: z.int().min(16).max(65_536).default(2_048),
    })
    .prefault({}),
  timeouts: z
    .strictObject({
      connect: Duration.default(20_000).describe("From the first byte to being online."),
      silence: Duration.default(60_000).describe("After this much silence the server is asked."),
      answer: Duration.default(20_000).describe("Then it must answer, or the connection is ended."),
      reconnect_first: Duration.default(1_000),
      reconnect_most: Duration.default(60_000),
    })
    .prefault({}),
});
export type ClientSettings = z.output<typeof ClientSettings>;

/** A component of a server (XEP-0114). */
export const ComponentSettings = z.strictObject({ ...accountSettings, ...componentFields });
export type ComponentSettings = z.output<typeof ComponentSettings>;

/** A server in the process that reaches nobody; its addresses behave as documented. */
export const SandboxSettings = z.strictObject({
  kind: z.literal("sandbox"),
  ...accountSettings,
  jid: z.string().min(3).default("desk@sandbox.example"),
  pace: Duration.default(1_000).describe("Time between two things that happen to a message."),
});
export type SandboxSettings = z.output<typeof SandboxSettings>;

/** Whose JID it is: the participant that a reply's authenticated sender may stand for. */
const ParticipantSettings = z.strictObject({
  jid: z.string().min(3).max(3071),
  participant_id: z.string().min(1).max(256),
  tenant: Name.default("default"),
  delegated: z.boolean().default(false).describe("Others act through this account, too."),
});

const Words = z.array(z.string().trim().min(1).max(40));

/** What the xmpp-connect service is configured with. */
export const XmppConfiguration = z.strictObject({
  ...serviceSettings({ port: 7101, data: "data/xmpp-connect" }),
  accounts: z
    .array(z.discriminatedUnion("kind", [ClientSettings, ComponentSettings, SandboxSettings]))
    .default([])
    .describe("None: the sandbox, which reaches nobody."),
  participants: z
    .array(ParticipantSettings)
    .default([])
    .describe(
      "Which JID is which participant's: only their replies count as the participant's own.",
    ),
  templates: z.array(TemplateSettings).default([]),
  keywords: z
    .array(
      z.strictObject({
        language: z.string().min(2).max(35).nullish().describe("Only a remark for readers."),
        accounts: z.array(Name).default([]).describe("Empty: all."),
        acknowledgement: Words.optional(),
        decline: Words.optional(),
        help: Words.optional(),
        status: Words.optional(),
        stop: Words.optional(),
      }),
    )
    .default([]),
  stop: z
    .strictObject({
      suppresses: z
        .boolean()
        .default(false)
        .describe("Whether STOP suppresses: XMPP has no standard for it (§17)."),
    })
    .prefault({}),
  receipts: z
    .strictObject({
      missing_after: Duration.refine((ms) => ms > 0, "must be some time")
        .default(24 * 3_600_000)
        .describe("No receipt by then is undef, never a failure. Later receipts are taken."),
      markers: z.boolean().default(true).describe("Ask for chat markers (XEP-0333)."),
    })
    .prefault({}),
  presence: z
    .strictObject({
      keep_for: Duration.default(30 * 86_400_000).describe("How long presence is remembered."),
      status_text: z.boolean().default(false).describe("Keep what people write beside it."),
    })
    .prefault({}),
  content: z
    .strictObject({
      max_bytes: z.int().min(100).max(200_000).default(60_000).describe("Of a body, in UTF-8."),
    })
    .prefault({}),
  lease: Duration.default(60_000).describe(
    "How long a stanza may wait for the server's acknowledgement before its outcome counts as unknown.",
  ),
});
export type XmppConfiguration = z.output<typeof XmppConfiguration>;
