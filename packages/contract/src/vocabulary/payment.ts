import { meanings } from "./entry.ts";

/** AdapterInterfaceSpecification §11.8. */
export const payment = meanings("payment", {
  "payment.request.created": {
    meaning: "A request for payment was set up.",
    doesNotMean: ["the payer knows of it", "payment was begun"],
  },
  "payment.request.presented": {
    meaning: "A request for payment was shown on some surface.",
    doesNotMean: ["the payer saw it", "the payer agrees to pay"],
  },
  "payment.started": {
    meaning: "A payment was begun.",
    doesNotMean: ["it will succeed", "money moved"],
  },
  "payment.failed": {
    meaning: "A payment did not go through.",
    doesNotMean: ["the payer refuses to pay", "another attempt would fail as well"],
  },
  "payment.cancelled": {
    meaning: "A payment was called off before it completed.",
    doesNotMean: ["the debt is settled", "the payer called it off"],
  },
  "payment.succeeded": {
    meaning: "The payment system reported the payment as successful.",
    doesNotMean: ["the money has arrived", "it cannot be reversed"],
  },
  "payment.settled": {
    meaning: "The payment system reported the full amount as settled.",
    doesNotMean: ["it cannot be reversed or disputed", "the underlying debt is discharged"],
  },
  "payment.partially_settled": {
    meaning: "The payment system reported a part of the amount as settled.",
    doesNotMean: ["the rest will follow", "the underlying debt is discharged"],
  },
  "payment.refunded": {
    meaning: "The payment system reported money as returned.",
    doesNotMean: ["the payer has received it", "the whole amount was returned"],
  },
  "payment.disputed": {
    meaning: "A payment was contested.",
    doesNotMean: ["the objection is justified", "the money was returned"],
  },
  "payment.promise_to_pay_recorded": {
    meaning: "A statement that payment will be made was recorded.",
    doesNotMean: ["payment was made", "the promise is binding"],
  },
});
