import { compileFolder } from '#adapters/files/compile-folder.ts'
import { showProblem } from '#language/form/problem.ts'

/**
 * `node compile-workflows.ts FOLDER`: the compiled catalogue, or the errors, as JSON. A program of its own, because a
 * construct cannot wait and compiling the mails' layout must.
 */
const [folder = ''] = process.argv.slice(2)
const { catalogue, problems } = await compileFolder(folder)
const errors = problems.filter(({ severity }) => severity === 'error').map(showProblem)
process.stdout.write(JSON.stringify(catalogue === undefined ? { errors } : { catalogue, errors: [] }))
