import { readFileSync } from 'node:fs'
import { acceptsNode } from './accepts-node.ts'

/** The oldest line of Node whose npm may install this repository; the Node that runs it comes with it. */
export const MACHINE = '20.20.0'

export interface Lock {
  readonly packages: { readonly [path: string]: { engines?: { readonly node?: string } } }
}

export const readLock = (root: string): Lock => JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8'))

/** Packages of which npm would say on the machine's Node that they do not run on it, which they need not. */
export const complaining = ({ packages }: Lock): readonly string[] =>
  Object.entries(packages).flatMap(([path, { engines }]) =>
    path === '' || engines?.node === undefined || acceptsNode(engines.node, MACHINE) ? [] : [path],
  )
