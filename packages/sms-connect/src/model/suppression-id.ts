import { SmsScopeKind, type SmsScope } from "./scope.ts";
import { SmsSuppressionType } from "./suppression.ts";

/** What a suppression is called in paths: the number stands in it by its pseudonym. */
interface SuppressionName {
  readonly number: string;
  readonly scope: SmsScope;
  readonly type: SmsSuppressionType;
}

const WITHOUT_VALUE: readonly SmsScopeKind[] = ["global", "tenant"];
/** No looser: a name that somebody else gave would be suppressed, and the number behind it go on to be sent to. */
const NUMBER = /^ep_[0-9a-f]{32}$/;

/** Whether a text is a pseudonym of a number, as `SmsKit.numberId` gives them. */
export const isNumberId = (text: string): boolean => NUMBER.test(text);

/** `<pseudonym>.<scope>.<type>`, and the scope's value in base64url where it has one. */
export const suppressionId = ({ number, scope, type }: SuppressionName): string =>
  [
    number,
    scope.kind,
    type,
    ...(scope.value === null ? [] : [Buffer.from(scope.value).toString("base64url")]),
  ].join(".");

/** Null for what is no such name. */
export function readSuppressionId(id: string): SuppressionName | null {
  const [number = "", kind, type, value, ...more] = id.split(".");
  const scopeKind = SmsScopeKind.safeParse(kind);
  const suppressionType = SmsSuppressionType.safeParse(type);
  if (!isNumberId(number) || !scopeKind.success || !suppressionType.success || more.length > 0)
    return null;
  if (WITHOUT_VALUE.includes(scopeKind.data) ? value !== undefined : !value) return null;
  const scope: SmsScope = {
    kind: scopeKind.data,
    value: value === undefined ? null : Buffer.from(value, "base64url").toString(),
  };
  const name = { number, scope, type: suppressionType.data };
  // Base64url can be written in several ways; a suppression has one name.
  return suppressionId(name) === id ? name : null;
}
