// One function for each kind of validator, and for each way in which members of a union meet. Plain JavaScript, so that Node loads it.
import { queryGeneric as query } from "convex/server";
import { v } from "convex/values";

const echo = (value) => query({ args: { value, values: v.array(value) }, returns: value, handler: async (_ctx, args) => args.value });
const text = (...texts) => texts.map((one) => v.literal(one));

export const string_type = v.string();
export const string = echo(string_type);
export const number = echo(v.number());
export const int64 = echo(v.int64());
export const boolean = echo(v.boolean());
export const nothing = echo(v.null());
export const bytes = echo(v.bytes());
export const anything = echo(v.any());
export const id_type = v.id("users");
export const id = echo(id_type);
export const array = echo(v.array(v.array(v.number())));
export const record = echo(v.record(v.string(), v.int64()));
export const by_id = echo(v.record(v.id("users"), v.boolean()));

export const by_literal_type = v.record(v.union(...text("low", "high", "in-between")), v.number());
export const by_literal = echo(by_literal_type);
export const by_ids = echo(v.record(v.union(v.id("users"), v.id("events")), v.null()));
export const by_open = echo(v.record(v.union(v.literal("known"), v.string()), v.null()));

export const object_type = v.object({
  a: v.string(), fooBar: v.number(), foo_bar: v.int64(), class: v.optional(v.boolean()), _x: v.optional(v.null()), Self: v.array(v.string()),
});
export const object = echo(object_type);
export const empty_type = v.object({});
export const empty = echo(empty_type);
export const absent_type = v.object({ a: v.optional(v.string()), b: v.optional(v.union(v.string(), v.null())), c: v.union(v.string(), v.null()) });
export const absent = echo(absent_type);
export const absent_any_type = v.object({ a: v.optional(v.any()), b: v.any() });
export const absent_any = echo(absent_any_type);

export const nullable = echo(v.union(v.string(), v.null()));
export const nullable_object_type = v.object({ inside: v.union(v.object({ a: v.number() }), v.null()) });
export const nullable_object = echo(nullable_object_type);
export const nullable_inside = echo(v.union(v.array(v.union(v.number(), v.null())), v.null()));

export const literal_type = v.literal("only");
export const literal = echo(literal_type);
export const words_type = v.union(...text("in-progress", "1080p", "", "==", "!=", "größe", "👍", "Self", "C", "C++", "C#", "a\"b\\c\n"));
export const words = echo(words_type);
export const numbers_type = v.union(v.literal(1), v.literal(-1), v.literal(2.5), v.literal(0));
export const numbers = echo(numbers_type);
export const integers_type = v.union(v.literal(1n), v.literal(-9223372036854775808n), v.literal(0n));
export const integers = echo(integers_type);
export const booleans_type = v.union(v.literal(true), v.literal(false));
export const booleans = echo(booleans_type);
export const yes_type = v.literal(true);
export const yes = echo(yes_type);
export const mixed_literals_type = v.union(v.literal("auto"), v.literal(1), v.literal("1"), v.literal(1n), v.literal(true));
export const mixed_literals = echo(mixed_literals_type);
export const nullable_words_type = v.union(v.null(), ...text("a", "b"));
export const nullable_words = echo(nullable_words_type);
export const special_type = v.union(v.literal(Infinity), v.literal(-Infinity), v.literal(NaN), v.literal(1));
export const special = echo(special_type);
export const constants_type = v.object({
  ok: v.literal(true), n: v.literal(-1.5), big: v.literal(7n), there: v.optional(v.literal("x")), maybe: v.union(v.literal("y"), v.null()),
  both: v.optional(v.union(v.literal("z"), v.null())), all: v.array(v.literal(false)), value: v.string(),
});
export const constants = echo(constants_type);
export const constants_alone_type = v.object({ kind: v.literal("alone") });
export const constants_alone = echo(constants_alone_type);
export const tagged_constants_type = v.union(
  v.object({ kind: v.literal("a"), v: v.literal(1), text: v.string() }),
  v.object({ kind: v.literal("b"), v: v.literal(1), there: v.optional(v.literal(true)) }),
);
export const tagged_constants = echo(tagged_constants_type);

const shared = { at: v.number(), by: v.optional(v.id("users")) };
export const tagged_type = v.union(
  v.object({ kind: v.literal("text"), text: v.string(), ...shared }),
  v.object({ kind: v.literal("image"), url: v.string(), alt: v.optional(v.string()), ...shared }),
  v.object({ kind: v.literal("none"), ...shared }),
);
export const tagged = echo(tagged_type);
export const by_number_type = v.union(v.object({ version: v.literal(1), a: v.string() }), v.object({ version: v.literal(2), a: v.number() }));
export const by_number = echo(by_number_type);
export const by_boolean_type = v.union(v.object({ ok: v.literal(true), value: v.any() }), v.object({ ok: v.literal(false), error: v.string() }));
export const by_boolean = echo(by_boolean_type);
export const by_second_type = v.union(
  v.object({ type: v.literal("x"), status: v.literal("ok"), n: v.number() }),
  v.object({ type: v.literal("x"), status: v.literal("no") }),
);
export const by_second = echo(by_second_type);
export const text_body = v.object({ kind: v.literal("text"), text: v.string() });
export const image_body = v.object({ kind: v.literal("image"), url: v.string() });
export const named_bodies = v.union(text_body, image_body, v.object({ kind: v.literal("none") }));
export const named = echo(named_bodies);
export const nested_type = v.union(
  v.object({ kind: v.literal("list"), items: v.array(v.union(v.object({ kind: v.literal("leaf"), value: v.number() }), text_body)) }),
  v.object({ kind: v.literal("pair"), left: named_bodies, right: v.optional(named_bodies) }),
);
export const nested = echo(nested_type);
export const tag_of_union_type = v.union(
  v.object({ kind: v.union(...text("a", "b")), x: v.string() }),
  v.object({ kind: v.literal("c"), y: v.string() }),
);
export const tag_of_union = echo(tag_of_union_type);
export const tag_twice_type = v.union(
  v.object({ type: v.literal("a"), x: v.string() }), v.object({ type: v.literal("a"), y: v.string() }), v.object({ type: v.literal("b") }),
);
export const tag_twice = echo(tag_twice_type);
export const optional_tag_type = v.union(v.object({ kind: v.optional(v.literal("a")), x: v.number() }), v.object({ kind: v.literal("b"), x: v.number() }));
export const optional_tag = echo(optional_tag_type);
export const tag_named_like_a_keyword_type = v.union(v.object({ type: v.literal("self"), self: v.string() }), v.object({ type: v.literal("Self") }));
export const tag_named_like_a_keyword = echo(tag_named_like_a_keyword_type);

export const overlapping_type = v.union(
  v.object({ a: v.string() }),
  v.object({ a: v.string(), b: v.optional(v.number()) }),
  v.object({ a: v.string(), c: v.any() }),
  v.object({ a: v.optional(v.string()), d: v.optional(v.string()) }),
);
export const overlapping = echo(overlapping_type);
export const same_fields_type = v.union(v.object({ a: v.string() }), v.object({ a: v.number() }), v.object({ a: v.array(v.string()) }));
export const same_fields = echo(same_fields_type);
export const all_optional_type = v.union(v.object({ a: v.optional(v.string()) }), v.object({ b: v.optional(v.string()) }));
export const all_optional = echo(all_optional_type);
export const object_or_record_type = v.union(v.object({ a: v.string() }), v.record(v.string(), v.number()));
export const object_or_record = echo(object_or_record_type);
export const records_type = v.union(v.record(v.string(), v.number()), v.record(v.string(), v.string()));
export const records = echo(records_type);
export const scalars_type = v.union(v.string(), v.number(), v.int64(), v.boolean(), v.bytes(), v.null());
export const scalars = echo(scalars_type);
export const arrays_type = v.union(v.array(v.string()), v.array(v.number()), v.array(v.object({ a: v.string() })));
export const arrays = echo(arrays_type);
export const one_or_many_type = v.union(v.string(), v.array(v.string()));
export const one_or_many = echo(one_or_many_type);
export const ids_type = v.union(v.id("users"), v.id("events"));
export const ids = echo(ids_type);
export const open_words_type = v.union(v.literal("known"), v.literal("also"), v.string());
export const open_words = echo(open_words_type);
export const literal_or_object_type = v.union(v.literal("all"), v.literal("none"), v.object({ only: v.array(v.string()) }));
export const literal_or_object = echo(literal_or_object_type);
export const number_or_literal_type = v.union(v.literal("auto"), v.number());
export const number_or_literal = echo(number_or_literal_type);
export const own_primitive_type = v.union(v.literal(1), v.number(), v.literal(true), v.boolean(), v.literal(2n), v.int64());
export const own_primitive = echo(own_primitive_type);
export const any_member = echo(v.union(v.any(), v.string()));
export const any_inside_type = v.union(v.object({ a: v.any() }), v.object({ a: v.string(), b: v.any() }));
export const any_inside = echo(any_inside_type);
export const union_of_unions_type = v.union(words_type, numbers_type, v.union(v.object({ a: v.string() }), v.null()));
export const union_of_unions = echo(union_of_unions_type);
export const one_member_type = v.union(v.object({ a: v.string() }));
export const one_member = echo(one_member_type);
