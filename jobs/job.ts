// What is a job? A name, how often the clock ticks for it, and the use case that it calls.
// Every job is recurring, carries nothing, asks the database what is due, and is safe to run none, one or several times at
// once (requirement E16, decision R1).
import type { Application } from '../src/application/index.js';
import type { LocalTime } from '../src/domain/calendar/local-date.js';

/** So many seconds after the last time, or once a day at a wall time in Europe/London (never 01:00 to 01:59, F6). */
export type Every = { readonly seconds: number } | { readonly dailyAt: LocalTime };

export interface Job {
  readonly name: string;
  readonly every: Every;
  readonly run: (application: Application) => Promise<unknown>;
}
