// The front door of texts: what carries a text message, and the built-in telephone that keeps them.
export type { OutgoingText, TextCarrier } from './carrier.js';
export { httpTexts, type TextProviderSettings } from './http-carrier.js';
export { startTelephone } from './telephone.js';
