/** What processors say themselves, for whoever asks them beside the service: loads their clients. */
// eslint-disable-next-line no-restricted-syntax -- others reach a service through its module files only
export { settlementSources } from './adapters/open-settlements';
