// Code generated from Go's types by internal/types, with make generate. DO NOT EDIT.

/**
 * Lesson is a preset as a course of steps. What it says is checked in two ways: Preset.check
 * refuses what cannot be done in the view, and job.Walk does all of it and says where the run is
 * not as a beat promises.
 */
export interface Lesson {
  /** to go through it takes over two seconds: only in make test-all */
  long?: boolean;
  beats: Beat[];
}

/** Beat is a step of a lesson. Its kind says which of the keys below belong to it. */
export interface Beat {
  kind: "play" | "look" | "act" | "predict" | "reveal" | "on";
  /** one short sentence; all that a projector shows */
  title: string;
  /** more words, with links as in the preset's texts */
  say?: string;
  /** what is lit: "field:eta", "figure:norm", "action:redraw"; none: what the beat speaks of */
  light?: string;
  /** play: goes on until so many units are completed */
  to?: number;
  /** play: goes on for so many units */
  for?: number;
  /** play, reveal: units per second; none: as the run goes */
  pace?: number;
  /** act: what the student does */
  act?: Act;
  /** predict: what the student is asked */
  ask?: Ask;
  /** what holds of the run when the beat is over */
  then?: Outcome[];
}

/** Act is what a student does with a hand: one of Field, Action, Step and Add. */
export interface Act {
  /** is moved to a value, or into a range */
  field?: string;
  /** what "do it for me" sets */
  value?: string;
  /** ends of the range; without either it is the value alone */
  at_least?: number;
  at_most?: number;
  /** is done */
  action?: string;
  /** of the action when it is done for the student; any others do */
  args?: Record<string, string>;
  variant?: string;
  /** so many units, one by one */
  step?: number;
  /** a variant is added, which is a copy of A */
  add?: boolean;
}

/**
 * Ask is a question about an output so many units after it is asked. The run itself answers it, by
 * what it records.
 */
export interface Ask {
  form: "way" | "number" | "curve";
  output: string;
  /** none: a */
  variant?: string;
  /** units */
  after: number;
  /** means of the rows in so many units; 0: the newest row */
  over?: number;
  /** way: the variant that it is compared with then; none: with itself as it is now */
  than?: string;
  /** way: a difference of at most so much is none */
  same?: number;
  /** a trace of the output */
  figure: string;
  /** number, curve: the axis of the answer */
  low?: number;
  high?: number;
  /** number, curve: the axis is logarithmic, and near a factor */
  log?: boolean;
  /** number, curve: an answer that is at most so far off has met it */
  near?: number;
}

/**
 * Outcome is what a beat promises of the run when it is over, in the words of a claim. Its terms
 * have no unit: they are read there and then.
 */
export interface Outcome {
  /** a, b, c or d */
  variant?: string;
  output?: string;
  unit?: number;
  /** mean of the measurements in so many units up to Unit; 0: the one at Unit */
  over?: number;
  /** with Band: = Expected ± Band */
  expected?: number;
  band?: number;
  at_most?: number;
  at_least?: number;
  /** left < this; what it does not say is as on the left */
  below?: Term;
  /** the variant diverges, at the latest in Unit */
  diverges?: boolean;
  /** the term that the left one is divided by */
  ratio?: Term;
  seeds?: string;
}

/** Term is a scalar output of a variant when so many units have been completed. */
export interface Term {
  /** a, b, c or d */
  variant?: string;
  output?: string;
  unit?: number;
  /** mean of the measurements in so many units up to Unit; 0: the one at Unit */
  over?: number;
}
