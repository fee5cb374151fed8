import { DomainError } from '@continuo/kernel/domain-error';

export type ImportErrorCode =
  | 'import-file-not-found'
  | 'import-file-broken'
  | 'csv-empty'
  | 'csv-header-double'
  | 'csv-header-missing'
  | 'csv-wrong-delimiter'
  | 'csv-wrong-encoding'
  | 'csv-malformed'
  | 'mapping-not-found'
  | 'mapping-invalid';

/** The file as a whole cannot be read; single bad rows are rejected instead. */
export class ImportError extends DomainError {
  constructor(code: ImportErrorCode, message: string) {
    super(code, message, 'invalid');
    this.name = 'ImportError';
  }
}
