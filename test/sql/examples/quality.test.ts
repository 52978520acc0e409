import { prove, site, speaker } from "../../helpers/plant.ts";

const steps = [
  { id: "isssp_1", unitsIn: 100, unitsOut: 95 },
  { id: "isssp_2", unitsIn: 95, unitsOut: 85 },
  { id: "isssp_3", unitsIn: 85, unitsOut: 80 },
];
const qammunity = speaker("qammunity");
const cocoa = speaker("cocoa");

/** Three pieces one standard deviation apart have that mean and that deviation. */
const measurements = (at: typeof qammunity, values: readonly number[], lower: number, upper: number) => [
  at("06:00", "RUNNING", { product_id: "piece" }),
  ...values.map((measured, index) =>
    at(`07:0${index}`, { characteristic: "size", measured, lower_limit: lower, upper_limit: upper }),
  ),
  at("08:00"),
];
const capabilityOf = (id: string, digits: number) =>
  `select round(mean, 6) as mean, round(stddev, 6) as stddev, round(cmk, ${digits}) as cmk, round(cpk, ${digits}) as cpk
  from gold.capability where machine_id = '${id}'`;

prove("published examples of yield and capability", [
  {
    name: "isssp_fty_3_steps: 100 in, 95, 85, 80 out is 0.80",
    reference: site("isssp", { machines: steps.map(({ id }) => id) }),
    events: steps.flatMap(({ id, unitsIn, unitsOut }, index) => {
      const at = speaker(id);
      return [
        at("06:00", "RUNNING"),
        ...Array.from({ length: unitsIn }, (_, unit) =>
          at(`1${index}:00`, { unit_id: `isssp ${unit}`, ...(unit < unitsOut ? { good: 1 } : { scrap: 1 }) }),
        ),
        at("14:00"),
      ];
    }),
    sql: `select round(rolled_throughput_yield, 2) as fty, unit_count, station_count
      from gold.rolled_throughput_yield where line_id = 'isssp'`,
    rows: [{ fty: 0.8, unit_count: 100, station_count: 3 }],
  },
  {
    name: "qammunity_cpk: mean 100, sigma 4 within 90 to 110 is 0.8333",
    reference: site("qammunity"),
    events: measurements(qammunity, [96, 100, 104], 90, 110),
    sql: capabilityOf("qammunity", 4),
    rows: [{ mean: 100, stddev: 4, cmk: 0.8333, cpk: 0.8333 }],
  },
  {
    name: "cocoa_fizz_cpk: mean 15.9, sigma 0.1 within 15.8 to 16.2 is 0.33",
    reference: site("cocoa"),
    events: measurements(cocoa, [15.8, 15.9, 16], 15.8, 16.2),
    sql: capabilityOf("cocoa", 2),
    rows: [{ mean: 15.9, stddev: 0.1, cmk: 0.33, cpk: 0.33 }],
  },
]);
