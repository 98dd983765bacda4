import { joined } from "./flat-text.ts";
import type { SubjectId } from "./time-and-ids.ts";

const KIND = "endpoint";

/** The timeline of an endpoint: what its quality is folded from. */
export const endpointSubject = (endpointId: string): SubjectId => joined(":", KIND, endpointId);

export const isEndpointSubject = (subject: SubjectId): boolean => subject.startsWith(`${KIND}:`);

/** As a condition on a column: `endpoint;` is the least text above all that begin with `endpoint:`. */
export const ofEndpoint = (column: string): string =>
  `${column} >= '${KIND}:' AND ${column} < '${KIND};'`;
