import { Transform } from 'node:stream';
import { TextDecoder } from 'node:util';
import { ImportError } from '../../application/import-orders/import-error';

/** The encoding that a byte order mark at the beginning tells of. */
export function encodingByMark(start: Uint8Array): string | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8';
  return undefined;
}

/**
 * Turns bytes into text without its byte order mark. A mark outweighs the declared encoding; bytes that are no text
 * in it end the stream with ImportError `csv-wrong-encoding`.
 */
export function decoding(declared: string | undefined, path: string): Transform {
  let decoder: TextDecoder | undefined;
  let bytesBefore = 0;
  const decode = (chunk: Uint8Array | undefined): string => {
    decoder ??= decoderFor((chunk && encodingByMark(chunk)) ?? declared ?? 'utf-8', path);
    try {
      const text = decoder.decode(chunk, { stream: chunk !== undefined });
      if (text.includes('\0')) throw new TypeError('NUL');
      return text;
    } catch {
      const detail =
        `${path} is no ${decoder.encoding.toUpperCase()} text, somewhere after byte ${bytesBefore}: ` +
        'set "encoding" in the mapping (windows-1252, utf-16le, ...), or save the file as UTF-8.';
      throw new ImportError('csv-wrong-encoding', detail);
    } finally {
      bytesBefore += chunk?.length ?? 0;
    }
  };
  return new Transform({
    readableObjectMode: false,
    decodeStrings: false,
    encoding: 'utf8',
    transform(chunk: Uint8Array, _encoding, done) {
      try {
        done(null, decode(chunk));
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        done(null, decode(undefined));
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

function decoderFor(encoding: string, path: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new ImportError(
      'mapping-invalid',
      `${encoding}, declared for ${path}, is no known encoding.`,
    );
  }
}
