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
    ...Object.entries(definition.actions)
      .filter(([action, { capability }]) => capability.action_type !== action)
      .map(([action, { capability }]) => ({
        rule: "descriptor.action_renamed",
        message: `The adapter has ${action}, whose capability says ${capability.action_type}.`,
      })),
    ...namesOfNatives(definition)
      .filter(({ type }) => !Object.hasOwn(definition.mapping, type))
      .map(({ where, type }) => ({
        rule: "mapping.unknown_native_type",
        row: type,
        message: `${where} names "${type}", which the mapping does not have: give it its rows, or [].`,
      })),
  ];
  if (violations.length > 0) {
    throw new AdapterDefinitionError(
      "adapter_inconsistent",
      `The adapter ${definition.descriptor.adapter_id}`,
      violations,
    );
  }
  return definition as unknown as AdapterDefinition;
}

/** Where a definition names native types beside its table: the types tell an author, but not an untyped one. */
function namesOfNatives({
  moments = {},
  resolves = {},
  react = {},
}: {
  readonly moments?: object;
  readonly resolves?: object;
  readonly react?: object;
}): { readonly where: string; readonly type: string }[] {
  return [
    ...Object.entries(moments as Readonly<Record<string, string>>).map(([moment, type]) => ({
      where: `moments.${moment}`,
      type,
    })),
    ...Object.keys(resolves).map((type) => ({ where: "resolves", type })),
    ...Object.keys(react).map((type) => ({ where: "react", type })),
  ];
}
