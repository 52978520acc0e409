/** JSON schemas of the API; what they refuse never reaches SQL. */

const date = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" } as const;
const text = { type: "string", maxLength: 200 } as const;

export const parametersSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    scope: { type: "string", enum: ["plant", "site", "line", "machine"] },
    scope_id: { ...text, description: "Id of the site, line or machine; empty for the plant" },
    from_date: { ...date, description: "First production date" },
    to_date: { ...date, description: "Last production date" },
    before_from: { ...date, description: "First date of the span to compare with" },
    before_to: date,
    shift: { ...text, description: "Empty for all shifts" },
    product: { ...text, description: "Empty for all products" },
    grain: { type: "string", enum: ["hour", "shift", "day", "week", "month"] },
    measure: { type: "string", enum: ["s", "count", "qty", "kwh"] },
    bucket: { type: "string", pattern: "^[a-z_]{0,40}$" },
    reason: text,
    limit: { type: "string", pattern: "^[1-9]\\d{0,3}$" },
  },
} as const;

export const errorSchema = {
  type: "object",
  required: ["error", "code", "hint"],
  properties: {
    error: { type: "string" },
    code: { type: "string" },
    hint: { type: "string", nullable: true },
  },
} as const;

export const sqlSchema = {
  type: "object",
  required: ["sql"],
  additionalProperties: false,
  properties: { sql: { type: "string", minLength: 1, maxLength: 20_000 } },
} as const;
