// What figures need of the run that they show. hebb/run/stream.js provides it; a test or
// the gallery may provide something smaller.

import type { Query } from "hebb/figures/options.d.ts";
import type { Command, Hello, Marker } from "hebb/run/wire.d.ts";

export type { Command, Hello, Marker, Output, Variant } from "hebb/run/wire.d.ts";

/** Values of one output in one frame, row by row. A number is an entry times scale. */
export interface Values {
  rows: number;
  cols: number;
  values: Float32Array | Float64Array | Int8Array | Uint8Array;
  scale: number;
}

export interface Frame {
  epoch: number;
  unit: number;
  status: string;
  playing: boolean;
  /** Units a second. */
  rate?: number;
  get(variant: number, output: number): Values | null;
  scalar(variant: number, output: number): number;
}

/** A column of the history: bucket i lies at unit x[i] and holds values from lo[i] to hi[i]. */
export interface Series {
  x: ArrayLike<number>;
  lo: ArrayLike<number>;
  hi: ArrayLike<number>;
  n: number;
  /** Between which units the variant has missed all. */
  gaps?: [number, number][];
  /** What it is a column of, which knows how much of it is still as it was. */
  table?: { version: number; same(version: number): number };
}

export interface Source extends EventTarget {
  hello: Hello | null;
  frame: Frame | null;
  history: { series(variant: number, output: string): Series | null } | null;
  markers?: Marker[] | null;
  /** What has diverged. */
  troubles?: { variant?: string }[];
  selected: number;
  /** The unit beyond which nothing is shown, while somebody is asked about it. */
  veil?: number | null;
  select?(variant: number): void;
  ask?<A>(
    name: Query<A>,
    args: Record<string, string>,
    variant?: string,
    signal?: AbortSignal,
  ): Promise<A>;
  send?(command: Command): Promise<unknown>;
}

/** What an output is in a figure, as the page says it. */
export interface Role {
  role: string;
  output: string;
}

/** Something that can be pointed at: a box on the figure and what it says. */
export interface Reading {
  x: number;
  y: number;
  w: number;
  h: number;
  text: string;
  /** A colour for each line of the text; none where it is empty. */
  hues?: string[];
  row?: number;
  col?: number;
}

/** A part of a figure, in CSS pixels. */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}
