// The part of mailauth, which brings no types, that tests use: a verifier of signatures that is not ours.
declare module 'mailauth/lib/dkim/verify.js' {
  export function dkimVerify(
    message: Buffer,
    options: { readonly resolver: (name: string, type: string) => Promise<string[][]> },
  ): Promise<{
    readonly results: readonly {
      readonly status: { readonly result: string; readonly comment?: string };
      readonly signingDomain: string;
    }[];
  }>;
}
