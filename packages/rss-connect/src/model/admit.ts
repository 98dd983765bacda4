// Everything between an action's content and an entry that may be published.
import { buildEntry, type BuiltEntry, type EntryInput } from "./entry.ts";
import type { FeedVisibility, FeedVisibilityPolicy } from "./feed.ts";
import { DEFAULT_LIMITS, type FeedLimits } from "./limits.ts";
import type { ValidationProblem } from "./problem.ts";
import { actionLinkProblems, type PayloadReference, payloadRefProblems } from "./references.ts";
import { type ActiveGuids, entryProblems } from "./validate-entry.ts";
import { visibilityProblems } from "./visibility.ts";

export interface AdmissionContext {
  readonly site_url: string;
  readonly policy: FeedVisibilityPolicy;
  /** GUIDs of the feed's other active items; leave the item itself out on update. */
  readonly activeGuids: ActiveGuids;
  readonly payload_ref?: PayloadReference | null;
  readonly payload_refs?: readonly PayloadReference[];
  readonly payload_sensitivity: string | null;
  readonly item_visibility?: FeedVisibility | null;
  /** RFC 3339. */
  readonly now: string;
  readonly limits?: FeedLimits;
}

/** The rule and the value tell one cause apart, whatever name the field has by then. */
const causeOf = ({ rule, value, field }: ValidationProblem): string => `${rule} ${value ?? field}`;

/**
 * Builds the entry and tells every reason not to publish it, each cause once, the sender's own
 * field names first. Publish only when `problems` is empty.
 */
export const admitItem = (input: EntryInput, context: AdmissionContext): BuiltEntry => {
  const limits = context.limits ?? DEFAULT_LIMITS;
  const { entry, problems, losses } = buildEntry(input, context.site_url, limits);
  const { payload_ref: payload, payload_refs: payloads = [] } = context;
  const all = [
    ...problems,
    ...(payload == null ? [] : payloadRefProblems(payload)),
    ...payloads.flatMap((ref, index) => payloadRefProblems(ref, `content.payload_refs[${index}]`)),
    ...entry.enclosures.flatMap((one, index) =>
      one.payload_ref == null
        ? []
        : payloadRefProblems(one.payload_ref, `enclosures[${index}].payload_ref`),
    ),
    ...actionLinkProblems(input.content.action_links ?? [], context.now),
    ...visibilityProblems({
      policy: context.policy,
      entry,
      content: input.content,
      payload_sensitivity: context.payload_sensitivity,
      item_visibility: context.item_visibility ?? null,
    }),
  ];
  const told = new Set(problems.map(causeOf));
  const rest = entryProblems(entry, context.activeGuids, limits).filter(
    (one) => !told.has(causeOf(one)),
  );
  return { entry, problems: [...all, ...rest], losses };
};
