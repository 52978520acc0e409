import type { SqlReference } from "../helpers/reference-docs.ts";
import { code } from "./markdown.ts";
import { ratioViews } from "./ratio-views.ts";

/** Layers, conventions, how a model is written and how a source is added. */
export function overview(reference: SqlReference): string {
  const { project, columns } = reference;
  const count = (layer: string): number =>
    [...project.models.keys()].filter((relation) => relation.startsWith(`${layer}.`)).length;
  const eventColumns = (columns.get("silver.events") ?? []).map(({ name }) => code(name)).join(", ");
  return `# The SQL models

All figures are computed here. The file \`sql/<layer>/<name>.sql\` is the relation \`<layer>.<name>\`. This page is made by
\`npm run docs\` from the headers of the models, from their columns as DuckDB describes them, and from two dictionaries:
[columns.csv](columns.csv) and [dialects/functions.csv](dialects/functions.csv). A test keeps it fresh; do not edit it.

| where | what |
|---|---|
| [Reading a figure](#reading-a-figure) | units, sums and nulls, and how to recompute a figure by hand |
| [Layers](#layers) | what each layer holds and what it may read |
| [Writing a model](#writing-a-model) | header, names, rules |
| [Adding a source](#adding-a-source) | telemetry of another shape, by SQL alone |
| [Lineage of Gold](#lineage-of-gold) | what is made from what |
| [Gold](#gold), [Silver](#silver), [Bronze](#bronze) | every relation and column |
| [Checks](#checks), [Questions](#questions), [Functions](#functions) | what must hold, what is asked, what the dialects define |

## Reading a figure

- A column name has one meaning in the whole project and ends in its unit: \`_ms\`, \`_us\`, \`_s\`, \`_h\`, \`_qty\` (pieces), \`_j\`
  (joules), \`_kwh\`, \`_kw\`, \`_count\`, \`_ratio\`. Ratios are 0..1 and not rounded. \`_no\` is a number in an order. \`_at\` is a
  time in UTC; intervals start at \`started_at\`, which is included, and end at \`ended_at\`, which is not. \`_date\`, \`_week\` and
  \`_month\` are local dates of the site; \`utc_date\` is the date in UTC by which Silver is kept.
- Stored measures are integers: milliseconds, pieces, joules, microseconds of standard time. Seconds and ratios are made in
  views.
- *Adds up* says whether rows may be summed: \`yes\`; \`no\`, and the ratio of sums is right where the mean of ratios is not; or
  only \`within\` rows that are alike in the columns named. Where a relation has a scope or a period, sum within one scope and one
  period only.
- A formula is SQL. A bare name is a column of the same row. \`layer.relation.column\` is a column of those rows of that relation that
  have the same values in the columns of the grain, as far as it has them. A relation with \`slice_started_at\` has the keys of its slice
  in \`silver.machine_slices\` (\`unscheduled\` where that has no shift), and two such relations are joined by machine and slice. A
  week has the rows of the dates from its Monday on, a month those of its dates. A division by 0 is null. A test compares every
  formula with a built warehouse.
- A column without a formula is taken over from an input, or placed by rules that the description of the relation and the
  comments in its file give.
- The time ledger: every known millisecond of a machine lies in one row of \`silver.ledger\` and so in one of ten buckets. Buckets
  sum to calendar time on every slice.

To recompute a figure, take its formula, and then the formulas of the columns it names, down to the facts:

\`\`\`sql
-- oee = ideal_good_s / planned_production_s in gold.oee_by_machine_day
select
    machine_id,
    production_date,
    sum(ideal_good_us) / 1e6
        / (sum(running_ms + setup_ms + breakdown_ms + starved_ms + blocked_ms + minor_stop_ms + other_stop_ms) / 1e3) as oee
from gold.fact_oee
group by machine_id, production_date
\`\`\`

## Layers

| layer | relations | holds | may read | stored as |
|---|---|---|---|---|
| Bronze | ${count("bronze")} | telemetry as received, typed, one relation a source | \`landing.<source>\` | Parquet, a file a batch and day, never changed |
| Silver | ${count("silver")} | events once each, calendars, the time ledger, pieces and energy in their places | Bronze, Silver, \`reference.*\` | Parquet, a file a table |
| Gold | ${count("gold")} | facts, dimensions, and ${ratioViews(reference).length} ratio views over them, losses, reliability, quality, ISO 22400-2 | Silver, Gold, \`reference.*\` | Parquet, a file a table |

\`landing.<source>\` is the lines of the files of a source: \`line_text\`, \`source_file\`, \`line_number\`. \`reference.<table>\` is a file
of the plant, \`reference/<table>.csv\`, every column as text, checked before any model reads it. Nothing reads upwards.

## Writing a model

A model is one file with a header and one SELECT. The runner finds its inputs with DuckDB's parser, orders the models, builds
what is stale and writes the files. No model creates, inserts or orders.

\`\`\`sql
-- One row per machine and shift: how much of the planned time it ran.
--! grain: machine_id, shift_id
--! kind: table
--! version: 1
\`\`\`

| header line | meaning |
|---|---|
| sentences | what one row is, and what null means; they are the descriptions on this page |
| \`--! grain:\` | columns that identify a row, checked to be unique and not null when a table is built; \`name?\` may be null; \`none\` for relations without a key |
| \`--! kind:\` | \`source\` in Bronze, \`table\` (stored, sorted by its grain) or \`view\` (evaluated by whoever asks) |
| \`--! version:\` | raised when the meaning of a column changes |
| \`--! partition:\` | a date column: the table is kept as one file a date, and only the dates whose inputs changed are built anew |
| \`--! window:\` | which dates of its inputs a date reads, as in \`silver.ledger -1..2, silver.heard_days all\`; the same date where nothing is said; may stand several times |
| \`--! keys:\` | a column whose rows come from input rows of the same value alone, whatever their date: only values that stand in changed dates are computed anew |
| \`--! collect:\` | \`silver.source_events = silver.events_*\`: the model reads \`silver.source_events\`, the union by name of all models whose name begins so |
| \`--! dialect: duckdb\` | the model is DuckDB's own; other engines read its Parquet file |

Common table expressions come first, the last is \`final\`, and the file ends in \`select * from final\`. A view that only picks
columns of one relation may be a bare SELECT. Silver and Gold keep to SQL that Spark reads too; what differs is a function of
[dialects/](dialects/). Columns are BIGINT, DOUBLE, VARCHAR, DATE, TIMESTAMP or BOOLEAN. A new column gets a line in
[columns.csv](columns.csv); then run \`npm run docs\`.

A line of the dictionary holds the key \`column\` (a name everywhere), \`layer.relation.column\` (only there), or a key with \`*\` in
the relation; the most particular key counts. Then unit, adds\\_up, meaning, formula, when it is null, and where the formula
comes from.

## Adding a source

Two files, no TypeScript:

1. \`sql/bronze/<source>.sql\`, of kind \`source\`, reads \`landing.<source>\` and returns one row a line: typed columns of its own
   choice, and \`source_file\`, \`line_number\`, \`event_date\` (the UTC date of the event), \`reject_reason\` (null for a good line,
   \`blank\` for a line to pass over) and \`reject_text\` (the line, where it is refused). Keep unknown fields in \`extra_fields\`. The
   runner moves refused lines to \`quarantine/\` and adds \`_source_file\`, \`_batch_id\` and \`_ingested_at\`.
2. \`sql/silver/events_<source>.sql\`, a view of grain \`none\`, maps these rows to events: \`machine_id\`, \`event_at\` and \`event_type\`,
   and of the others below what the source has. A column it lacks is null for its events. Convert units here, and only here.

Then put files into \`landing/<source>/\` and run \`indkpi build\`. \`silver.identified_events\` collects every \`silver.events_*\` by
itself. [bronze/indkpi.sql](bronze/indkpi.sql) and [silver/events_indkpi.sql](silver/events_indkpi.sql) are such a pair. The
columns of an event: ${eventColumns}.`;
}
