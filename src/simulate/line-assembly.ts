import type { EventKernel } from "./event-kernel.ts";
import type { Intake } from "./part-flow.ts";
import { createOrderFeed, createPartBuffer, DISPATCH } from "./part-flow.ts";
import type { PlannedLine, PlannedMachine, PlantModel } from "./plant-model.ts";
import { createRepairCrew } from "./repair-crew.ts";
import type { TelemetryWriter } from "./telemetry-writer.ts";
import { createVehicleNumbers } from "./vehicle-number.ts";
import type { WorkingMachine } from "./working-machine.ts";
import { createWorkingMachine } from "./working-machine.ts";

/** Puts the machines of one line in a row, with a buffer between each and the next. */
export function assembleMachines(
  model: PlantModel,
  line: PlannedLine,
  { kernel, writer }: { readonly kernel: EventKernel; readonly writer: TelemetryWriter },
): readonly WorkingMachine[] {
  const { manufacturer } = model.names;
  const numbers = createVehicleNumbers(manufacturer, line.number, kernel.nowMs);
  let intake: Intake = createOrderFeed(line.orders, numbers);
  const crew = createRepairCrew(Math.ceil(line.machines.length / model.parameters.machinesPerFitter));
  return line.machines.map((plan: PlannedMachine, index) => {
    const place = { plan, intake, outlet: DISPATCH, crew, events: writer.source(plan.machineId) };
    if (index === line.machines.length - 1) return createWorkingMachine(model, place, kernel);
    const buffer = createPartBuffer(plan.parameters.bufferAfter, line.orders[0]);
    intake = buffer.intake;
    return createWorkingMachine(model, { ...place, outlet: buffer.outlet }, kernel);
  });
}
