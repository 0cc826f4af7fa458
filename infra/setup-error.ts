/** What the person who deploys has to put right, in one sentence. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
}
