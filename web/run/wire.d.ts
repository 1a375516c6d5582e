// Code generated from Go's types by internal/types, with make generate. DO NOT EDIT.

/** Hello describes the run: it is what a viewer gets first. */
export interface Hello {
  type: "hello";
  protocol: number;
  build: string;
  kernel: string;
  /** the kernel that the journal was written with, where that is another */
  recorded?: string;
  /** on how the run was opened, for people */
  notes?: string[];
  /** to all pages, such as that the disk is low */
  warning?: string;
  /** that it is kept in memory only, and why */
  unkept?: string;
  run: string;
  lab: string;
  view: string;
  epoch: number;
  seed: number;
  preset: string;
  unit: Noun;
  speed: number;
  playing: boolean;
  link: string;
  probes: Probe[];
  variants: Variant[];
  tables: string[][][];
  markers: Marker[];
}

/** Noun is what a view calls a unit. */
export interface Noun {
  one: string;
  many: string;
  /** how long a unit is, where it is a stretch of time */
  seconds?: number;
}

/** Probe is a probe and its period now; 0: off. */
export interface Probe {
  name: string;
  title: string;
  every: number;
}

/** Variant is a variant as a hello describes it. */
export interface Variant {
  key: string;
  label: string;
  fields: Record<string, string>;
  outputs: Output[];
}

/** Output is a sim.Output as a page reads it. */
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

/** Marker is a change as a curve shows it: a line at its unit, with a text. */
export interface Marker {
  unit: number;
  variant: string;
  text: string;
  set?: Record<string, string>;
}

/** Fields is what is in force since a command. */
export interface Fields {
  type: "fields";
  command: number;
  link: string;
  variants: InForce[];
  markers: Marker[];
  speed: number;
  probes: Probe[];
  playing: boolean;
}

/** InForce is a variant with what is in force. */
export interface InForce {
  key: string;
  label: string;
  fields: Record<string, string>;
}

/** Status is how a variant stands, in words. */
export interface Status {
  type: "status";
  status: "running" | "converged" | "diverged" | "done";
  variant: string;
  unit: number;
  what?: string;
  size?: string;
  text: string;
}

/**
 * Kept says that the run is in memory only, and why; or, without Why, that it is written down
 * again.
 */
export interface Kept {
  type: "kept";
  why: string;
  text: string;
}

/** Bye is the last that a viewer gets. */
export interface Bye {
  type: "bye";
  reason: string;
  retry: boolean;
}

/** Role is what the page is to the run; it is said whenever it has changed. */
export interface Role {
  type: "role";
  role: "owner" | "lender" | "driver" | "follower" | "guest";
  /** of a follower */
  number?: number;
  /** number of the follower who drives; left out: the owner does */
  driver?: number;
  /** an owner's: other pages of the run that are the owner's */
  twins?: number;
  /** an owner's: their numbers */
  followers?: number[];
}

/** Claims say how those of the run's preset stand, in its order. */
export interface Claims {
  type: "claims";
  claims: Standing[];
}

/** Standing is how a claim stands in one run, in words. */
export interface Standing {
  state: "holds" | "fails" | "waits" | "other" | "open";
  text: string;
}

/** Done says that a command has been carried out. */
export interface Done {
  /** its number in frames */
  command: number;
  n: number;
  type: "done";
}

/** Refused says why a command or a question was not. */
export interface Refused {
  /** a page of this role may not, whatever it asks for */
  barred?: boolean;
  /** that is at fault */
  field?: string;
  n: number;
  reason: string;
  type: "refused";
}

/** Answer is that to a question. */
export interface Answer {
  n: number;
  type: "answer";
  value: unknown;
}

/** Alive says that the program is there, to a page that has heard nothing else for a while. */
export interface Alive {
  type: "alive";
}

/** What a page hears on a socket. */
export type Down =
  | Hello
  | Fields
  | Status
  | Kept
  | Bye
  | Role
  | Claims
  | Done
  | Refused
  | Answer
  | Alive;

/** SetFields is a command that changes fields, all or none. */
export interface SetFields {
  set: Record<string, string>;
  /** its letter; left out: all */
  variant?: string;
  /** commands of one gesture are undone together */
  gesture?: number;
}

/** DoPlain is a command that needs no more than its name. */
export interface DoPlain {
  do: "play" | "pause" | "replay" | "reset" | "undo" | "add";
}

/** DoDefaults sets fields back to the preset's, or the lab's, values. */
export interface DoDefaults {
  do: "defaults";
  /** left out: all */
  variant?: string;
}

/** DoStep goes some units on, or back, and pauses. */
export interface DoStep {
  do: "step" | "back";
  /** left out: 1 */
  count?: number;
}

/** DoSeek goes to a unit and pauses. */
export interface DoSeek {
  do: "seek";
  unit: number;
}

/** DoSeed starts again with another seed. */
export interface DoSeed {
  do: "seed";
  /** left out: the next */
  seed?: number;
}

/** DoSpeed sets the speed. */
export interface DoSpeed {
  do: "speed";
  /** units per second; 0: as fast as it goes */
  speed: number;
}

/** DoAct does an action. */
export interface DoAct {
  do: "act";
  name: string;
  /** what is missing takes its default */
  args?: Record<string, string>;
  variant?: string;
  gesture?: number;
}

/** DoProbe sets how often a probe measures. */
export interface DoProbe {
  do: "probe";
  name: string;
  /** units; 0: off */
  every: number;
  gesture?: number;
}

/** DoRemove takes a variant away. */
export interface DoRemove {
  do: "remove";
  variant: string;
}

/** DoLabel names a variant. */
export interface DoLabel {
  do: "label";
  variant: string;
  name: string;
}

/** What a page asks a run to do. */
export type Command =
  | SetFields
  | DoPlain
  | DoDefaults
  | DoStep
  | DoSeek
  | DoSeed
  | DoSpeed
  | DoAct
  | DoProbe
  | DoRemove
  | DoLabel;

/** Question is a figure's. */
export interface Question {
  /** the query */
  ask: string;
  args?: Record<string, string>;
  /** left out: the first */
  variant?: string;
}

/** Hand lets a follower drive. */
export interface Hand {
  /** its number; 0: the owner drives again */
  hand: number;
}

/** Numbered is what commands and questions carry besides. */
export interface Numbered {
  n: number;
}

/** See says which outputs the page draws. */
export interface See {
  see: string[];
}

/** From says which history the page has. */
export interface From {
  /** epoch and unit of the newest */
  from: [number, number];
}

/** Ack says which frame the page has drawn. */
export interface Ack {
  ack: number;
}

/** Hide says whether nobody looks at the page. */
export interface Hide {
  hide: boolean;
}

/** Cancel takes a question back. */
export interface Cancel {
  /** its number */
  cancel: number;
}

/** Drive is the first that a page says: what it drives the run with, and which page it is. */
export interface Drive {
  /** the run's key, or "" */
  drive: string;
  /** a word of its own, so that two pages are told apart */
  page?: string;
}

/** What a page says about itself. */
export type Remark =
  | See
  | From
  | Ack
  | Hide
  | Cancel
  | Drive;

/** What a page says on a socket. */
export type Up =
  | (Numbered & (Command | Question | Hand))
  | Remark;

/** StartLink asks for a run of what a link says. */
export interface StartLink {
  lab: string;
  query: string;
}

/** StartDocument asks for a run of a document, at its position. */
export interface StartDocument {
  experiment: Document;
}

/**
 * document is the JSON form. Whatever is not said is left out, so that a key that is added to it
 * changes no text that does not use it.
 */
export interface Document {
  hebb?: number;
  lab?: string;
  view?: string;
  preset?: string;
  seed?: number;
  /** of all variants */
  set?: Record<string, string>;
  variants?: Branch[];
  probes?: Record<string, number>;
  journal?: Entry[];
  unit?: number;
  round?: number;
  by?: Origin;
}

/** branch is a variant of the document: what it has beside or instead of what all have. */
export interface Branch {
  label?: string;
  set?: Record<string, string>;
}

/**
 * Entry is one change that a run has undergone when it had come to a position: fields set, an
 * action done or a probe switched.
 */
export interface Entry {
  unit: number;
  round?: number;
  /** "" for all */
  variant?: string;
  set?: Record<string, string>;
  act?: string;
  args?: Record<string, string>;
  probe?: string;
  /** units; 0: off */
  every?: number;
  /** entries of one gesture are undone together */
  gesture?: number;
}

/** Origin says what computed an experiment. Fields are empty where nobody knows. */
export interface Origin {
  /** of the program */
  build?: string;
  /** with another the numbers agree up to rounding */
  arithmetic?: string;
}

/** StartSalvage asks for a run of what is good of one that cannot be opened as it was. */
export interface StartSalvage {
  /** the run */
  salvage: string;
}

/** StartCopy asks for a run of one's own that stands where another one stands. */
export interface StartCopy {
  /** the run */
  copy: string;
}

/** What a page asks to be started. */
export type Start =
  | StartLink
  | StartDocument
  | StartSalvage
  | StartCopy;

/** Started is a run that has been started. */
export interface Started {
  /** that drives it: this answer alone has it */
  key: string;
  /** the address that starts it at its position; "" where that is too long */
  moment: string;
  /** what of a link was left out */
  notices: string[];
  /** the address of its page */
  page: string;
  run: string;
}

/** Session says that the browser is known from now on. */
export interface Session {
  /** also when the program is started again */
  kept: boolean;
}

/** Keep asks for a run of one's own to be kept for ever. */
export interface Keep {
  /** its key; "" where the session is enough */
  drive: string;
}

/** KeptRun says whether the run is kept for ever. */
export interface KeptRun {
  kept: boolean;
}

/** Commanded says that a command that has come by POST is in force. */
export interface Commanded {
  /** its number in frames */
  command: number;
}

/** Card is the run that the gallery's card of a lab shows. */
export interface Card {
  run: string;
}

/** Moment is the link to where a run stands. */
export interface Moment {
  link: string;
}

/** Run is a run in words and numbers. */
export interface Run {
  id: string;
  lab: string;
  view: string;
  preset?: string;
  seed: number;
  /** query for Setup */
  link: string;
  epoch: number;
  unit: number;
  round?: number;
  status: "running" | "converged" | "diverged" | "done";
  /** the status in a sentence, unless running */
  text?: string;
  /** while it is taken back to where it was, or stands in a journal */
  replaying?: Way;
  playing: boolean;
  speed: number;
  /** units per second of late */
  rate: number;
  journal: number;
  viewers: number;
  /** what does the arithmetic */
  kernel: string;
  /** what did it when the journal was written, if that was another */
  recorded?: string;
  /** why it is kept in memory only, while it cannot be written down */
  unkept?: string;
  /** on how it was opened, for people */
  notes?: string[];
  variants: VariantInfo[];
  /** by variant, of late */
  history: Record<string, History>;
}

/** Way is how far a run is on its way over known ground. */
export interface Way {
  /** completed */
  unit: number;
  /** where the way leads */
  to: number;
  /** that act again, so far */
  changes: number;
  /** of those up to there */
  of: number;
}

/** VariantInfo is a variant of an Info. */
export interface VariantInfo {
  key: string;
  label?: string;
  status: "running" | "converged" | "diverged" | "done";
  /** the status in a sentence, unless running */
  text?: string;
  /** the last that it has completed: its scalars are of this one */
  unit: number;
  /** seconds inside its steps that a unit takes of late; 0: not known */
  cost: number;
  /** in force */
  fields: Record<string, string>;
  /** recorded and probed, the newest; absent before the first */
  scalars: Record<string, number>;
}

/** History is a copy of a table. Row i of Min and Max holds len(Names) values. */
export interface History {
  names: string[];
  /** each bucket's units */
  first: number[];
  last: number[];
  /** row by row */
  min: number[];
  max: number[];
}

/** Health is how the program is. */
export interface Health {
  status: "ok" | "trouble";
  why?: string[];
  version: string;
  build: string;
  /** since the start */
  seconds: number;
  runs: RunsHealth;
  /** that watch */
  pages: number;
  memory: MemoryHealth;
  disk: DiskHealth;
}

/** RunsHealth is how many runs there are. */
export interface RunsHealth {
  open: number;
  most: number;
  /** that could not be written down, and are in memory only */
  unkept: number;
}

/** MemoryHealth is what the program takes. */
export interface MemoryHealth {
  /** bytes that the program has from the system */
  used: number;
  /** bytes of live objects, and of those not yet collected */
  heap: number;
  /** bytes that all runs are counted for: what they can come to hold */
  runs: number;
  /** of those, what there may be; 0: there is no limit */
  most: number;
}

/** DiskHealth is the room for runs. */
export interface DiskHealth {
  /** runs are kept on disk, as far as there is room */
  kept: boolean;
  /** bytes; null when runs are in memory only, or nobody knows */
  free: number | null;
  low: boolean;
}

/** Problem is why there is no other answer. */
export interface Problem {
  error: string;
  /** changes of a run that can be opened, where not all of it can */
  good?: number;
}
