/** A stop or scrap reason as the reference table lists it. */
export interface ReasonCode {
  readonly reasonCode: string;
  readonly name: string;
  readonly parentCode: string | null;
  /** The time bucket that holds whatever the state says; null leaves it to the state. */
  readonly bucket: "planned_stop" | null;
}

const stop = (reasonCode: string, name: string, parentCode: string | null): ReasonCode => ({
  reasonCode,
  name,
  parentCode,
  bucket: null,
});

const planned = (reasonCode: string, name: string, parentCode: string | null): ReasonCode => ({
  reasonCode,
  name,
  parentCode,
  bucket: "planned_stop",
});

/** Every reason the simulator reports, parents first. */
export const REASON_CODES: readonly ReasonCode[] = [
  stop("BREAKDOWN", "Breakdown", null),
  stop("HYDRAULIC_FAULT", "Hydraulic pressure lost", "BREAKDOWN"),
  stop("DIE_DAMAGE", "Die damaged", "BREAKDOWN"),
  stop("LIGHT_CURTAIN_FAULT", "Light curtain fault", "BREAKDOWN"),
  stop("WELD_CONTROLLER_FAULT", "Weld controller fault", "BREAKDOWN"),
  stop("GRIPPER_FAULT", "Gripper fault", "BREAKDOWN"),
  stop("AXIS_FAULT", "Axis drive fault", "BREAKDOWN"),
  stop("TOOL_BREAKAGE", "Tool broken", "BREAKDOWN"),
  stop("COOLANT_FAULT", "Coolant supply fault", "BREAKDOWN"),
  stop("SPINDLE_FAULT", "Spindle fault", "BREAKDOWN"),
  stop("MINOR_STOP", "Minor stop", null),
  stop("MISFEED", "Blank misfed", "MINOR_STOP"),
  stop("TIP_DRESS", "Electrode tip dressed", "MINOR_STOP"),
  stop("WIRE_FEED", "Wire feed cleared", "MINOR_STOP"),
  stop("CHIP_JAM", "Chips cleared", "MINOR_STOP"),
  stop("SETUP", "Setup", null),
  stop("CHANGEOVER", "Changeover to another product", "SETUP"),
  stop("DIE_CHANGE", "Die changed for another product", "SETUP"),
  stop("START_UP", "Start-up and warm-up", "SETUP"),
  stop("RESTART", "Restart after a repair", "SETUP"),
  stop("TOOL_CHANGE", "Worn tool changed", "SETUP"),
  stop("ORGANISATION", "Organisation", null),
  stop("MATERIAL_SHORTAGE", "Material missing", "ORGANISATION"),
  stop("WAITING_FOR_OPERATOR", "Waiting for the operator", "ORGANISATION"),
  stop("QUALITY_CHECK", "Stopped for a quality check", "ORGANISATION"),
  stop("SHIFT_HANDOVER", "Shift handover", "ORGANISATION"),
  stop("BREAK", "Break, and what it overruns", "ORGANISATION"),
  planned("PLANNED_STOP", "Planned stop", null),
  planned("PLANNED_MAINTENANCE", "Planned maintenance", "PLANNED_STOP"),
  planned("TEAM_MEETING", "Team meeting", "PLANNED_STOP"),
  stop("STARTUP_REJECT", "Start-up reject", null),
  stop("START_UP_SCRAP", "First pieces after a start or changeover", "STARTUP_REJECT"),
  stop("PRODUCTION_REJECT", "Production reject", null),
  stop("CRACK", "Crack", "PRODUCTION_REJECT"),
  stop("WRINKLE", "Wrinkle", "PRODUCTION_REJECT"),
  stop("SURFACE_DEFECT", "Surface defect", "PRODUCTION_REJECT"),
  stop("POROSITY", "Porous weld", "PRODUCTION_REJECT"),
  stop("BURN_THROUGH", "Burn-through", "PRODUCTION_REJECT"),
  stop("DIMENSION", "Out of tolerance", "PRODUCTION_REJECT"),
  stop("BURR", "Burr, to be reworked", "PRODUCTION_REJECT"),
  stop("SPATTER", "Spatter, to be reworked", "PRODUCTION_REJECT"),
];
