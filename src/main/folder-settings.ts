// Which folder is watched for files of schools' systems, and what is done with what lies there? Settings IMPORT_FOLDER… (Y22).
import path from 'node:path';
import { z } from 'zod';
import { optional, text, whole } from './setting-shapes.js';

/** As they stand in the environment. */
export const folderShape = {
  IMPORT_FOLDER: optional(z.string()),
  IMPORT_FOLDER_MODE: text(z.enum(['preview', 'straight-in'], 'must be preview or straight-in').default('preview')),
  IMPORT_FOLDER_KEEP_DAYS: whole(1, 3_650, 30),
};

/** The watched folder. */
export interface FolderSettings {
  readonly path: string;
  readonly straightIn: boolean;
  readonly keepDays: number;
}

/** Null: no folder is watched. A path resolves against `cwd`. */
export const folderSettings = (env: z.output<z.ZodObject<typeof folderShape>>, cwd: string): FolderSettings | null =>
  env.IMPORT_FOLDER === undefined
    ? null
    : {
        path: path.resolve(cwd, env.IMPORT_FOLDER),
        straightIn: env.IMPORT_FOLDER_MODE === 'straight-in',
        keepDays: env.IMPORT_FOLDER_KEEP_DAYS,
      };
