import type { TenantId } from "../time-and-ids.ts";

/** One line of the audit log of action execution (AdapterInterfaceSpecification §31). No personal values. */
export interface AuditEntry {
  readonly event:
    | "action.accepted"
    | "action.refused"
    | "action.replayed"
    | "action.conflict"
    | "dispatch.started"
    | "dispatch.accepted"
    | "dispatch.rejected"
    | "dispatch.not_sent"
    | "dispatch.unknown"
    | "operation.resolved"
    | "dead_letter.replayed"
    | "dead_letter.discarded"
    | "person.erased"
    | "lifecycle.changed";
  readonly tenant: TenantId | null;
  readonly operation?: string;
  readonly action_type?: string;
  readonly request_id?: string;
  readonly detail?: string;
}

export type Audit = (entry: AuditEntry) => void;
