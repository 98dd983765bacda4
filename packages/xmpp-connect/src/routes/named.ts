interface OfAccount {
  readonly account: { readonly account: string };
}

/** What is configured under this name, or has this endpoint id; of this account, where one is named. */
export const findNamed = <One extends OfAccount>(
  configured: readonly One[],
  asked: { readonly named: string; readonly account: string | null | undefined },
  namesOf: (one: One) => readonly string[],
): One | undefined =>
  configured.find(
    (one) =>
      namesOf(one).includes(asked.named) &&
      (!asked.account || one.account.account === asked.account),
  );
