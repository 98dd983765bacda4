/** The value, which the test knows to be there. */
export function present<T>(value: T | null | undefined): T {
  if (value === undefined || value === null) throw new Error("The test's own data lacks a value.");
  return value;
}
