/** The gateway's books and what it has settled, for whoever checks them beside the service: quick to load. */
// eslint-disable-next-line no-restricted-syntax -- others reach a service through its module files only
export { BOOKS_FILE, readBooks } from './adapters/simulator/books';
// eslint-disable-next-line no-restricted-syntax -- as above
export { readSharedBooks } from './adapters/simulator/postgres/postgres-books';
// eslint-disable-next-line no-restricted-syntax -- as above
export { SettlementFile } from './adapters/settlement-file/settlement-file';
// eslint-disable-next-line no-restricted-syntax -- as above
export { SimulatorSettlements } from './adapters/simulator/simulator-settlements';
