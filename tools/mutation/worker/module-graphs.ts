import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * Loads a test with all of the project's modules below it as a graph of its own, told apart by a query: what a module works
 * out while it loads is worked out again in the next graph. Packages are shared.
 */
export interface Graphs {
  /** Who imports whom in a graph, as paths in the project. */
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>
  readonly open: (file: string, graph: number) => Promise<unknown>
}

const BOOK = new URL('./test-book.ts', import.meta.url).href

/** `instrumented`: where the texts of the files that were written anew lie, under their paths in the project. */
export function openGraphs(root: string, instrumented: string, written: ReadonlySet<string>): Graphs {
  const home = pathToFileURL(`${root}/`).href
  const imports = new Map<string, Set<string>>()
  const texts = new Map<string, string>()
  const pathOf = (url: string): string => relative(root, fileURLToPath(url))
  const isOurs = (url: string): boolean => url.startsWith(home) && !url.includes('/node_modules/')

  const textOf = (path: string): string => {
    const text = texts.get(path) ?? readFileSync(join(instrumented, path), 'utf8')
    texts.set(path, text)
    return text
  }

  registerHooks({
    resolve: (specifier, context, next) => {
      const graph = /\?graph=\d+$/.exec(context.parentURL ?? '')?.[0]
      if (graph === undefined || context.parentURL === undefined) return next(specifier, context)
      if (specifier === 'vitest') return { url: BOOK, shortCircuit: true }
      const resolved = next(specifier, context)
      if (!isOurs(resolved.url) || !/\.ts$/.test(resolved.url)) return resolved
      const importer = pathOf(context.parentURL)
      const known = imports.get(importer) ?? new Set()
      imports.set(importer, known.add(pathOf(resolved.url)))
      return { ...resolved, url: `${resolved.url}${graph}` }
    },
    load: (url, context, next) => {
      if (!url.includes('?graph=')) return next(url, context)
      const path = pathOf(url)
      return written.has(path) ? { format: 'module', source: textOf(path), shortCircuit: true } : next(url, context)
    },
  })
  return { imports, open: (file, graph) => import(`${home}${file}?graph=${graph}`) }
}
