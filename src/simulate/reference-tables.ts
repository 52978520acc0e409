import { toCsv } from "./csv-text.ts";
import type { PlantModel } from "./plant-model.ts";
import { REASON_CODES } from "./reason-codes.ts";

const SITE_ID = "SITE_01";
const WEEKDAY_NAMES = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/** The plant as reference files: file name to CSV text. */
export function referenceTables(model: PlantModel): Map<string, string> {
  const { parameters, clock, names } = model;
  const { calendarId, targets } = parameters;
  const weekdays = parameters.workdays.map((day) => WEEKDAY_NAMES[day]).join(",");
  const isWorkingWeek = weekdays === "Mon,Tue,Wed,Thu,Fri";
  return new Map([
    ["sites.csv", toCsv(["site_id", "name", "time_zone"], [[SITE_ID, names.site, parameters.timeZone]])],
    [
      "lines.csv",
      toCsv(
        [
          "line_id",
          "site_id",
          "area_id",
          "name",
          "constraint_machine_id",
          "output_machine_id",
          "calendar_id",
        ],
        model.lines.map(({ lineId, areaId, number, constraint, output }) => [
          lineId,
          SITE_ID,
          areaId,
          `Line ${number}`,
          constraint.machineId,
          output.machineId,
          calendarId,
        ]),
      ),
    ],
    [
      "machines.csv",
      toCsv(
        ["machine_id", "line_id", "machine_type", "name", "position", "silence_s", "minor_stop_s"],
        model.machines.map(({ machineId, lineId, machineType, name, position }) => [
          machineId,
          lineId,
          machineType,
          name,
          position,
          parameters.silenceS,
          null,
        ]),
      ),
    ],
    [
      "products.csv",
      toCsv(
        ["product_id", "name"],
        model.productIds.map((productId, index) => [productId, names.products[index] ?? null]),
      ),
    ],
    [
      "standards.csv",
      toCsv(
        ["machine_id", "product_id", "ideal_cycle_s", "valid_from", "valid_to"],
        model.machines.flatMap(({ standards }) =>
          standards.map(({ machineId, productId, idealCycleS, validFrom }) => [
            machineId,
            productId,
            idealCycleS,
            validFrom?.date ?? null,
            null,
          ]),
        ),
      ),
    ],
    [
      "shifts.csv",
      toCsv(
        ["calendar_id", "shift_id", "weekdays", "starts_at", "ends_at", "valid_from", "valid_to"],
        parameters.shifts.map(({ shiftId, startsAt, endsAt }) => [
          calendarId,
          shiftId,
          isWorkingWeek ? "Mon-Fri" : weekdays,
          startsAt,
          endsAt,
          null,
          null,
        ]),
      ),
    ],
    [
      "breaks.csv",
      toCsv(
        ["calendar_id", "shift_id", "name", "starts_at", "ends_at"],
        parameters.shifts.flatMap(({ shiftId, breaks }) =>
          breaks.map(({ name, startsAt, endsAt }) => [calendarId, shiftId, name, startsAt, endsAt]),
        ),
      ),
    ],
    [
      "holidays.csv",
      toCsv(
        ["calendar_id", "date", "name"],
        model.holidays.map(({ date, name }) => [calendarId, date, name]),
      ),
    ],
    [
      "planned_stops.csv",
      toCsv(
        ["machine_id", "started_at", "ended_at", "reason_code"],
        model.machines
          .flatMap(({ plannedStops }) => plannedStops)
          .map(({ machineId, startMs, endMs, reasonCode }) => [
            machineId,
            clock.toLocalIso(startMs),
            clock.toLocalIso(endMs),
            reasonCode,
          ]),
      ),
    ],
    [
      "reasons.csv",
      toCsv(
        ["reason_code", "name", "parent_code", "bucket"],
        REASON_CODES.map(({ reasonCode, name, parentCode, bucket }) => [
          reasonCode,
          name,
          parentCode,
          bucket,
        ]),
      ),
    ],
    [
      "orders.csv",
      toCsv(
        [
          "order_id",
          "product_id",
          "line_id",
          "planned_qty",
          "planned_scrap_qty",
          "planned_start_at",
          "planned_end_at",
        ],
        model.lines
          .flatMap(({ orders }) => orders)
          .map((order) => [
            order.orderId,
            order.productId,
            order.lineId,
            order.plannedQty,
            order.plannedScrapQty,
            clock.toLocalIso(order.plannedStartMs),
            clock.toLocalIso(order.plannedEndMs),
          ]),
      ),
    ],
    [
      "targets.csv",
      toCsv(
        ["scope", "scope_id", "kpi", "target", "valid_from", "valid_to"],
        Object.entries(targets).map(([kpi, target]) => ["site", SITE_ID, kpi, target, null, null]),
      ),
    ],
  ]);
}
