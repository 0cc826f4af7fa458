import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BuildOptions } from 'esbuild'

const bundled = (file: string): string => fileURLToPath(new URL(join('bundled', file), import.meta.url))

/**
 * How every handler is bundled, for the stack and for the benchmark. ESM, minified, nothing left outside: what a cold
 * start loads is what is in the file. Client libraries are taken as modules, so that what is not used falls out, and what
 * falls out by itself in no other way (see bundled/) is left out by hand.
 */
export function bundling(entry: string, outdir: string): BuildOptions {
  return {
    entryPoints: { index: entry },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // Lazy imports become chunks of their own, loaded only when they are needed.
    splitting: true,
    chunkNames: 'chunk-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    mainFields: ['module', 'main'],
    legalComments: 'none',
    alias: {
      '@aws-sdk/credential-provider-node': bundled('environment-credentials.ts'),
      '@aws-sdk/middleware-endpoint-discovery': bundled('endpoint-discovery.ts'),
    },
    // CommonJS packages in the bundle still ask for Node's own modules by `require`.
    banner: { js: "import{createRequire as __c}from'node:module';const require=__c(import.meta.url);" },
    logLevel: 'silent',
  }
}
