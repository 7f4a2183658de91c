// How does Onward sign in to a mailbox at Microsoft 365 or Google, where passwords are switched off (Y22)?
// The same sign-in serves sending (SMTP) and reading (IMAP): one mailbox, one application, one token.

/** An application of the trust's own, registered with its provider. */
export type OAuthGrant =
  /** Microsoft 365: the application signs in as itself (client credentials); the trust's administrator let it into the mailbox. */
  | {
      readonly kind: 'microsoft';
      /** The directory (tenant) id, or its domain. */
      readonly tenant: string;
      readonly clientId: string;
      readonly clientSecret: string;
    }
  /** Google: a person once let the application into the mailbox, and the refresh token is what is left of that. */
  | {
      readonly kind: 'google-refresh';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly refreshToken: string;
    }
  /** Google Workspace: a service account that may act for the mailbox (domain-wide delegation); signs with its key. */
  | { readonly kind: 'google-service'; readonly account: string; readonly privateKey: string };

export interface OAuthSettings {
  /** The mailbox that is signed in to; also its user name. */
  readonly user: string;
  readonly grant: OAuthGrant;
  /** Where tokens are given out, where that is not the provider's usual place (national clouds, tests). */
  readonly tokenUrl?: string;
}

/** Where the provider gives out tokens. */
export function tokenUrlOf({ grant, tokenUrl }: OAuthSettings): string {
  if (tokenUrl !== undefined) return tokenUrl;
  return grant.kind === 'microsoft'
    ? `https://login.microsoftonline.com/${encodeURIComponent(grant.tenant)}/oauth2/v2.0/token`
    : 'https://oauth2.googleapis.com/token';
}
