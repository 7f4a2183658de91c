// What file came with the form? One file of at most 10 MB, held in memory for the length of the request, and a few short
// fields beside it (requirement W7). It is read before the form token is checked, behind the check of the role.
import busboy from 'busboy';
import type { RequestHandler, Response } from 'express';
import { uploads } from './access.js';
import { routeFinder } from './route-patterns.js';

const largestFile = 10 * 1024 * 1024;

/** `null` bytes: the file was larger than 10 MB. */
export interface Upload {
  readonly filename: string;
  readonly bytes: Buffer | null;
}

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
      if (filename !== undefined && filename !== '')
        upload = { filename, bytes: tooLarge ? null : Buffer.concat(chunks) };
    });
  });
  reader.on('error', () => finish(new UnreadableUpload()));
  reader.on('close', () => finish());
  req.pipe(reader);
};
