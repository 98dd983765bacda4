import { Duration, SecretInput } from "@underclaim/runtime";
import { z } from "zod";

/** A component of a server (XEP-0114): a domain of its own, on a connection without TLS and without XEP-0198. */
export const componentFields = {
  kind: z.literal("component"),
  jid: z.string().min(3).max(3071).describe("The component's domain, like bridge.example.net."),
  secret: SecretInput.describe("Shared with the server."),
  host: z.string().min(1).default("127.0.0.1"),
  port: z.int().min(1).max(65_535).default(5_347),
  trusted_network: z
    .boolean()
    .default(false)
    .describe("The protocol has no TLS: another host than this one only where the way is secured."),
  window: z
    .int()
    .min(1)
    .max(4_096)
    .default(256)
    .describe("Stanzas after which the server has not answered anything."),
  limits: z
    .strictObject({
      stanza_bytes: z.int().min(10_000).max(4_194_304).default(262_144),
      depth: z.int().min(8).max(256).default(32),
      children: z.int().min(16).max(65_536).default(2_048),
    })
    .prefault({}),
  timeouts: z
    .strictObject({
      connect: Duration.default(20_000),
      silence: Duration.default(60_000).describe("After this much silence the server is asked."),
      answer: Duration.default(20_000).describe("Then it must answer, or the connection is ended."),
      reconnect_first: Duration.default(1_000),
      reconnect_most: Duration.default(60_000),
    })
    .prefault({}),
};

/** The host itself: no packet leaves it. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
