// CloudFront standard logs: tab-separated, the columns named by `#Fields:`, values percent-encoded.
import { hostName, type AccessLine, type LineReader } from "./line.ts";

const CACHE: Readonly<Record<string, AccessLine["cache"]>> = {
  Hit: "hit",
  RefreshHit: "revalidated",
  OriginShieldHit: "hit",
  Miss: "miss",
};

const NEEDED = ["date", "time", "cs-method", "cs-uri-stem", "sc-status", "cs(User-Agent)"];

/** `fields`: of the file's head, where reading goes on behind it. */
export function cloudfrontReader(fields: string | null = null): LineReader {
  let columns = columnsOf(fields);
  let names = fields;
  return {
    state: () => names,
    read(line, wanted) {
      if (line === "") return "none";
      if (line.startsWith("#")) {
        if (line.startsWith("#Fields:")) {
          names = line.slice("#Fields:".length).trim();
          columns = columnsOf(names);
        }
        return "none";
      }
      if (columns === null) return null;
      const values = line.split("\t");
      const value = (name: string): string => values[columns?.get(name) ?? -1] ?? "-";
      const path = value("cs-uri-stem");
      // cs(Host) is the distribution's own name, whatever host was asked for.
      const host = hostName(value("x-host-header"));
      if (wanted !== undefined && !wanted(host, path)) return "none";
      const at = Date.parse(`${value("date")}T${value("time")}Z`);
      const status = Number(value("sc-status"));
      if (Number.isNaN(at) || Number.isNaN(status)) return null;
      // 000: the client was gone before it was answered.
      if (status < 100) return "none";
      // Whatever the status: an error, or a client that was gone before it had everything.
      const result = value("x-edge-result-type");
      if (result === "Error") return "none";
      const agent = value("cs(User-Agent)");
      return {
        at,
        method: value("cs-method"),
        path,
        host,
        status,
        userAgent: agent === "-" ? "" : decoded(agent),
        cache: CACHE[result] ?? "unknown",
      };
    },
  };
}

function columnsOf(fields: string | null): ReadonlyMap<string, number> | null {
  if (fields === null) return null;
  const columns = new Map(fields.split(/\s+/).map((name, index) => [name, index]));
  return NEEDED.every((name) => columns.has(name)) ? columns : null;
}

/** Spaces come as %20, and what was percent-encoded before as %2520. */
function decoded(text: string): string {
  let current = text;
  for (let round = 0; round < 2 && current.includes("%"); round += 1) {
    try {
      current = decodeURIComponent(current);
    } catch {
      // A % of the client's own: as far as it could be decoded.
      return current;
    }
  }
  return current;
}
