import type { Database } from '../open-database';

/** For tests: the returned function makes the connection's next COMMIT fail with an SQLite code. */
export function injectCommitFault(db: Database): (errcode: number) => void {
  const prepare = db.prepare.bind(db);
  let pending: number | undefined;
  Object.defineProperty(db, 'prepare', {
    value(sql: string) {
      const statement = prepare(sql);
      if (sql !== 'COMMIT') return statement;
      const run = statement.run.bind(statement);
      Object.defineProperty(statement, 'run', {
        value() {
          const errcode = pending;
          pending = undefined;
          if (errcode === undefined) return run();
          throw Object.assign(new Error('disk I/O error'), { errcode });
        },
      });
      return statement;
    },
  });
  return (errcode) => (pending = errcode);
}
