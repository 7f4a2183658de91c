// The front door of src/security: keys and what is made with them.
export { fieldVault, type FieldVault } from './field-encryption.js';
export { exportKeyRoot, keyRing, openKeyRing } from './keys.js';
export { mintLink, mintShortLink, readToken, secretMatches, shortLinkHash, tokenOf } from './link-tokens.js';
export { longestPassword, passwords, shortestPassword, type Passwords } from './passwords.js';
export { signer, type Signer } from './signing.js';
export { deliveryIsSigned, signDelivery, type SignedDelivery } from './webhook-signature.js';
