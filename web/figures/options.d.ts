// Code generated from Go's types by internal/types, with make generate. DO NOT EDIT.

/** The name of a query that answers with an A. */
export type Query<A> = string & { readonly answers?: A };

/** Bytes in base64. */
export type Base64 = string;

/** Bars draws a bar for each scalar, or for each entry of a vector. */
export interface Bars {
  log?: boolean;
  /** the axis; left out: the output's range, or what there is */
  min?: number;
  max?: number;
  /** what the numbers below the bars are */
  x?: string;
  /** the number of the first; left out: 1, or 0 of classes */
  first?: number;
}

/** Cobweb draws a map of a line to itself, and the way of iterates between it and the diagonal. */
export interface Cobweb {
  /** TeX: what is across */
  x: string;
  /** TeX: what is upward */
  y: string;
  /** a click begins there */
  place?: string;
}

/** Curve draws a function of one number, and where variants stand on it. */
export interface Curve {
  /** a click puts a variant there */
  place?: string;
  /** TeX: what is across */
  x: string;
  /** TeX: what is upward */
  y: string;
  /** upward */
  log?: boolean;
  /** the part that is shown in the beginning; left out: what there is */
  x0?: number;
  x1?: number;
}

/** Formula is a desk to write a rule at. */
export interface Formula {
  /** about a text */
  query: Query<Explanation>;
  /** that takes the rule */
  field: string;
  /** fields of coefficients */
  slots: string;
  examples: [string, string][];
}

/** Explanation is what can be said of a rule while it is typed. */
export interface Explanation {
  ok: boolean;
  error?: string;
  /** characters to mark, To not among them */
  from: number;
  to: number;
  sees: string[];
  coefficients: string[];
  terms: Seen[];
}

/** Seen is a summand and what a synapse must know for it. */
export interface Seen {
  text: string;
  sees: string;
}

/** Image draws images, one at a time, in ink. */
export interface Image {
  /** of the colours; 0: what there is */
  limit?: number;
}

/** Ladder draws beliefs, predictions and errors of every layer, a rung each. */
export interface Ladder {
}

/** Landscape draws a function of two numbers as a map that is asked for tile by tile. */
export interface Landscape {
  query: Query<Tile>;
  /** a click puts a variant there */
  place?: string;
  /** when it changes, so does the map */
  follow?: string;
  /** TeX: what is across */
  x: string;
  /** TeX: what is upward */
  y: string;
  /** half of the side that is shown in the beginning */
  span: number;
  /** cells along the shorter side, when the map is finest */
  most: number;
}

/**
 * Tile is a piece of a landscape: n × n values at the centres of equal cells, the bottom row first,
 * null where there is none.
 */
export interface Tile {
  n: number;
  values: (number | null)[];
  /** 0 stable, 1 unstable, 2 does not settle */
  kind?: number[];
  /** of det(I - G W) */
  sign?: number[];
}

/** Linkage draws a pen or an arm at work, and a sheet to draw a target on. */
export interface Linkage {
  /** that takes a drawing */
  draw: string;
  /** what begins to learn it */
  learn: string;
  /** the drawing says how fast the hand was */
  times?: boolean;
  /** how far the arm reaches; left out: there is none */
  reach?: string;
  /** where it stands */
  base?: [number, number];
}

/** Matrix draws matrices, one at a time. */
export interface Matrix {
  /** of the colours; 0: what there is */
  limit?: number;
  /** one entry with all of its digits */
  query?: Query<Weight>;
}

/** Weight is the answer to a question about one entry of a matrix. */
export interface Weight {
  w: number;
  /** the feedback weight beside it */
  b: number;
}

/** Mistakes shows images that a network gets wrong. */
export interface Mistakes {
  query: Query<Mistake[]>;
}

/** Mistake is a held-out image that the network gets wrong. */
export interface Mistake {
  /** which of the held-out ones, from 0 */
  image: number;
  label: number;
  guess: number;
  /** probability that it gives to its guess */
  p: number;
  /** Pixels are grey levels, row after row; JSON writes them in base64. */
  pixels: Base64;
  /** of the label and of the guess */
  names?: string[];
}

/** Network draws an image on its way through a network. */
export interface Network {
}

/** Pad is a sheet to draw on, whose drawing the networks class. */
export interface Pad {
  query: Query<Verdict>;
}

/** Verdict is the answer to the query "classify". */
export interface Verdict {
  /** probability of every class */
  p: number[];
  guess: number;
  /** of the classes */
  names?: string[];
}

/**
 * Phase draws a plane of states: where they move, where they rest, and what a place of rest is.
 */
export interface Phase {
  query: Query<Field>;
  /** from where the pointer is */
  way?: Query<[number, number][]>;
  /** that is pressed */
  point: Query<FixedPoint | null>;
  /** a click puts the state there */
  place?: string;
  /** when it changes, so does the picture */
  follow?: string;
  /** TeX: what is across */
  x: string;
  /** TeX: what is upward */
  y: string;
  /** half of the side that is shown at least in the beginning */
  span: number;
}

/** Field is the picture of a phase plane. */
export interface Field {
  arrows: [number, number, number, number][];
  null1: [number, number][][];
  null2: [number, number][][];
}

/** FixedPoint is what a fixed point is. */
export interface FixedPoint {
  x: number;
  y: number;
  type: string;
  eigenvalues: [number, number][];
  J: number | null;
  /** stable: the network can rest here */
  answer: boolean;
}

/** Plane draws points, ways and arrows on a plane of equal scales. */
export interface Plane {
  /** of the ways, each in a hue of its own */
  labels?: string[];
  /** a cloud that can be taken hold of */
  drag?: Ellipse;
  act?: string;
}

/** Ellipse are the fields of a cloud of points. */
export interface Ellipse {
  angle: string;
  long: string;
  short: string;
  mean_x: string;
  mean_y: string;
}

/** Raster draws rates over the last steps, a row a unit. */
export interface Raster {
  /** of the colours; 0: what there is */
  limit?: number;
  /** what a column is */
  step: number;
  /** of step */
  unit: string;
}

/** Spectrum draws eigenvalues in the complex plane. */
export interface Spectrum {
  /** its radius; 0: none */
  circle?: number;
  /** real part of an upright line, right of which all is unstable */
  line?: number;
}

/** Strips draws the entries of vectors as marks on one logarithmic axis, a strip each. */
export interface Strips {
  /** a line across; what is far below it lies at the edge */
  mark: number;
}

/** Terms draws the coefficients of a rule over episodes, and the episode in progress. */
export interface Terms {
  /** about the present task */
  query: Query<Task>;
  /** to where the rule learns */
  link: Query<Links>;
  /** fields that take terms in and out */
  member?: string;
  /** a share of the largest coefficient, below which one counts as gone */
  negligible: number;
}

/** Task is the answer to the query "task". */
export interface Task {
  /** of all outputs */
  names: string[];
  /** outputs of the present task */
  classes: number[];
}

/** Links is the answer to the query "link". */
export interface Links {
  /** as a text */
  rule: string;
  /** to the view that learns by a rule as text */
  write: string;
  /** to the lab of Oja's rule */
  oja?: string;
  /** what that lab has no slider for */
  left?: string[];
}

/** Tiles draws stacks of small images. */
export interface Tiles {
  /** of the colours; 0: what there is */
  limit?: number;
  /** values have both signs, whatever their range says */
  signed?: boolean;
}

/** Trace draws scalars over units. */
export interface Trace {
  /** a logarithmic axis; left out: if all outputs are best seen on one */
  log?: boolean;
  /** units on a logarithmic axis */
  logx?: boolean;
  /** the axis; left out: the output's range, or what there is */
  min?: number;
  max?: number;
  /** of a logarithmic axis: what is less is drawn there */
  floor?: number;
  /** a line across */
  mark?: number;
  /** units between two faint lines */
  every?: string;
  /** published values, as a path */
  reference?: string;
  /** each variant less the first, which is left out */
  less?: boolean;
  /** where no value is larger there is nothing to see, and the card rests; 0: never */
  idle?: number;
}

/** The options of each kind of figure. */
export interface Kinds {
  bars: Bars;
  cobweb: Cobweb;
  curve: Curve;
  formula: Formula;
  image: Image;
  ladder: Ladder;
  landscape: Landscape;
  linkage: Linkage;
  matrix: Matrix;
  mistakes: Mistakes;
  network: Network;
  pad: Pad;
  phase: Phase;
  plane: Plane;
  raster: Raster;
  spectrum: Spectrum;
  strips: Strips;
  terms: Terms;
  tiles: Tiles;
  trace: Trace;
}
