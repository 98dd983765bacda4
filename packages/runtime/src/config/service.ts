import { z } from "zod";
import { SCOPES } from "../http/scopes.ts";
import { LOG_LEVELS } from "../log/logger.ts";
import { Duration } from "./duration.ts";
import { SecretInput } from "./secret-source.ts";

const Name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, "a name of letters, digits, '_', '.' and '-'");

const Listen = (port: number) =>
  z
    .strictObject({
      host: z.string().min(1).default("127.0.0.1").describe("The address to listen on."),
      port: z.int().min(0).max(65_535).default(port).describe("The port; 0 takes a free one."),
    })
    .prefault({});

/** One key. For rotation, configure the new one beside the old one and let the old one expire. */
export const ApiKeyConfiguration = z
  .strictObject({
    id: Name.describe("Names the key in logs; never secret."),
    tenant: Name.default("default"),
    scopes: z.array(z.enum(SCOPES)).min(1),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits")
      .optional()
      .describe("SHA-256 of the key, so that the key itself is not written down."),
    key: SecretInput.optional().describe("The key itself."),
    not_before: z.iso.datetime({ offset: true }).optional(),
    expires_at: z.iso.datetime({ offset: true }).optional(),
  })
  .meta({ oneOf: [{ required: ["sha256"] }, { required: ["key"] }] });
export type ApiKeyConfiguration = z.infer<typeof ApiKeyConfiguration>;

/** Accounts of a source of provider events: whose they are, and what verifies their signatures, newest first. */
const SourceAccountConfiguration = z.strictObject({
  tenant: Name.default("default"),
  secrets: z.array(SecretInput).default([]),
});

const Limits = z
  .strictObject({
    body_bytes: z.int().min(1_024).max(67_108_864).default(1_048_576),
    page_max: z.int().min(1).max(1_000).default(1_000).describe("Events in one page, at most."),
    streams_per_key: z.int().min(1).default(32).describe("Event streams open at once, per key."),
    requests_per_second: z
      .number()
      .min(0.001)
      .nullable()
      .default(null)
      .describe("Sustained rate per key; null does not limit."),
    burst: z.int().min(1).default(200).describe("Requests a key may make at once."),
  })
  .prefault({});

/**
 * What every adapter service is configured with. An adapter adds its own settings:
 * `z.strictObject({ ...serviceSettings({ port: 7101, data: "data" }), account: … })`.
 */
export const serviceSettings = (defaults: { readonly port: number; readonly data: string }) => ({
  listen: Listen(defaults.port),
  data: z
    .string()
    .min(1)
    .default(defaults.data)
    .describe("The folder of the service's data; a relative path starts at the working directory."),
  public_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Under which address providers reach the service; signatures cover it."),
  tenants: z
    .array(Name)
    .min(1)
    .default(["default"])
    .describe("Whose data is kept apart: nothing of one is seen by another."),
  api_keys: z
    .array(ApiKeyConfiguration)
    .default([])
    .describe(
      "Who may ask for what (id, tenant, scopes; sha256 or key). None: the service listens on loopback only.",
    ),
  sources: z
    .record(Name, z.record(Name, SourceAccountConfiguration))
    .default({})
    .describe(
      "Secrets of signed sources of events by source and account, where no account brings them.",
    ),
  log: z.strictObject({ level: z.enum(LOG_LEVELS).default("info") }).prefault({}),
  raw: z
    .strictObject({
      enabled: z.boolean().default(false).describe("Keep payloads of native events."),
      retention: Duration.default(30 * 86_400_000).describe(
        "How long they are kept, and the content of dead letters, whether enabled or not.",
      ),
    })
    .prefault({}),
  idempotency: z
    .strictObject({
      retention: Duration.refine((ms) => ms > 0, "keys must be kept for some time")
        .default(7 * 86_400_000)
        .describe("How long a repeat of a request has no second effect."),
    })
    .prefault({}),
  limits: Limits,
});

export const ServiceConfiguration = z.strictObject(serviceSettings({ port: 7100, data: "data" }));
export type ServiceConfiguration = z.output<typeof ServiceConfiguration>;
