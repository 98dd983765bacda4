import { z } from "zod";
import { rawOf, type SourceDefinition } from "../../../definition/source.ts";
import { parseJson } from "./parse.ts";
import type { ReferenceNative } from "./types.ts";

const Line = z.looseObject({ line_id: z.string().min(1).max(200) });

/** The provider's log, unsigned: kept, and evidence of nothing. */
export const log: SourceDefinition<ReferenceNative> = {
  transport: "http",
  parse: (wire) =>
    parseJson(wire, Line, (body) => ({
      ok: true,
      natives: [
        {
          type: "reference.log.line",
          source: "reference.log",
          dedupeKey: body.line_id,
          evidenceKey: body.line_id,
          occurredAt: null,
          nativeType: "log",
          nativeStatus: null,
          refs: [],
          observation: { source_type: "provider_api", source_confidence: "low" },
          raw: rawOf(wire),
        },
      ],
    })),
};
