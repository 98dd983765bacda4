/** What services send: codes, reminders, parcels; three in five in the GSM alphabet, three in five with a link. */
export const BODIES: readonly string[] = [
  "123456 is your code for signing in. It expires in 10 minutes. Do not share it with anybody.",
  "Your appointment with Dr. Example is on 12 March at 14:00, Main Street 5. Reply STOP to opt out.",
  "A document is waiting for you: https://portal.example.com/access/k3J9fQ2z. Please open it until Friday, 18:00.",
  "Ihre Rechnung vom 3. März über 48,20 € liegt für Sie bereit: https://konto.example/r/8812. Bitte prüfen Sie sie bis 17.03.",
  "Your parcel arrives today between 12:00 and 14:00. Not at home? Choose another day: https://parcel.example/s/00340434161094021501. " +
    "Please have your identity card at hand; the courier asks for it. You need not print anything. Your delivery service",
  "ALERT: water main burst in Mill Lane. Boil drinking water until further notice. Details: https://city.example/alerts/221",
  "Уважаемый клиент, ваш заказ 4821 готов к выдаче до 20:00.",
  "Don’t forget: the “Contract” is still to be signed – https://sign.example.com/c/Zx81. It is open until Friday…",
  "Gracias por su compra 🎉 Su pedido llega mañana. Siga el envío en https://envios.example/p/77120 o llámenos.",
  "您的验证码是 482913，10 分钟内有效。请勿转发。",
];
