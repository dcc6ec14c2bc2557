// @convex-dev/polar
// Compared with @convex-dev/polar 0.4.7 to 0.9.2.

import { actionGeneric, queryGeneric } from "convex/server";
import { v } from "convex/values";
import { since } from "convex#versions";

const has = (version, before) => since("@convex-dev/polar", version, before);

const handler = () => undefined;
const text = v.string();
const number = v.number();
const flag = v.boolean();
const orNull = (validator) => v.union(validator, v.null());
const metadata = v.record(v.string(), v.any());

const price = v.object({
  id: text,
  createdAt: text,
  modifiedAt: orNull(text),
  amountType: v.optional(text),
  isArchived: flag,
  productId: text,
  priceCurrency: v.optional(text),
  priceAmount: v.optional(number),
  type: v.optional(text),
  recurringInterval: v.optional(orNull(text)),
  source: v.optional(text),
  maximumAmount: v.optional(orNull(number)),
  minimumAmount: v.optional(orNull(number)),
  presetAmount: v.optional(orNull(number)),
  seatTiers: v.optional(
    v.array(v.object({ minSeats: number, maxSeats: orNull(number), pricePerSeat: number })),
  ),
  unitAmount: v.optional(text),
  capAmount: v.optional(orNull(number)),
  meterId: v.optional(text),
  meter: v.optional(v.object({ id: text, name: text })),
});

const benefit = v.object({
  id: text,
  createdAt: text,
  modifiedAt: orNull(text),
  type: text,
  description: text,
  selectable: flag,
  deletable: flag,
  organizationId: text,
  metadata: v.optional(metadata),
  properties: v.optional(v.any()),
});

const media = v.object({
  id: text,
  organizationId: text,
  name: text,
  path: text,
  mimeType: text,
  size: number,
  storageVersion: orNull(text),
  checksumEtag: orNull(text),
  checksumSha256Base64: orNull(text),
  checksumSha256Hex: orNull(text),
  createdAt: text,
  lastModifiedAt: orNull(text),
  version: orNull(text),
  service: v.optional(text),
  isUploaded: flag,
  sizeReadable: text,
  publicUrl: text,
});

const product = v.object({
  id: text,
  createdAt: text,
  modifiedAt: orNull(text),
  name: text,
  description: orNull(text),
  recurringInterval: v.optional(orNull(text)),
  isRecurring: flag,
  isArchived: flag,
  organizationId: text,
  metadata: v.optional(metadata),
  prices: v.array(price),
  benefits: v.optional(v.array(benefit)),
  medias: v.array(media),
  trialInterval: v.optional(orNull(text)),
  trialIntervalCount: v.optional(orNull(number)),
  recurringIntervalCount: v.optional(orNull(number)),
});

// Earlier ones know the intervals by name.
const intervals = has("0.8.1", "0.7.3")
  ? [text]
  : [...(has("0.7.3", "0.6.4") ? ["day", "week"] : []), "month", "year"].map((name) => v.literal(name));

export const subscriptionValidator = v.object({
  id: text,
  customerId: text,
  createdAt: text,
  modifiedAt: orNull(text),
  amount: orNull(number),
  currency: orNull(text),
  recurringInterval: v.union(...intervals, v.null()),
  status: text,
  currentPeriodStart: text,
  currentPeriodEnd: orNull(text),
  cancelAtPeriodEnd: flag,
  startedAt: orNull(text),
  endedAt: orNull(text),
  productId: text,
  priceId: v.optional(text),
  checkoutId: orNull(text),
  metadata,
  customerCancellationReason: v.optional(orNull(text)),
  customerCancellationComment: v.optional(orNull(text)),
  ...(has("0.8.1", "0.7.3") && {
    discountId: v.optional(orNull(text)),
    canceledAt: v.optional(orNull(text)),
    endsAt: v.optional(orNull(text)),
    recurringIntervalCount: v.optional(number),
    trialStart: v.optional(orNull(text)),
    trialEnd: v.optional(orNull(text)),
    seats: v.optional(orNull(number)),
    customFieldData: v.optional(metadata),
  }),
});

const url = v.object({ url: text });

const listAllSubscriptions = queryGeneric({
  args: {},
  returns: v.array(v.object({ ...subscriptionValidator.fields, product: orNull(product) })),
  handler,
});

export class Polar {
  api() {
    return {
      changeCurrentSubscription: actionGeneric({ args: { productId: text }, handler }),
      cancelCurrentSubscription: actionGeneric({ args: { revokeImmediately: v.optional(flag) }, handler }),
      getConfiguredProducts: queryGeneric({ args: {}, handler }),
      listAllProducts: queryGeneric({ args: {}, handler }),
      ...(has("0.8.1", "0.7.3") && { listAllSubscriptions }),
      generateCheckoutLink: actionGeneric({
        args: {
          productIds: v.array(text),
          origin: text,
          successUrl: text,
          ...(has("0.6.4") && { subscriptionId: v.optional(text) }),
          ...(has("0.8.1", "0.7.3") && {
            metadata: v.optional(v.record(text, text)),
            trialInterval: v.optional(orNull(text)),
            trialIntervalCount: v.optional(orNull(number)),
          }),
          ...(has("0.9.2", "0.8.1") && { locale: v.optional(text) }),
        },
        returns: url,
        handler,
      }),
      generateCustomerPortalUrl: actionGeneric({
        args: { ...(has("0.9.2", "0.8.1") && { returnUrl: v.optional(text) }) },
        returns: url,
        handler,
      }),
    };
  }

  checkoutApi() {
    return this.api();
  }
}
