import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command } from 'commander'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import { type Context, UsageError } from '../context.ts'
import { collectShots, type PreviewedMessage } from '../preview/collect-shots.ts'
import { previewPage } from '../preview/preview-page.ts'
import { requireCatalogue } from '../workspace.ts'

interface Options {
  readonly out: string
}

export function previewCommand(context: Context): Command {
  return new Command('preview')
    .description('Every message that the scenarios send, in each language, as phone and desktop show it, on one page.')
    .argument('[workflows...]', 'only these (names of their folders)')
    .option('--out <file>', 'where the page is written', '.beforehand/preview.html')
    .action(async (names: readonly string[], options: Options) => preview(context, names, options))
}

async function preview(context: Context, names: readonly string[], { out }: Options): Promise<void> {
  const { catalogue, files } = await requireCatalogue(context, 'A preview')
  const messages: PreviewedMessage[] = []
  for (const workflow of chosen(catalogue, names)) messages.push(...(await collectShots(catalogue, workflow, files)))
  const { brand, locales } = catalogue.settings
  const file = resolve(out)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, previewPage({ brand: brand.name, locales, messages }))
  const shots = messages.flatMap((message) => message.shots).length
  const unsent = messages.filter((message) => message.shots.length === 0)
  context.terminal.out(`${messages.length} messages, ${shots} previews: ${pathToFileURL(file).href}`)
  for (const { workflow, name } of unsent) context.terminal.err(`No scenario sends ${workflow}/${name}.`)
}

function chosen({ workflows }: Catalogue, names: readonly string[]): Catalogue['workflows'] {
  const unknown = names.filter((name) => !workflows.some(({ id }) => id === name))
  if (unknown.length > 0)
    throw new UsageError(
      `There is no workflow ${unknown.join(', ')}; there are ${workflows.map(({ id }) => id).join(', ')}.`,
    )
  return names.length === 0 ? workflows : workflows.filter(({ id }) => names.includes(id))
}
