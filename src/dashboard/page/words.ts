/** What losses, buckets and steps are called, and what they mean. */

interface Word {
  readonly label: string;
  readonly meaning: string;
}

const words: Readonly<Record<string, Word>> = {
  running: { label: "Running", meaning: "The machine ran." },
  breakdown: { label: "Breakdown", meaning: "The machine had failed." },
  setup: { label: "Setup", meaning: "Changeover and adjustment." },
  other_stop: {
    label: "Other stops",
    meaning: "Idle, stopped or off within a shift, for longer than a minor stop.",
  },
  starved: { label: "Starved", meaning: "Waiting for parts." },
  blocked: { label: "Blocked", meaning: "Unable to hand parts on." },
  minor_stop: { label: "Minor stops", meaning: "Short stops; they cost performance, not availability." },
  reduced_speed: {
    label: "Reduced speed",
    meaning: "Running time beyond the standard time of the pieces made.",
  },
  reject: { label: "Rejects", meaning: "Standard time of scrap and rework." },
  no_data: { label: "No data", meaning: "Planned time of which nothing is known." },
  planned_stop: { label: "Planned stops", meaning: "Breaks, planned maintenance and other planned stops." },
  unscheduled: { label: "Unscheduled", meaning: "Outside every shift." },
  calendar_time: { label: "Calendar time", meaning: "All known time." },
  scheduled_time: { label: "Scheduled time", meaning: "Calendar time less unscheduled time." },
  planned_production_time: {
    label: "Planned production",
    meaning: "Scheduled time less planned stops and time without data: the base of OEE.",
  },
  operating_time: { label: "Operating time", meaning: "Running and minor stops: availability is its share." },
  net_operating_time: {
    label: "Net operating time",
    meaning: "Standard time of all pieces: performance is its share.",
  },
  fully_productive_time: {
    label: "Fully productive",
    meaning: "Standard time of good pieces: OEE is its share.",
  },
  availability: { label: "Availability", meaning: "Operating time / planned production time." },
  performance: { label: "Performance", meaning: "Standard time of all pieces / operating time." },
  quality: { label: "Quality", meaning: "Standard time of good pieces / standard time of all pieces." },
  oee: { label: "OEE", meaning: "Standard time of good pieces / planned production time." },
};

/** A name for people; what has none is shown as it is. */
export function label(name: string): string {
  return words[name]?.label ?? name.replaceAll("_", " ");
}

export function meaning(name: string): string {
  return words[name]?.meaning ?? "";
}

export const shiftName = (shift: string): string => (shift === "24h" ? "24 h" : shift);
