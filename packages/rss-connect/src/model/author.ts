// RSS 2.0 <author> is an e-mail address with an optional name; a bare name goes to dc:creator.

export type Author =
  | { readonly kind: "mail"; readonly mail: string; readonly name?: string }
  | { readonly kind: "name"; readonly name: string };

const MAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/;

/** Reads "mail", "mail (Name)" and "Name <mail>"; everything else is a name. */
export const parseAuthor = (text: string): Author => {
  const [, nameBefore, mailInside] = /^([^<>]*)<([^<>]*)>$/.exec(text) ?? [];
  const [, mailBefore, nameInside] = /^([^\s()]+) \(([^()]*)\)$/.exec(text) ?? [];
  const mail = mailInside ?? mailBefore ?? text;
  const name = (nameBefore ?? nameInside ?? "").trim();
  if (!MAIL.test(mail)) return { kind: "name", name: text };
  return name === "" ? { kind: "mail", mail } : { kind: "mail", mail, name };
};

/** The text of RSS `<author>`. Parentheses would end the comment early, so they become spaces. */
export const rssAuthor = (author: Extract<Author, { kind: "mail" }>): string =>
  author.name === undefined
    ? author.mail
    : `${author.mail} (${author.name.replaceAll(/[()]/g, " ").trim()})`;
