export { fetchAttachment, type FetchServices } from './fetch-attachment.ts'
export { removeUnsentUploads } from './unsent-uploads.ts'
