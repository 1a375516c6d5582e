// The shapes of the texts that server and page exchange; see sim/live and server.

export interface Output {
  name: string;
  symbol: string;
  label: string;
  unit: string;
  doc: string;
  kind: "scalar" | "vector" | "matrix" | "tiles" | "image" | "path" | "points";
  shape: number[];
  from: "snapped" | "recorded" | "probed";
  probe: string;
  log: boolean;
  range: [number, number];
}

export interface Variant {
  key: string;
  label: string;
  fields: Record<string, string>;
  outputs: Output[];
}

export interface Marker {
  unit: number;
  variant: string;
  text: string;
  set?: Record<string, string>;
}

export interface ProbeState {
  name: string;
  title: string;
  every: number;
}

export interface Hello {
  type: "hello";
  protocol: number;
  build: string;
  kernel: string;
  recorded?: string; // the kernel that the journal was written with, if that was another
  notes?: string[]; // on how the run was opened, for people
  warning?: string; // to all pages, such as that the disk is low
  unkept?: string; // that the run is kept in memory only, and why
  run: string;
  lab: string;
  view: string;
  epoch: number;
  seed: number;
  preset: string;
  unit: { one: string; many: string };
  speed: number;
  playing: boolean;
  link: string;
  data: string;
  probes: ProbeState[];
  variants: Variant[];
  tables: string[][][];
  markers: Marker[];
}

export interface Fields {
  type: "fields";
  command: number;
  link: string;
  variants: { key: string; fields: Record<string, string> }[];
  markers: Marker[];
  speed: number;
  probes: ProbeState[];
  playing: boolean;
}

export interface Status {
  type: "status";
  status: "running" | "converged" | "diverged" | "done";
  variant?: string;
  unit?: number;
  what?: string;
  size?: string;
  text?: string;
}

export interface Kept {
  type: "kept";
  why: string;
  text: string; // "" when the run is written down again
}

/** How the claims of the run's preset stand, in the preset's order; server/sockets/docket.go says it. */
export interface Claims {
  type: "claims";
  claims: { state: "holds" | "fails" | "waits" | "other" | "open"; text: string }[];
}

/** What the page is to the run; server/sockets/crew.go says it. */
export interface Role {
  type: "role";
  role: "owner" | "lender" | "driver" | "follower" | "guest";
  number?: number; // of a follower
  driver?: number; // number of the follower who drives; absent: the owner does
  twins?: number; // an owner's: other pages of the same owner
  followers?: number[]; // an owner's: their numbers
}

export interface Command {
  set?: Record<string, string>;
  do?: string;
  variant?: string;
  count?: number;
  unit?: number;
  seed?: number;
  speed?: number;
  name?: string;
  args?: Record<string, string>;
  every?: number;
  gesture?: number;
  hand?: number; // the follower who shall drive; 0: the owner
}

export type Down =
  | Hello
  | Fields
  | Status
  | Kept
  | Claims
  | Role
  | { type: "done"; n: number; command: number }
  | { type: "refused"; n: number; reason: string; field?: string; barred?: boolean }
  | { type: "answer"; n: number; value: unknown }
  | { type: "alive" }
  | { type: "bye"; reason: string; retry: boolean };
