import { posix } from 'node:path'

/** Of an import, an export or a lazy import: what stands before the text, its quote, and the text of a file of ours. */
const SPECIFIER = /(\b(?:from|import)\s*\(?\s*)(["'])((?:#|\.{1,2}\/)[^"']+)\.ts\2/g

/**
 * A compiled file's imports of other files of ours: by relative path and as JavaScript, so that the package needs no map of
 * its rooms. `file`: where it stands, from the root.
 */
export function compiledSpecifiers(code: string, file: string): string {
  return code.replace(SPECIFIER, (_, before: string, quote: string, path: string) => {
    const there = path.startsWith('#') ? posix.relative(posix.dirname(file), path.slice(1)) : path
    const relative = there.startsWith('.') ? there : `./${there}`
    return `${before}${quote}${relative}.js${quote}`
  })
}
