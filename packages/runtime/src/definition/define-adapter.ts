import { AdapterDefinitionError, assertDefinable, type Violation } from "@underclaim/contract";
import type { AdapterDefinition } from "./adapter.ts";

/**
 * Checks an adapter against its own words and returns it. An adapter whose table exceeds its ceiling, emits what it does
 * not declare, or declares an action it does not have, fails here, at definition.
 *
 * The native types are erased from the result: the runtime hands a definition only natives of its own sources and plans.
 *
 * @throws AdapterDefinitionError naming row and dimension of every violation.
 */
export function defineAdapter<const T extends string>(
  definition: AdapterDefinition<T>,
): AdapterDefinition {
  assertDefinable(definition.descriptor, definition.mapping);
  const declared = definition.descriptor.supported_actions.map(({ action_type }) => action_type);
  const present = Object.keys(definition.actions);
  const violations: Violation[] = [
    ...declared
      .filter((action) => !present.includes(action))
      .map((action) => ({
        rule: "descriptor.action_missing",
        message: `The descriptor declares ${action}, which the adapter does not have.`,
      })),
    ...present
      .filter((action) => !declared.includes(action))
      .map((action) => ({
        rule: "descriptor.action_undeclared",
        message: `The adapter has ${action}, which its descriptor does not declare.`,
      })),
  ];
  if (violations.length > 0) {
    throw new AdapterDefinitionError(
      "actions_differ",
      `The adapter ${definition.descriptor.adapter_id}`,
      violations,
    );
  }
  return definition as unknown as AdapterDefinition;
}
