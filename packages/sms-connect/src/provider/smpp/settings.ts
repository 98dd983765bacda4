import { Duration, SecretInput } from "@underclaim/runtime";
import { z } from "zod";
import { Country } from "../../configuration/name.ts";
import type { ReceiptClass } from "../../native/receipt-classes.ts";
import { accountSettings } from "../settings.ts";

const SomeTime = Duration.refine((ms) => ms > 0, "must be some time");

/** What an operator's error code may make of a receipt. Nothing here says that a message arrived. */
const ERROR_CLASSES = [
  "delayed",
  "buffered",
  "deferred",
  "undelivered",
  "undelivered_permanent",
  "failed",
  "rejected",
  "expired",
  "expired_by_provider",
  "unknown",
  "deleted",
  "unknown_subscriber",
  "unavailable",
  "unavailable_final",
  "unreachable",
  "unreachable_final",
  "ported",
  "blocked",
  "provider_suppressed",
  "filtered",
  "invalid_number",
  "route_unavailable",
  "sender_not_allowed",
  "sender_not_registered",
  "content_not_allowed",
  "regulatory_rejected",
  "temporary_network_error",
  "provider_error",
  "quota",
  "cancelled",
] as const satisfies readonly ReceiptClass[];

const Octet = z.int().min(0).max(255);

/** Type of number and numbering plan (SMPP 3.4 §5.2.5, §5.2.6). */
const numbering = (ton: number, npi: number) =>
  z.strictObject({
    ton: Octet.default(ton).describe("Type of number."),
    npi: Octet.default(npi).describe("Numbering plan indicator."),
  });

const TlsSettings = z.strictObject({
  enabled: z.boolean().default(false).describe("Speak TLS from the first octet."),
  ca: SecretInput.optional().describe(
    "Certificates in PEM that the SMSC's must lead to. Absent: those that the system trusts.",
  ),
  server_name: z
    .string()
    .min(1)
    .optional()
    .describe("The name that its certificate must hold. Absent: host."),
});

const Timeouts = z.strictObject({
  connect: SomeTime.default(10_000).describe("Until TCP and TLS stand."),
  bind: SomeTime.default(10_000).describe("Until the bind is answered."),
  queue: SomeTime.default(5_000).describe(
    "How long a message waits for the session or its window before it counts as not sent.",
  ),
  response: SomeTime.default(60_000).describe(
    "Until the outcome of a written PDU is unknown. Longer than `lease`: an answer that is only late still counts.",
  ),
  enquire_link: SomeTime.default(30_000).describe("Silence after which the link is asked after."),
  inactivity: SomeTime.default(75_000).describe("Silence after which the link counts as dead."),
  unbind: SomeTime.default(5_000).describe("How long a stop waits for what is under way."),
});

/** Doubles from `first` up to `most`, of which half to all is waited. */
const backOff = (first: number, most: number) =>
  z.strictObject({
    first: SomeTime.default(first).describe("After the first failure."),
    most: SomeTime.default(most).describe("However many there were."),
  });

const MessageIdFormat = z.enum(["text", "hex", "decimal"]);
export type MessageIdFormat = z.output<typeof MessageIdFormat>;

/** One bind at an SMSC, by SMPP 3.4 as a transceiver. */
export const SmppSettings = z
  .strictObject({
    kind: z.literal("smpp"),
    ...accountSettings,
    host: z.string().min(1).describe("Of the SMSC: a name or an address."),
    port: z.int().min(1).max(65_535).default(2775),
    tls: TlsSettings.prefault({}),
    system_id: z.string().min(1).max(15).describe("Who binds."),
    password: SecretInput.describe("3.4 has up to 8 characters; longer ones are sent as they are."),
    system_type: z.string().max(12).default(""),
    bind: z.literal("transceiver").default("transceiver"),
    address_range: z
      .string()
      .max(40)
      .default("")
      .describe("Numbers whose messages this bind takes."),
    service_type: z.string().max(5).default(""),
    window: z
      .int()
      .min(1)
      .max(1_000)
      .default(10)
      .describe("Submissions that wait for their answer at once."),
    inbound_window: z
      .int()
      .min(1)
      .max(1_000)
      .default(32)
      .describe(
        "Receipts and replies that are being stored at once; meanwhile nothing more is read.",
      ),
    timeouts: Timeouts.prefault({}),
    reconnect: backOff(1_000, 60_000).prefault({}),
    throttle: backOff(1_000, 30_000).prefault({}),
    addresses: z
      .strictObject({
        destination: numbering(1, 1).prefault({}),
        number: numbering(1, 1).prefault({}),
        short_code: numbering(3, 0).prefault({}),
        alphanumeric: numbering(5, 0).prefault({}),
        plus: z.boolean().default(false).describe("Numbers are written with their plus sign."),
      })
      .prefault({}),
    country: Country.optional().describe(
      "Whose national numbers the SMSC may name senders by. Absent: they are kept as they come.",
    ),
    long_messages: z
      .enum(["udh", "sar", "message_payload"])
      .default("udh")
      .describe(
        "How a message of several parts is sent: in parts (udh, sar), or whole for the SMSC to cut.",
      ),
    default_alphabet: z
      .enum(["gsm", "latin1", "ascii"])
      .default("gsm")
      .describe("What data_coding 0 means at this SMSC. What it cannot say is sent as UCS-2."),
    data_coding: z.strictObject({ gsm7: Octet.default(0), ucs2: Octet.default(8) }).prefault({}),
    submit_id: MessageIdFormat.default("text").describe(
      "How submit_sm_resp writes message ids. hex and decimal are compared as numbers, without regard to case and leading zeros.",
    ),
    receipt_id: MessageIdFormat.default("text").describe("How the text of receipts writes them."),
    receipted_message_id: MessageIdFormat.optional().describe(
      "How the parameter receipted_message_id writes them. Absent: as submit_sm_resp does.",
    ),
    error_table: z
      .record(z.string().regex(/^[0-9A-Za-z]{1,8}$/), z.enum(ERROR_CLASSES))
      .default({})
      .describe("What `err` of a receipt means at this SMSC. Without it only `stat` counts."),
    receipt_time_zone: z
      .string()
      .regex(/^(Z|[+-](0\d|1[0-4]):[0-5]\d)$/, "a time zone is Z or an offset like +02:00")
      .nullable()
      .default(null)
      .describe("Of the dates in receipts, which name none. Null: they are not trusted."),
    time_format: z
      .enum(["absolute", "relative"])
      .default("absolute")
      .describe("How times of delivery and validity are written."),
    validity: SomeTime.optional().describe(
      "Of messages that bring no end of their own. Absent: the SMSC's.",
    ),
    scheduled_send: z
      .boolean()
      .default(false)
      .describe("The SMSC keeps to schedule_delivery_time. Else this service waits itself."),
  })
  .refine(
    ({ submit_id, receipt_id, receipted_message_id = submit_id }) =>
      [submit_id, receipt_id, receipted_message_id].every((format) => format === "text") ||
      [submit_id, receipt_id, receipted_message_id].every((format) => format !== "text"),
    { path: ["receipt_id"], error: "message ids are texts everywhere, or numbers everywhere" },
  )
  .refine(({ timeouts: { enquire_link, inactivity } }) => inactivity > enquire_link, {
    path: ["timeouts", "inactivity"],
    error: "must be longer than timeouts.enquire_link",
  });
export type SmppSettings = z.output<typeof SmppSettings>;
