// Ids in arguments: Convex rejects those of another table, and `convex-test` takes any text.

/** How `convex-test` writes ids. */
const ID = /^\d+;(.+)$/;

/** What Convex says of the first id in `value` that is not of its validator's table. */
export function wrongTable(validator, value, path = "") {
  if (validator === null || value === undefined) return undefined;
  switch (validator.type) {
    case "id": {
      const table = ID.exec(value)?.[1];
      if (table === undefined || table === validator.tableName) return undefined;
      const wanted = `v.id("${validator.tableName}")`;
      return `ArgumentValidationError: Found ID "${value}" from table \`${table}\`, which does not match the table name in validator \`${wanted}\`.\nPath: ${path}\nValue: ${JSON.stringify(value)}\nValidator: ${wanted}`;
    }
    case "array":
      return first(value.map?.((item, index) => wrongTable(validator.value, item, `${path}[${index}]`)));
    case "object":
      return first(Object.entries(validator.value).map(([name, { fieldType }]) => wrongTable(fieldType, value[name], `${path}.${name}`)));
    case "record":
      return first(Object.entries(value).map(([key, item]) => wrongTable(validator.values.fieldType, item, `${path}.${key}`)));
    case "union": {
      const problems = validator.value.map((member) => (mayBe(member, value) ? wrongTable(member, value, path) : ""));
      return problems.includes(undefined) ? undefined : first(problems);
    }
    default:
      return undefined;
  }
}

const first = (problems = []) => problems.find(Boolean);

/** Whether a member of a union is meant by a value. */
function mayBe(member, value) {
  switch (member.type) {
    case "id":
    case "string":
      return typeof value === "string";
    case "literal":
      return member.value === value;
    case "array":
      return Array.isArray(value);
    case "object":
    case "record":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "null":
      return value === null;
    case "boolean":
      return typeof value === "boolean";
    case "number":
      return typeof value === "number";
    default:
      return member.type === "any" || typeof value === "bigint";
  }
}
