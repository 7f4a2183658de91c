// Where does the browser keep its survey session? In one cookie: `__Host-` and Secure where the base URL is https, a plain
// name on an http loopback address (decision R12). Read by hand from the header; nothing else of the survey is in cookies.
import type { Request, Response } from 'express';

export interface SurveyCookies {
  /** The cookie's value, or undefined. */
  readonly read: (req: Request) => string | undefined;
  readonly write: (res: Response, cookie: { readonly value: string; readonly lastsMs: number }) => void;
  /** Forgets the session in this browser. */
  readonly clear: (res: Response) => void;
}

/** The cookie of that name for a base URL; the survey's where none is given. */
export function surveyCookies(baseUrl: string, called = 'onward-survey'): SurveyCookies {
  const https = baseUrl.startsWith('https:');
  const name = https ? `__Host-${called}` : called;
  const kept = { path: '/', httpOnly: true, sameSite: 'lax', secure: https } as const;
  return {
    read: (req) =>
      (req.headers.cookie ?? '')
        .split(';')
        .map((part) => part.trim())
        .find((part) => part.startsWith(`${name}=`))
        ?.slice(name.length + 1),
    write: (res, { value, lastsMs }) => void res.cookie(name, value, { ...kept, maxAge: lastsMs }),
    clear: (res) => void res.clearCookie(name, kept),
  };
}
