// @convex-dev/twilio
// Compared with @convex-dev/twilio 0.1.7 to 0.2.2.

import { v } from "convex/values";

const orNull = (validator) => v.union(validator, v.null());
const text = v.string();

export const messageValidator = v.object({
  account_sid: text,
  api_version: text,
  body: text,
  counterparty: v.optional(text),
  date_created: text,
  date_sent: orNull(text),
  date_updated: orNull(text),
  direction: text,
  error_code: orNull(v.number()),
  error_message: orNull(text),
  from: text,
  messaging_service_sid: orNull(text),
  num_media: text,
  num_segments: text,
  price: orNull(text),
  price_unit: orNull(text),
  sid: text,
  status: text,
  subresource_uris: orNull(v.object({ media: text, feedback: v.optional(text) })),
  to: text,
  uri: text,
  rest: v.optional(v.any()),
});

export class Twilio {}

export default Twilio;
