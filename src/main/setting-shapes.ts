// The shapes that settings come in: text from the environment, where a blank value is as good as none.
import { z } from 'zod';

const blankIsAbsent = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;
/** Text of a shape. */
export const text = (shape: z.ZodType<string>) => z.preprocess(blankIsAbsent, shape);
/** Text of a shape, or nothing. */
export const optional = (shape: z.ZodType<string>) => z.preprocess(blankIsAbsent, shape.optional());
/** A whole number within limits, with the value where none is given. */
export const whole = (least: number, most: number, otherwise: number) =>
  z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^\d+$/, 'must be a whole number')
      .default(String(otherwise))
      .transform(Number)
      .refine((value) => value >= least && value <= most, `must be between ${least} and ${most}`),
  );
