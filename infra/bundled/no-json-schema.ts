/**
 * Stands in for zod's writer of JSON Schemas in bundles: editors' schemas are written at the desk (`beforehand schemas`),
 * never in a handler.
 */
function notInBundles(): never {
  throw new Error('JSON Schemas are not written in a handler')
}

export const createToJSONSchemaMethod = () => notInBundles
export const createStandardJSONSchemaMethod = () => notInBundles
export const toJSONSchema = notInBundles
