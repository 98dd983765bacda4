// What hints at an opt-out without being one of the exact words (47 CFR 64.1200(a)(10): any reasonable wording counts).
// It claims nothing: a reply that holds one waits for a person. So it may be generous, and in languages that nobody documents.

/** Beside the exact words of every set. As words of a short message, accents disregarded. */
export const SUSPICIOUS_WORDS: readonly string[] = [
  "REMOVE",
  "TD",
  "BAJA",
  "PARAR",
  "SAIR",
  "AUSTRAGEN",
  "UITSCHRIJVEN",
  "AVREGISTRERA",
  "CANCELLAMI",
  "CANCELAR",
  "СТОП",
  "ОТПИСАТЬСЯ",
  "停止",
  "退订",
  "取消",
  "توقف",
];

/** How a word of a short message may begin. */
export const SUSPICIOUS_BEGINNINGS: readonly string[] = [
  "STOP",
  "UNSUB",
  "ARRET",
  "DESABON",
  "DESINSCR",
  "DESUSCRI",
  "DISISCRI",
  "ABMELD",
  "ABBESTELL",
  "AFMELD",
];

/** In a message of any length. An apostrophe parts words. */
export const SUSPICIOUS_PHRASES: readonly string[] = [
  "STOP TEXTING",
  "STOP SENDING",
  "STOP MESSAGING",
  "STOP CONTACTING",
  "STOP THESE",
  "STOP THIS",
  "UNSUBSCRIBE",
  "OPT OUT",
  "OPT ME OUT",
  "OPTOUT",
  "REVOKE",
  "REMOVE ME",
  "TAKE ME OFF",
  "DON T TEXT",
  "DONT TEXT",
  "DO NOT TEXT",
  "DON T CONTACT",
  "DONT CONTACT",
  "DO NOT CONTACT",
  "DON T MESSAGE",
  "DO NOT MESSAGE",
  "NO MORE TEXTS",
  "NO MORE MESSAGES",
  "LEAVE ME ALONE",
];
