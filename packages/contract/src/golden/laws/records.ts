import type { Violation } from "../../evidence/violation.ts";
import type { EvidenceEvent } from "../../schema/evidence-event.ts";
import { eventFamilyOf } from "../../vocabulary/families.ts";
import type { Law } from "./law.ts";
import { observe } from "./observed.ts";

/** Law 2. Nothing is emitted that the descriptor does not declare. */
export const declared: Law = {
  number: 2,
  id: "declared",
  name: "Nothing is emitted that the descriptor does not declare.",
  async check(golden, driver, base) {
    const { events } = base ?? (await observe(golden, driver));
    const descriptor = await driver.descriptor();
    const emitted = new Set(descriptor.emitted_event_types);
    return events.flatMap((event) => {
      const violations: Violation[] = [];
      const broken = (rule: string, message: string) =>
        violations.push({ rule, eventType: event.event_type, message });
      if (!emitted.has(event.event_type)) {
        broken("law.declared", `${event.event_type} was emitted but is not declared.`);
      }
      if (event.event_family !== eventFamilyOf(event.event_type)) {
        broken("law.declared.family", `${event.event_type} says family ${event.event_family}.`);
      }
      if ((event.source_adapter_id ?? descriptor.adapter_id) !== descriptor.adapter_id) {
        broken(
          "law.declared.adapter",
          `${event.event_type} says adapter ${event.source_adapter_id}.`,
        );
      }
      return violations;
    });
  },
};

/** Law 3. Every event carries the correlation of its cause, how it was found, or that it was not. */
export const correlated: Law = {
  number: 3,
  id: "correlated",
  name: "Every event carries the correlation of its cause, how it was found, or that it was not.",
  async check(golden, driver, base) {
    const { events, played } = base ?? (await observe(golden, driver));
    const asked = [...played.actions.values()].map(({ request }) => request);
    const knownCases = new Set(asked.map((request) => request["coordination_case_id"]));
    return events.flatMap((event) => correlationFaults(event, knownCases));
  },
};

function correlationFaults(event: EvidenceEvent, knownCases: ReadonlySet<unknown>): Violation[] {
  const { correlation } = event;
  const faults: string[] = [];
  const method = event.metadata?.["correlation_method"];
  if (typeof method !== "string" || method === "") {
    faults.push("does not say in metadata.correlation_method how its cause was found");
  }
  if (correlation.coordination_case_id !== event.coordination_case_id) {
    faults.push("names two different cases");
  }
  const reserved = /^(adapter|local):/.test(event.coordination_case_id);
  const causes = [
    correlation.request_id,
    correlation.adapter_operation_id,
    correlation.provider_operation_id,
    correlation.provider_message_id,
    correlation.external_refs[0],
  ];
  if (!reserved && causes.every((cause) => cause === undefined || cause === null)) {
    faults.push("belongs to a case but names no request, operation or provider reference");
  }
  if (reserved && knownCases.has(event.coordination_case_id)) {
    faults.push("was taken for a case with a reserved name");
  }
  if (!reserved && method === "uncorrelated") {
    faults.push("says it is uncorrelated and yet belongs to a case");
  }
  return faults.map((fault) => ({
    rule: "law.correlated",
    eventType: event.event_type,
    message: `${event.event_type} (${event.evidence_event_id}) ${fault}.`,
  }));
}

/** Law 4. Every event leads to its raw event or, where raw data is off or erased, to its hash. */
export const rawKept: Law = {
  number: 4,
  id: "raw_kept",
  name: "Every event leads to its raw event, or to its hash record.",
  async check(golden, driver, base) {
    const { events } = base ?? (await observe(golden, driver));
    const kept = new Set((await driver.adapterEvents()).map((native) => native.event_id));
    return events.flatMap((event) => {
      const violations: Violation[] = [];
      const broken = (message: string) =>
        violations.push({ rule: "law.raw_kept", eventType: event.event_type, message });
      if ((event.raw_event_ref ?? "") === "") broken(`${event.event_type} has no raw_event_ref.`);
      const source = event.source_adapter_event_id;
      if (typeof source !== "string" || !kept.has(source)) {
        broken(`${event.event_type} comes from ${source ?? "nothing"}, which was not kept.`);
      }
      return violations;
    });
  },
};
