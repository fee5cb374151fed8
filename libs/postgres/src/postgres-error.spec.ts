import { DatabaseError } from 'pg';
import { isPassing } from './postgres-error';

function said(severity: string, code: string): DatabaseError {
  const error = new DatabaseError('no', 2, 'error');
  error.severity = severity;
  error.code = code;
  return error;
}

describe('what PostgreSQL says when something fails', () => {
  it.each([
    ['a disk that is full, met by a statement', 'ERROR', '53100'],
    ['a disk that is full, met by a new connection', 'FATAL', 'XX000'],
    ['a server that goes down', 'FATAL', '57P01'],
    ['a server that has gone down', 'PANIC', 'XX001'],
    ['a deadlock', 'ERROR', '40P01'],
  ])('passes: %s', (_, severity, code) => {
    expect(isPassing(said(severity, code))).toBe(true);
  });

  it.each([
    ['an internal error of one statement', 'ERROR', 'XX000'],
    ['a password that is wrong', 'FATAL', '28P01'],
    ['a database that is not there', 'FATAL', '3D000'],
    ['a row that is there already', 'ERROR', '23505'],
  ])('does not pass: %s', (_, severity, code) => {
    expect(isPassing(said(severity, code))).toBe(false);
  });
});
