import { meanings } from "./entry.ts";

/** AdapterInterfaceSpecification §11.2. */
export const publication = meanings("publication", {
  "publication.item.published": {
    meaning: "An item was made available on a publication surface.",
    doesNotMean: ["anyone fetched or saw the item", "a participant is aware of it"],
  },
  "publication.item.updated": {
    meaning: "A published item was replaced by a newer version.",
    doesNotMean: ["anyone saw the old or the new version", "every copy shows the new version"],
  },
  "publication.item.removed": {
    meaning: "A published item was withdrawn from the publication surface.",
    doesNotMean: ["nobody saw it before", "copies held elsewhere are gone"],
  },
});
