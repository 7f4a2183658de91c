// What file came with the form? One file of at most 10 MB, held in memory for the length of the request, and a few short
// fields beside it (requirement W7). It is read before the form token is checked, behind the check of the role. Only so many are
// held at a time: whoever comes later waits unread, so that many at once need the memory of a few (row 45 of the fault table).
import busboy from 'busboy';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { uploads } from './access-table.js';
import { routeFinder } from './route-patterns.js';

const largestFile = 10 * 1024 * 1024;

const mostHeld = 8;

/** `null` bytes: the file was larger than 10 MB. Otherwise all of them in order, as they arrived. */
export interface Upload {
  readonly filename: string;
  readonly bytes: readonly Buffer[] | null;
}

/** So many places: `start` is called once there is one, and it is free again when the answer was given or its asker has gone. */
export function places(most: number): (res: Pick<Response, 'once' | 'destroyed'>, start: () => void) => void {
  let taken = 0;
  const waiting = new Set<() => void>();
  const next = (): void => {
    const [first] = waiting;
    if (first === undefined || taken >= most) return;
    waiting.delete(first);
    taken += 1;
    first();
  };
  return (res, start) => {
    if (res.destroyed) return; // gone before it was its turn to be read
    let has = false;
    const enter = (): void => {
      has = true;
      start();
    };
    waiting.add(enter);
    res.once('close', () => {
      waiting.delete(enter);
      if (has) taken -= 1;
      next();
    });
    next();
  };
}
const takePlace = places(mostHeld);

/** A form that cannot be read as multipart. Answered with 400. */
export class UnreadableUpload extends Error {
  override readonly name = 'UnreadableUpload';
}

/** The file of the form, or null when none was chosen. */
export const uploadOf = (res: Response): Upload | null => (res.locals as { upload?: Upload | null }).upload ?? null;

const uploadFor = routeFinder(uploads.map((pattern) => ['POST', pattern] as const));

/** Reads multipart forms of the listed routes: fields into `req.body`, the file for `uploadOf`. */
export const readUploads: RequestHandler = (req, res, next) => {
  if (uploadFor(req.method, req.path) === null || !req.is('multipart/form-data')) {
    next();
    return;
  }
  takePlace(res, () => readMultipart(req, res, next));
};

function readMultipart(req: Request, res: Response, next: NextFunction): void {
  const fields: Record<string, string> = {};
  let upload: Upload | null = null;
  let settled = false;
  const finish = (error?: Error): void => {
    if (settled) return;
    settled = true;
    if (error === undefined) {
      req.body = fields;
      Object.assign(res.locals, { upload });
      next();
      return;
    }
    req.unpipe();
    req.resume();
    next(error);
  };
  let reader: busboy.Busboy;
  try {
    reader = busboy({
      headers: req.headers,
      limits: { files: 1, fileSize: largestFile, fields: 20, fieldSize: 4_096, fieldNameSize: 100, parts: 21 },
    });
  } catch {
    finish(new UnreadableUpload());
    return;
  }
  reader.on('field', (name, value) => {
    if (name !== '__proto__') fields[name] = value;
  });
  reader.on('file', (_name, stream, info) => {
    const { filename } = info;
    const chunks: Buffer[] = [];
    let tooLarge = false;
    stream.on('data', (chunk: Buffer) => {
      if (!tooLarge) chunks.push(chunk);
    });
    stream.on('limit', () => {
      tooLarge = true;
      chunks.length = 0;
    });
    stream.on('error', () => finish(new UnreadableUpload()));
    stream.on('end', () => {
      // Browsers send an empty part without a name when no file was chosen.
      if (filename !== undefined && filename !== '') upload = { filename, bytes: tooLarge ? null : chunks };
    });
  });
  reader.on('error', () => finish(new UnreadableUpload()));
  reader.on('close', () => finish());
  req.pipe(reader);
}
