export { auditLog } from "./audit-log.ts";
export { createLog } from "./logger.ts";
export type { Log, LogLevel } from "./logger.ts";
export { Jid, Phone, Redacted } from "./private-value.ts";
export { Secret } from "./secret.ts";
