/** The part of MJML 5 that is used here; the package brings no types. */
declare module 'mjml' {
  interface MjmlProblem {
    readonly line: number
    readonly tagName: string
    readonly message: string
  }
  // biome-ignore lint/style/noDefaultExport: that is what the package exports
  export default function mjml2html(
    mjml: string,
    options?: { readonly validationLevel?: 'strict' | 'soft' | 'skip'; readonly keepComments?: boolean },
  ): Promise<{ readonly html: string; readonly errors: readonly MjmlProblem[] }>
}
