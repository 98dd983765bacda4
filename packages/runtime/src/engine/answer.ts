import type { Operation } from "../store/port.ts";
import type { OperationId, TenantId } from "../time-and-ids.ts";
import type { Engine } from "./engine.ts";
import { recordOf } from "./operation-record.ts";

/** The result as it is answered. Its events are text already and are put in as they are. */
export const withEvents = (result: string, events: readonly string[]): string =>
  [result.slice(0, -1), `,"initial_events":[${events.join(",")}]}`].join("");

/** The events that the operation was answered with, as the ledger has them. */
export async function initialEvents(
  { store }: Engine,
  tenant: TenantId,
  operation: Operation,
): Promise<string[]> {
  const { initial_events, event_subjects = [] } = recordOf(operation);
  const subjects = [operation.subject, ...event_subjects];
  const asked = initial_events.flatMap((id) => subjects.map((subject) => ({ subject, id })));
  return asked.length === 0 ? [] : store.events(tenant, asked);
}

/** What was answered, from what is kept: the events stand in the ledger, and are not kept twice. */
export async function answerOf(
  engine: Engine,
  tenant: TenantId,
  id: OperationId,
  result: string,
): Promise<string> {
  const operation = (await engine.store.load(tenant, [{ operation: id }])).operation(id);
  return withEvents(result, operation ? await initialEvents(engine, tenant, operation) : []);
}
