export { createRestRouter } from './router.ts'
export { openApiDocument } from './openapi/document.ts'
