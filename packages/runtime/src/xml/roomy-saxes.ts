import { SaxesParser, type SaxesOptions } from "saxes";

/**
 * The parser with room for its handlers. V8 plans an object's fields by its class: with more than six handlers a `SaxesParser`
 * becomes a dictionary, and each of its many small steps looks up names in it, which takes three times as long. Of a derived
 * class V8 plans more.
 */
export class RoomySaxes<O extends SaxesOptions> extends SaxesParser<O> {}
