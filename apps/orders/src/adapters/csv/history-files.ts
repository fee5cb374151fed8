import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ImportError } from '../../application/import-orders/import-error';
import {
  type FileFormat,
  type Mapping,
  parseMapping,
} from '../../application/import-orders/mapping';
import type { HistoryFiles } from '../../application/import-orders/ports';
import { CsvSource } from './csv-source';

/** Files of history on a disk. */
export const csvFiles: HistoryFiles = {
  open: (path: string, format: FileFormat) => CsvSource.open(path, format),
  async locate(path, nameInFolder) {
    const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
    if (!isFolder) return path;
    if (nameInFolder !== undefined) return join(path, nameInFolder);
    throw new ImportError('import-file-not-found', `${path} is a folder: name the file in it.`);
  },
  beside: (path, name) => join(dirname(path), name),
};

const SHIPPED = join(__dirname, '../../../mappings');

/** A mapping that ships with Continuo, by its name, or one's own, by its path (it ends with .json). */
export async function readMapping(nameOrPath: string): Promise<Mapping> {
  const isPath = nameOrPath.endsWith('.json');
  if (!isPath && !/^[a-z0-9-]+$/.test(nameOrPath)) throw notFound(nameOrPath);
  const path = isPath ? nameOrPath : join(SHIPPED, `${nameOrPath}.json`);
  const json = await readFile(path, 'utf8').catch(() => {
    throw notFound(nameOrPath);
  });
  return parseMapping(json, nameOrPath);
}

function notFound(name: string): ImportError {
  const detail = `There is no mapping ${name}: give online-retail, northwind, or the path of a .json file.`;
  return new ImportError('mapping-not-found', detail);
}
