import type { Audit } from "../engine/audit.ts";
import type { Log } from "./logger.ts";

/**
 * The audit log of action execution (AdapterInterfaceSpecification §31): one line per entry, marked `audit: true`, written
 * whatever level the log itself has.
 */
export function auditLog(log: Log): Audit {
  const lines = log.child({ audit: true }, { level: "info" });
  return (entry) => lines.info(entry, entry.event);
}
