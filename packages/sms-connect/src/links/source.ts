import type { SourceDefinition } from "@underclaim/runtime";
import { z } from "zod";
import { classifyLinkRequest } from "@underclaim/runtime/links";
import { parseJson } from "../native/wire.ts";
import type { SmsNative } from "../native/types.ts";
import { LinkRecord } from "./documents.ts";
import { linkNative } from "./observation.ts";

/** A request as the redirecting route saw it, with the link it asked for. */
const LinkRequestWire = z.looseObject({
  token: z.string().min(1),
  link: LinkRecord,
  method: z.string().default("GET"),
  headers: z.record(z.string(), z.string()).default({}),
  timing: z.enum(["plausible", "too_soon", "unknown"]).default("plausible"),
  at: z.iso.datetime({ offset: true }),
});

/** Requests for links as a source of their own, so that golden tests can speak them. 404 over HTTP. */
export const linkRequests: SourceDefinition<SmsNative> = {
  transport: "session",
  parse: (wire) =>
    parseJson(wire, LinkRequestWire, ({ token, link, method, headers, timing, at }) => ({
      ok: true,
      natives: [
        linkNative({
          token,
          record: link,
          agent: classifyLinkRequest({ method, headers }),
          timing,
          at: Date.parse(at),
          client: null,
        }),
      ],
    })),
};
